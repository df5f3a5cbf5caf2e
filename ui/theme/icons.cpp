#include "ui/theme/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Interleave {

namespace {

// All shapes live in a square of 16 × 16.

QPainterPath magnifier(bool plus)
{
    QPainterPath path;
    path.addEllipse(QPointF(6.5, 6.5), 4.5, 4.5);
    path.moveTo(10, 10);
    path.lineTo(14, 14);
    path.moveTo(4.5, 6.5);
    path.lineTo(8.5, 6.5);
    if (plus) {
        path.moveTo(6.5, 4.5);
        path.lineTo(6.5, 8.5);
    }
    return path;
}

QPainterPath arrowLine(QPointF from, QPointF to, QPointF wingA, QPointF wingB)
{
    QPainterPath path(from);
    path.lineTo(to);
    path.moveTo(wingA);
    path.lineTo(to);
    path.lineTo(wingB);
    return path;
}

QPainterPath fitPath()
{
    QPainterPath path = arrowLine({8, 8}, {3.5, 8}, {5.5, 6}, {5.5, 10});
    path.addPath(arrowLine({8, 8}, {12.5, 8}, {10.5, 6}, {10.5, 10}));
    path.moveTo(1.5, 3);
    path.lineTo(1.5, 13);
    path.moveTo(14.5, 3);
    path.lineTo(14.5, 13);
    return path;
}

QPainterPath exportPath()
{
    QPainterPath path = arrowLine({8, 10}, {8, 2}, {5, 5}, {11, 5});
    path.moveTo(2.5, 9);
    path.lineTo(2.5, 13.5);
    path.lineTo(13.5, 13.5);
    path.lineTo(13.5, 9);
    return path;
}

QPainterPath folderPath()
{
    QPainterPath path(QPointF(1.5, 13));
    path.lineTo(1.5, 3.5);
    path.lineTo(6, 3.5);
    path.lineTo(7.5, 5.5);
    path.lineTo(14.5, 5.5);
    path.lineTo(14.5, 13);
    path.closeSubpath();
    return path;
}

QPainterPath savePath()
{
    QPainterPath path = arrowLine({8, 2}, {8, 10}, {5, 7}, {11, 7});
    path.moveTo(2.5, 9);
    path.lineTo(2.5, 13.5);
    path.lineTo(13.5, 13.5);
    path.lineTo(13.5, 9);
    return path;
}

QPainterPath crossPath()
{
    QPainterPath path(QPointF(4, 4));
    path.lineTo(12, 12);
    path.moveTo(12, 4);
    path.lineTo(4, 12);
    return path;
}

QPainterPath warningPath()
{
    QPainterPath path(QPointF(8, 1.8));
    path.lineTo(14.8, 14);
    path.lineTo(1.2, 14);
    path.closeSubpath();
    path.moveTo(8, 6);
    path.lineTo(8, 9.8);
    path.moveTo(8, 11.8);
    path.lineTo(8, 12.1);
    return path;
}

QPainterPath errorPath()
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), 6.5, 6.5);
    path.moveTo(8, 4.5);
    path.lineTo(8, 8.8);
    path.moveTo(8, 11.3);
    path.lineTo(8, 11.6);
    return path;
}

QPainterPath followPath()
{
    QPainterPath path = arrowLine({1.5, 8}, {10, 8}, {7, 5}, {7, 11});
    path.moveTo(13.5, 2.5);
    path.lineTo(13.5, 13.5);
    return path;
}

/// Lines that grow shorter, as in a list that is in order.
QPainterPath sortPath()
{
    QPainterPath path(QPointF(2, 4));
    path.lineTo(14, 4);
    path.moveTo(2, 8);
    path.lineTo(10.5, 8);
    path.moveTo(2, 12);
    path.lineTo(7, 12);
    return path;
}

QPainterPath resetPath()
{
    QPainterPath path;
    path.arcMoveTo(QRectF(2.5, 2.5, 11, 11), 60);
    path.arcTo(QRectF(2.5, 2.5, 11, 11), 60, 290);
    path.addPath(arrowLine({11, 6.5}, {13.8, 6.2}, {13.8, 2.5}, {10.5, 6.5}));
    return path;
}

QPainterPath filledPath(Glyph glyph)
{
    QPainterPath path;
    if (glyph == Glyph::Run) {
        path.addPolygon(QPolygonF({{4, 2}, {14, 8}, {4, 14}}));
        path.closeSubpath();
    } else if (glyph == Glyph::Stop) {
        path.addRoundedRect(QRectF(3, 3, 10, 10), 1.5, 1.5);
    }
    return path;
}

QPainterPath strokedPath(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Fit: return fitPath();
    case Glyph::ZoomIn: return magnifier(true);
    case Glyph::ZoomOut: return magnifier(false);
    case Glyph::Follow: return followPath();
    case Glyph::Export: return exportPath();
    case Glyph::Open: return folderPath();
    case Glyph::Save: return savePath();
    case Glyph::Close: return crossPath();
    case Glyph::Error: return errorPath();
    case Glyph::Notice: return warningPath();
    case Glyph::Reset: return resetPath();
    case Glyph::Sort: return sortPath();
    case Glyph::Run:
    case Glyph::Stop: break;
    }
    return {};
}

/// Paints a glyph at any size in the application palette's present colour.
class GlyphEngine : public QIconEngine
{
public:
    GlyphEngine(Glyph glyph, QPalette::ColorRole role) : m_glyph(glyph), m_role(role) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        // A square at the left: an icon wider than high keeps its distance from the text.
        const double side = std::min(rect.width(), rect.height());
        painter->translate(rect.left(), rect.top() + (rect.height() - side) / 2);
        painter->scale(side / 16, side / 16);
        const QColor colour = palette.color(group, m_role);
        painter->fillPath(filledPath(m_glyph), colour);
        painter->strokePath(strokedPath(m_glyph), QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new GlyphEngine(m_glyph, m_role); }

private:
    Glyph m_glyph;
    QPalette::ColorRole m_role;
};

} // namespace

QIcon glyphIcon(Glyph glyph, QPalette::ColorRole role)
{
    return QIcon(new GlyphEngine(glyph, role));
}

} // namespace Interleave
