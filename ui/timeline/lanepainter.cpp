#include "ui/timeline/lanepainter.h"

#include "ui/timeline/arrowhover.h"
#include "ui/timeline/timelinegeometry.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <thread>

namespace Interleave {

namespace {

constexpr int labelPadding = 8; // clear of the marks at a bar's ends
constexpr int elidedFrom = 44;     // pixels; fewer hold no part of a name worth reading
constexpr std::size_t cachedLabels = 4000; // then the cache starts over
constexpr double leastLabels = 0.82, mostLabels = 1.4; // of a label's usual size
constexpr std::size_t twoThreadsFrom = 100'000; // columns of all rows; fewer are drawn in a millisecond or two

std::span<const StackedColumn> columnsOf(const LaneLayout &layout, const Bar &bar)
{
    return std::span(layout.columns).subspan(bar.columns, std::size_t(bar.width));
}

/// Those of the rows that are dim, or of the others, in the order of drawing.
template<class Draw>
void forEachBar(std::span<const LaneRow> rows, bool dim, const LaneLayout &layout, Draw &&draw)
{
    for (const LaneRow &row : rows) {
        if (row.dim != dim)
            continue;
        for (const Bar &bar : std::span(layout.bars).subspan(row.firstBar, row.barCount))
            draw(bar);
    }
}

} // namespace

void LanePainter::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_pale.reset();
    m_stacks.setTheme(theme);
    m_bars.setTheme(theme);
    m_inks.clear();
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
    m_bars.fit(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (const std::optional<RasterPixels> pixels = RasterPixels::of(painter)) {
        writeBars(*pixels, layout, dim);
    } else {
        forEachBar(layout.rows, dim, layout, [&](const Bar &bar) {
            if (bar.shape == BarShape::Stacked)
                m_stacks.paint(painter, bar, columnsOf(layout, bar));
            else
                m_bars.paint(painter, bar);
        });
    }
    scaleLabels(layout.all ? layout.all->metrics.row : RowMetrics().row);
    painter.setFont(barFont(m_barScale));
    for (const BarLabel &label : layout.labels) {
        if (layout.rows[rowAt(std::span<const LaneRow>(layout.rows), label.y)].dim == dim)
            paintLabel(painter, label);
    }
}

/// A large picture's rows by two threads.
void LanePainter::writeBars(const RasterPixels &pixels, const LaneLayout &layout, bool dim)
{
    m_bars.prepare(layout.bars);
    const auto write = [&](std::span<const LaneRow> rows) {
        forEachBar(rows, dim, layout, [&](const Bar &bar) {
            if (bar.shape == BarShape::Stacked)
                m_stacks.write(pixels, bar, columnsOf(layout, bar));
            else
                m_bars.write(pixels, bar);
        });
    };
    const std::span<const LaneRow> rows = layout.rows;
    if (rows.size() * std::size_t(std::max(layout.width, 0)) < twoThreadsFrom)
        return write(rows);
    std::thread other([&] { write(rows.first(rows.size() / 2)); });
    write(rows.subspan(rows.size() / 2));
    other.join();
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

QColor LanePainter::inkOn(const QColor &fill)
{
    const auto [found, isNew] = m_inks.try_emplace(fill.rgb());
    if (isNew)
        found->second = m_theme.textOn(fill);
    return found->second;
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
    QColor fill = m_theme.waiting(label.wait);
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
        const QPainterPath path = arrowPath(arrow);
        const QPointF tip = path.currentPosition();
        const int down = arrow.toY > arrow.fromY ? 1 : -1;
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
