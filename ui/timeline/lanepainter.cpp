#include "ui/timeline/lanepainter.h"

#include "ui/timeline/timelinegeometry.h"

#include <QFontMetrics>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int hatchSize = 8;       // pixels from one line to the next
constexpr int hatchStrip = 256;    // pixels that are copied at once
constexpr int labelPadding = 8; // clear of the marks at a bar's ends
constexpr int elidedFrom = 44;     // pixels; fewer hold no part of a name worth reading
constexpr std::size_t cachedLabels = 4000; // then the cache starts over
constexpr double leastLabels = 0.82, mostLabels = 1.4; // of a label's usual size
constexpr int outlinedFrom = 4;    // narrower bars are all outline

/// Diagonal lines at the device's own resolution, so that they stay sharp in a large picture.
QPixmap hatchTile(const Theme &theme, qreal ratio)
{
    QPixmap tile(QSize(hatchSize, hatchSize) * ratio);
    tile.setDevicePixelRatio(ratio);
    tile.fill(theme.suspended);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.suspendedHatch, 1));
    for (int shift : {-hatchSize, 0, hatchSize})
        painter.drawLine(QPointF(shift - 1, hatchSize + 1), QPointF(shift + hatchSize + 1, -1));
    return tile;
}

QRect rectOf(const Bar &bar) { return {bar.x, bar.y, bar.width, bar.height}; }

} // namespace

void LanePainter::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_pale.reset();
    m_stacks.setTheme(theme);
    m_contrasts.clear();
    m_hatch = QPixmap();
    m_hatchStrips.clear();
}

void LanePainter::paintGrid(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout,
                            int height) const
{
    for (const TimeTick &tick : ticks) {
        if (tick.isMajor())
            painter.fillRect(edgeOf(tick.time, layout.range, layout.width), 0, 1, height, m_theme.grid);
    }
}

void LanePainter::paintSeparators(QPainter &painter, const LaneLayout &layout, int x, int width) const
{
    for (const LaneRow &row : layout.rows) {
        if (row.beginsTree && row.y > 0)
            painter.fillRect(x, row.y, width, 1, m_theme.grid);
    }
}

void LanePainter::fitHatch(const QPainter &painter)
{
    const qreal ratio = painter.device()->devicePixelRatioF() * painter.worldTransform().m11();
    if (m_hatch.isNull() || m_hatch.devicePixelRatio() != ratio)
        m_hatch = hatchTile(m_theme, ratio);
}

void LanePainter::paintBars(QPainter &painter, const LaneLayout &layout)
{
    paintRows(painter, layout, false);
    if (std::none_of(layout.rows.begin(), layout.rows.end(), [](const LaneRow &row) { return row.dim; }))
        return;
    if (!m_pale)
        m_pale = std::make_unique<LanePainter>(m_theme.dimmed(), m_textScale);
    m_pale->paintRows(painter, layout, true);
}

