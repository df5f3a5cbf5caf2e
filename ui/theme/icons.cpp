#include "ui/theme/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <QTransform>

#include <algorithm>

namespace Interleave {

namespace {

// All shapes live in a square of 16 × 16.

using Line = QPolygonF;

/// Lines from point to point, each on its own.
QPainterPath lines(std::initializer_list<Line> all)
{
    QPainterPath path;
    for (const Line &line : all)
        path.addPolygon(line);
    return path;
}

QPainterPath ellipse(const QRectF &around, std::initializer_list<Line> with)
{
    QPainterPath path = lines(with);
    path.addEllipse(around);
    return path;
}

QPainterPath rectangles(std::initializer_list<QRectF> all)
{
    QPainterPath path;
    for (const QRectF &rect : all)
        path.addRoundedRect(rect, 1, 1);
    return path;
}

QPainterPath resetPath()
{
    constexpr QRectF circle(2.5, 2.5, 11, 11);
    QPainterPath path = lines({{{11, 6.5}, {13.8, 6.2}, {13.8, 2.5}}, {{10.5, 6.5}, {13.8, 6.2}}});
    path.arcMoveTo(circle, 60);
    path.arcTo(circle, 60, 290);
    return path;
}

/// A triangle that points forward, and bars beside it.
QPainterPath forward(double left, double width, std::initializer_list<QRectF> bars = {})
{
    QPainterPath path = rectangles(bars);
    path.addPolygon(Line({{left, 2.5}, {left + width, 8}, {left, 13.5}}));
    path.closeSubpath();
    return path;
}

QPainterPath mirrored(const QPainterPath &path) { return QTransform(-1, 0, 0, 1, 16, 0).map(path); }

QPainterPath filledPath(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Run: return forward(4, 10);
    case Glyph::Stop: return rectangles({{3, 3, 10, 10}});
    case Glyph::Pause: return rectangles({{3.5, 2.5, 3, 11}, {9.5, 2.5, 3, 11}});
    case Glyph::StepForward: return forward(6, 7.5, {{2.5, 2.5, 2, 11}});
    case Glyph::StepBack: return mirrored(filledPath(Glyph::StepForward));
    case Glyph::ToEnd: return forward(3, 7.5, {{11.5, 2.5, 2, 11}});
    case Glyph::ToBegin: return mirrored(filledPath(Glyph::ToEnd));
    default: return {};
    }
}

QPainterPath strokedPath(Glyph glyph)
{
    constexpr QRectF lens(2, 2, 9, 9);
    const Line handle({{10, 10}, {14, 14}}), minus({{4.5, 6.5}, {8.5, 6.5}}), plus({{6.5, 4.5}, {6.5, 8.5}}),
        tray({{2.5, 9}, {2.5, 13.5}, {13.5, 13.5}, {13.5, 9}});
    switch (glyph) {
    case Glyph::Fit:
        return lines({{{3.5, 8}, {12.5, 8}}, {{5.5, 6}, {3.5, 8}, {5.5, 10}}, {{10.5, 6}, {12.5, 8}, {10.5, 10}},
                      {{1.5, 3}, {1.5, 13}}, {{14.5, 3}, {14.5, 13}}});
    case Glyph::ZoomIn: return ellipse(lens, {handle, minus, plus});
    case Glyph::ZoomOut: return ellipse(lens, {handle, minus});
    case Glyph::Follow: return lines({{{1.5, 8}, {10, 8}}, {{7, 5}, {10, 8}, {7, 11}}, {{13.5, 2.5}, {13.5, 13.5}}});
    case Glyph::Export: return lines({{{8, 10}, {8, 2}}, {{5, 5}, {8, 2}, {11, 5}}, tray});
    case Glyph::Save: return lines({{{8, 2}, {8, 10}}, {{5, 7}, {8, 10}, {11, 7}}, tray});
    case Glyph::Open: return lines({{{1.5, 13}, {1.5, 3.5}, {6, 3.5}, {7.5, 5.5}, {14.5, 5.5}, {14.5, 13}, {1.5, 13}}});
    case Glyph::Close: return lines({{{4, 4}, {12, 12}}, {{12, 4}, {4, 12}}});
    case Glyph::Error: return ellipse({1.5, 1.5, 13, 13}, {{{8, 4.5}, {8, 8.8}}, {{8, 11.3}, {8, 11.6}}});
    case Glyph::Notice:
        return lines({{{8, 1.8}, {14.8, 14}, {1.2, 14}, {8, 1.8}}, {{8, 6}, {8, 9.8}}, {{8, 11.8}, {8, 12.1}}});
    case Glyph::Reset: return resetPath();
    case Glyph::Sort: return lines({{{2, 4}, {14, 4}}, {{2, 8}, {10.5, 8}}, {{2, 12}, {7, 12}}}); // a list in order
    default: return {};
    }
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
