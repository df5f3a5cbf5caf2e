#include "ui/timeline/barpainter.h"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int hatchSize = 8;    // pixels from one line to the next
constexpr int stripWidth = 256; // pixels that are copied at once
constexpr int outlinedFrom = 4; // narrower bars are all outline

/// Diagonal lines; by state dots, or crossed lines for a lock and level ones for a file or socket.
/// At the device's own resolution, so that they stay sharp in a large picture.
QPixmap hatchTile(const Theme &theme, WaitKind wait, qreal ratio)
{
    QPixmap tile(QSize(hatchSize, hatchSize) * ratio);
    tile.setDevicePixelRatio(ratio);
    tile.fill(theme.waiting(wait));
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.waitingHatch(wait), 1));
    const bool byState = theme.by == ColourBy::State, crossed = byState && wait == WaitKind::Lock;
    if (byState && wait == WaitKind::Other)
        painter.fillRect(hatchSize / 2, hatchSize / 2, 2, 2, theme.waitingHatch(wait));
    else if (byState && wait == WaitKind::Io)
        painter.drawLine(QPointF(0, hatchSize / 2 + 0.5), QPointF(hatchSize, hatchSize / 2 + 0.5));
    for (int shift : {-hatchSize, 0, hatchSize}) {
        if (!byState || crossed)
            painter.drawLine(QPointF(shift - 1, hatchSize + 1), QPointF(shift + hatchSize + 1, -1));
        if (crossed)
            painter.drawLine(QPointF(shift - 1, -1), QPointF(shift + hatchSize + 1, hatchSize + 1));
    }
    return tile;
}

/// Where in the pattern a bar begins, so that the lines of neighbours meet.
int hatchPhase(int x)
{
    return (x % hatchSize + hatchSize) % hatchSize;
}

QRect rectOf(const Bar &bar) { return {bar.x, bar.y, bar.width, bar.height}; }

void fillPixels(const RasterPixels &pixels, const QRect &rect, QRgb colour)
{
    const QRect shown = rect & pixels.bounds();
    for (int y = shown.top(); y <= shown.bottom(); ++y)
        std::fill_n(pixels.at(shown.left(), y), shown.width(), colour);
}

void writeOutlined(const RasterPixels &pixels, const QRect &rect, QRgb outline, QRgb fill)
{
    if (rect.width() < outlinedFrom || rect.height() < 3)
        return fillPixels(pixels, rect, outline);
    fillPixels(pixels, {rect.x(), rect.y(), rect.width(), 1}, outline);
    fillPixels(pixels, {rect.x(), rect.bottom(), rect.width(), 1}, outline);
    fillPixels(pixels, {rect.x(), rect.y(), 1, rect.height()}, outline);
    fillPixels(pixels, {rect.right(), rect.y(), 1, rect.height()}, outline);
    fillPixels(pixels, rect.adjusted(1, 1, -1, -1), fill);
}

} // namespace

void BarPainter::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_hatches = {};
    m_strips.clear();
    m_outlines.clear();
}

void BarPainter::fit(const QPainter &painter)
{
    const qreal ratio = painter.device()->devicePixelRatioF() * painter.worldTransform().m11();
    if (!m_hatches[0].isNull() && m_hatches[0].devicePixelRatio() == ratio)
        return;
    for (std::size_t kind = 0; kind < m_hatches.size(); ++kind)
        m_hatches[kind] = hatchTile(m_theme, WaitKind(kind), ratio);
    m_strips.clear();
}

BarPainter::Look BarPainter::lookOf(const Bar &bar) const
{
    const Style outlined = bar.inferred ? Style::Hollow : Style::Outlined;
    switch (bar.shape) {
    case BarShape::Free: return {Style::Plain, m_theme.minorTick};
    case BarShape::Level: return {Style::Plain, m_theme.level};
    case BarShape::Peak: return {Style::Plain, m_theme.levelPeak};
    case BarShape::Suspended: return {bar.inferred ? Style::Hollow : Style::Hatched, m_theme.waiting(bar.wait)};
    case BarShape::Unobserved: return {Style::Hollow, m_theme.grid};
    case BarShape::Container: return {outlined, m_theme.pale(bar.colour)};
    case BarShape::Running:
    case BarShape::Ready:
    case BarShape::Stacked: break;
    }
    const QColor fill = bar.state == State::Running ? m_theme.lane(bar.colour)
        : bar.state == State::Ready                 ? m_theme.ready
                                                    : m_theme.waiting(bar.wait);
    const bool isPlain = bar.shape == BarShape::Running && bar.colour == LaneColour() && !bar.inferred;
    return {isPlain ? Style::Plain : outlined, fill};
}