void LanePainter::paintRows(QPainter &painter, const LaneLayout &layout, bool dim)
{
    fitHatch(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const std::optional<RasterPixels> pixels = RasterPixels::of(painter);
    std::vector<const Bar *> stacks; // to be written all at once
    const auto writeStacks = [&] {
        m_stacks.write(*pixels, stacks, layout.columns);
        stacks.clear();
    };
    for (const LaneRow &row : layout.rows) {
        if (row.dim != dim)
            continue;
        std::size_t ofOthers = stacks.size();
        for (const Bar &bar : std::span(layout.bars).subspan(row.firstBar, row.barCount)) {
            if (bar.shape != BarShape::Stacked) {
                if (stacks.size() > ofOthers) { // it lies over them
                    writeStacks();
                    ofOthers = 0;
                }
                paintBar(painter, bar);
            } else if (pixels) {
                stacks.push_back(&bar);
            } else {
                m_stacks.paint(painter, bar, std::span(layout.columns).subspan(bar.columns, std::size_t(bar.width)));
            }
        }
    }
    if (pixels)
        writeStacks();
    scaleLabels(layout.all ? layout.all->metrics.row : RowMetrics().row);
    painter.setFont(barFont(m_barScale));
    for (const BarLabel &label : layout.labels) {
        if (layout.rows[rowAt(std::span<const LaneRow>(layout.rows), label.y)].dim == dim)
            paintLabel(painter, label);
    }
}

/// What is written into bars grows and shrinks with them, within what can be read.
void LanePainter::scaleLabels(int row)
{
    const double scale = std::clamp(double(row) / RowMetrics().row, leastLabels, mostLabels * m_textScale);
    if (scale == m_barScale)
        return;
    m_barScale = scale;
    m_labels.clear();
}

QColor LanePainter::fillOf(const Bar &bar) const
{
    if (bar.shape == BarShape::Container)
        return m_theme.pale(bar.colour);
    if (bar.shape == BarShape::Free)
        return m_theme.minorTick;
    if (bar.shape == BarShape::Level || bar.shape == BarShape::Peak)
        return bar.shape == BarShape::Level ? m_theme.level : m_theme.levelPeak;
    return bar.state == State::Running ? m_theme.lane(bar.colour)
        : bar.state == State::Ready    ? m_theme.ready
                                       : m_theme.suspended;
}

QColor LanePainter::outlineOf(const QColor &fill) const { return contrastOf(fill).outline; }
QColor LanePainter::inkOn(const QColor &fill) const { return contrastOf(fill).ink; }

const LanePainter::Contrast &LanePainter::contrastOf(const QColor &fill) const
{
    auto found = m_contrasts.find(fill.rgb());
    if (found == m_contrasts.end())
        found = m_contrasts.emplace(fill.rgb(), Contrast{m_theme.outlineOf(fill), m_theme.textOn(fill)}).first;
    return found->second;
}

void LanePainter::paintBar(QPainter &painter, const Bar &bar)
{
    const QRect rect = rectOf(bar);
    switch (bar.shape) {
    case BarShape::Free:
    case BarShape::Level:
    case BarShape::Peak:
        painter.fillRect(rect, fillOf(bar));
        return;
    case BarShape::Stacked: // drawn by m_stacks
        return;
    case BarShape::Suspended:
        paintHatched(painter, rect, bar.inferred);
        return;
    case BarShape::Unobserved:
        paintOutlined(painter, rect, m_theme.grid, true);
        return;
    case BarShape::Container:
    case BarShape::Ready:
    case BarShape::Running:
        break;
    }
    if (bar.shape == BarShape::Running && bar.colour == LaneColour() && !bar.inferred)
        painter.fillRect(rect, fillOf(bar));
    else
        paintOutlined(painter, rect, fillOf(bar), bar.inferred);
}

void LanePainter::paintOutlined(QPainter &painter, const QRect &rect, const QColor &fill, bool hollow) const
{
    const QColor outline = outlineOf(fill);
    if (rect.width() < outlinedFrom) {
        painter.fillRect(rect, outline);
        return;
    }
    painter.fillRect(rect, outline);
    painter.fillRect(rect.adjusted(1, 1, -1, -1), hollow ? m_theme.background : fill);
}

void LanePainter::paintHatched(QPainter &painter, const QRect &rect, bool hollow)
{
    if (hollow) {
        paintOutlined(painter, rect, m_theme.suspended, true);
        return;
    }
    const qreal ratio = m_hatch.devicePixelRatio();
    if (ratio == 1 && painter.paintEngine()->type() == QPaintEngine::Raster) {
        paintHatchStrip(painter, rect);
        return;
    }
    const QPoint phase(((rect.x() % hatchSize) + hatchSize) % hatchSize, 0);
    painter.drawTiledPixmap(rect, m_hatch, phase);
    const QColor outline = outlineOf(m_theme.suspended);
    painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), 1), outline);
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), outline);
}

/// The same by copying a piece of a long bar drawn before, several times as fast as tiles and lines.
void LanePainter::paintHatchStrip(QPainter &painter, const QRect &rect)
{
    QPixmap &strip = m_hatchStrips[rect.height()];
    if (strip.isNull()) {
        strip = QPixmap(hatchStrip + hatchSize, rect.height());
        QPainter onStrip(&strip);
        onStrip.drawTiledPixmap(strip.rect(), m_hatch);
        const QColor outline = outlineOf(m_theme.suspended);
        onStrip.fillRect(0, 0, strip.width(), 1, outline);
        onStrip.fillRect(0, rect.height() - 1, strip.width(), 1, outline);
    }
    const int phase = ((rect.x() % hatchSize) + hatchSize) % hatchSize;
    for (int x = 0; x < rect.width(); x += hatchStrip)
        painter.drawPixmap(rect.x() + x, rect.y(), strip, phase, 0, std::min(hatchStrip, rect.width() - x), rect.height());
}

const LanePainter::PreparedLabel &LanePainter::preparedLabel(const std::string &text)
{
    const auto found = m_labels.find(text);
    if (found != m_labels.end())
        return found->second;
    if (m_labels.size() >= cachedLabels)
        m_labels.clear();
    PreparedLabel label{QStaticText(QString::fromStdString(text))};
    label.text.setTextFormat(Qt::PlainText);
    label.text.prepare(QTransform(), barFont(m_barScale));
    label.size = QSize(int(std::ceil(label.text.size().width())), int(std::ceil(label.text.size().height())));
    return m_labels.emplace(text, label).first->second;
}

/// Centred, on a plain ground so that the hatch does not cross it; only of what runs also a part.
void LanePainter::paintLabel(QPainter &painter, const BarLabel &label)
{
    const PreparedLabel *prepared = &preparedLabel(label.text);
    const int room = label.width - 2 * labelPadding;
    if (label.shape == BarShape::Running && label.width >= elidedFrom && prepared->size.width() > room) {
        const QString whole = QString::fromStdString(label.text);
        prepared = &preparedLabel(QFontMetrics(barFont(m_barScale)).elidedText(whole, Qt::ElideRight, room).toStdString());
    }
    const int width = prepared->size.width(), height = prepared->size.height();
    if (width > room)
        return;
    const bool container = label.shape == BarShape::Container, unobserved = label.shape == BarShape::Unobserved;
    const int x = container ? label.x + 6 : label.x + (label.width - width) / 2;
    const int y = label.y + (label.height - height) / 2;
    QColor fill = m_theme.suspended;
    if (label.shape == BarShape::Ready)
        fill = m_theme.ready;
    else if (container)
        fill = m_theme.pale(label.colour);
    else if (label.shape == BarShape::Running)
        fill = m_theme.lane(label.colour);
    if (label.shape == BarShape::Suspended)
        painter.fillRect(x - 3, label.y + 1, width + 6, label.height - 2, fill);
    painter.setPen(unobserved ? m_theme.dimText : inkOn(fill));
    painter.drawStaticText(x, y, prepared->text);
}

void LanePainter::paintArrows(QPainter &painter, const std::vector<WakeArrow> &arrows) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.arrow, 1.4));
    for (const WakeArrow &arrow : arrows) {
        const QPointF from(arrow.fromX + 0.5, arrow.fromY), to(arrow.toX + 0.5, arrow.toY);
        const int down = to.y() > from.y() ? 1 : -1;
        const QPointF tip(to.x(), to.y() - down * 8); // stops above the bar's middle
        QPainterPath path(from);
        path.cubicTo(QPointF(from.x() + 10, from.y() + down * 14), QPointF(tip.x() - 2, tip.y() - down * 16), tip);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        painter.setBrush(m_theme.arrow);
        painter.drawPolygon(QPolygonF{tip + QPointF(0, down * 2), tip + QPointF(-3.5, -down * 5),
                                      tip + QPointF(3.5, -down * 5)});
    }
    painter.restore();
}

void LanePainter::paintSelected(QPainter &painter, const LaneLayout &layout, const LaneRow &row,
                                const Segment &segment) const
{
    const int from = std::clamp(edgeOf(segment.begin, layout.range, layout.width), -layout.width, 2 * layout.width);
    const int to = std::clamp(edgeOf(segment.end, layout.range, layout.width), -layout.width, 2 * layout.width);
    const QRect rect(from - 2, row.y + 2, std::max(to - from, BarMerger::markWidth) + 4, row.height - 4);
    const int wide = rect.width(), high = rect.height();
    for (const QRect &edge : {QRect(rect.x(), rect.y(), wide, 2), QRect(rect.x(), rect.bottom() - 1, wide, 2),
                              QRect(rect.x(), rect.y(), 2, high), QRect(rect.right() - 1, rect.y(), 2, high)})
        painter.fillRect(edge, m_theme.accent);
}

} // namespace Interleave