QRgb BarPainter::outlineOf(const QColor &fill)
{
    const auto [found, isNew] = m_outlines.try_emplace(fill.rgb());
    if (isNew)
        found->second = m_theme.outlineOf(fill).rgb();
    return found->second;
}

void BarPainter::paint(QPainter &painter, const Bar &bar)
{
    const Look look = lookOf(bar);
    if (look.style == Style::Plain)
        painter.fillRect(rectOf(bar), look.fill);
    else if (look.style == Style::Hatched)
        paintHatched(painter, rectOf(bar), bar.wait);
    else
        paintOutlined(painter, rectOf(bar), look.fill, look.style == Style::Hollow);
}

void BarPainter::paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow)
{
    painter.fillRect(rect, QColor(outlineOf(fill)));
    if (rect.width() >= outlinedFrom)
        painter.fillRect(rect.adjusted(1, 1, -1, -1), hollow ? m_theme.background : fill);
}

void BarPainter::paintHatched(QPainter &painter, const QRect &rect, WaitKind wait)
{
    const qreal ratio = hatch(wait).devicePixelRatio();
    if (ratio == 1 && painter.paintEngine()->type() == QPaintEngine::Raster) {
        const QImage &strip = hatchStrip(wait, rect.height());
        for (int x = 0; x < rect.width(); x += stripWidth)
            painter.drawImage(rect.x() + x, rect.y(), strip, hatchPhase(rect.x()), 0, std::min(stripWidth, rect.width() - x), rect.height());
        return;
    }
    painter.drawTiledPixmap(rect, hatch(wait), QPoint(hatchPhase(rect.x()), 0));
    const QColor outline(outlineOf(m_theme.waiting(wait)));
    painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), 1), outline);
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), outline);
}

/// A piece of a long bar, to be copied: several times as fast as tiles and lines.
const QImage &BarPainter::hatchStrip(WaitKind wait, int height)
{
    QImage &strip = m_strips[{wait, height}];
    if (strip.isNull()) {
        strip = QImage(stripWidth + hatchSize, height, QImage::Format_RGB32);
        QPainter onStrip(&strip);
        onStrip.drawTiledPixmap(strip.rect(), hatch(wait));
        const QColor outline(outlineOf(m_theme.waiting(wait)));
        onStrip.fillRect(0, 0, strip.width(), 1, outline);
        onStrip.fillRect(0, height - 1, strip.width(), 1, outline);
    }
    return strip;
}

void BarPainter::prepare(std::span<const Bar> bars)
{
    for (const Bar &bar : bars) {
        const Look look = lookOf(bar);
        if (look.style == Style::Hatched)
            hatchStrip(bar.wait, bar.height);
        else if (look.style != Style::Plain)
            outlineOf(look.fill);
    }
}

void BarPainter::write(const RasterPixels &pixels, const Bar &bar) const
{
    const Look look = lookOf(bar);
    if (look.style == Style::Plain)
        fillPixels(pixels, rectOf(bar), look.fill.rgb());
    else if (look.style == Style::Hatched)
        writeHatched(pixels, rectOf(bar), bar.wait);
    else
        writeOutlined(pixels, rectOf(bar), m_outlines.at(look.fill.rgb()),
                      (look.style == Style::Hollow ? m_theme.background : look.fill).rgb());
}

void BarPainter::writeHatched(const RasterPixels &pixels, const QRect &rect, WaitKind wait) const
{
    const QImage &strip = m_strips.at({wait, rect.height()});
    const QRect shown = rect & pixels.bounds();
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(strip.constScanLine(y - rect.y()));
        QRgb *to = pixels.at(shown.left(), y);
        for (int x = 0; x < shown.width(); x += stripWidth)
            std::copy_n(line + hatchPhase(shown.left()), std::min(stripWidth, shown.width() - x), to + x);
    }
}

} // namespace Interleave
