// What shapes and colours mean: the swatches and the legend of LanePainter.
#include "ui/timeline/cpuband.h"
#include "ui/timeline/lanepainter.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace Interleave {

namespace {

constexpr int swatchWidth = 18, swatchGap = 6;

QString words(const char *source)
{
    return QCoreApplication::translate("LanePainter", source);
}

struct LegendEntry {
    BarShape shape;
    bool inferred;
    QString text;
    WaitKind wait = WaitKind::Other;
    bool isBand = false;
};

std::vector<LegendEntry> legendOf(LanePainter::Legend length, ColourBy by, bool hasBands)
{
    const bool brief = length == LanePainter::Legend::Brief;
    std::vector<LegendEntry> entries{
        {BarShape::Running, false, brief || by == ColourBy::State ? words("running") : words("running, in the lane's colour")},
        {BarShape::Ready, false, brief ? words("ready") : words("ready, waiting for its turn")},
        {BarShape::Suspended, false, brief ? words("waiting") : words("suspended, with its reason")}};
    if (by == ColourBy::State) {
        entries.push_back({BarShape::Suspended, false, brief ? words("lock") : words("by a lock"), WaitKind::Lock});
        entries.push_back({BarShape::Suspended, false, brief ? words("i/o") : words("by input or output"), WaitKind::Io});
    }
    entries.push_back({BarShape::Running, true, brief ? words("inferred") : words("outlined: inferred")});
    if (hasBands) {
        const QString text = brief ? words("on a CPU") : words("under a thread: on a CPU, preempted, blocked");
        entries.push_back({BarShape::Running, false, text, WaitKind::Other, true});
    }
    return entries;
}

int legendGap(LanePainter::Legend length) { return length == LanePainter::Legend::Brief ? 14 : 22; }

} // namespace

void LanePainter::paintStackSwatch(QPainter &painter, const QRect &rect)
{
    std::vector<StackedColumn> columns(std::size_t(rect.width()));
    for (std::size_t x = 0; x < columns.size(); ++x) {
        columns[x].colour[0] = LaneColour{0};
        columns[x].running[0] = std::uint8_t(5 + x * 7 % 4);
        columns[x].ready = 2;
        columns[x].suspended = std::uint8_t(rect.height() - StackPainter::lineHeight - columns[x].running[0] - 2);
        columns[x].count = 2;
    }
    Bar bar;
    bar.shape = BarShape::Stacked;
    bar.x = rect.x();
    bar.y = rect.y();
    bar.height = rect.height() - StackPainter::lineHeight;
    m_stacks.paint(painter, bar, columns);
}

void LanePainter::paintSwatch(QPainter &painter, int x, int y, BarShape shape, bool inferred, WaitKind wait)
{
    m_bars.fit(painter);
    const auto swatch = [&](int tall) { return QRect(x, y - tall / 2, swatchWidth, tall); };
    switch (shape) {
    case BarShape::Running:
        for (int i = 0; i < 3 && !inferred; ++i) // three lanes, three colours
            painter.fillRect(swatch(14).adjusted(6 * i, 0, 6 * i - 12, 0), m_theme.lanes[std::size_t(i)]);
        if (inferred)
            m_bars.paintOutlined(painter, swatch(12), m_theme.lanes[0], true);
        break;
    case BarShape::Ready: m_bars.paintOutlined(painter, swatch(9), m_theme.ready, false); break;
    case BarShape::Suspended: m_bars.paintHatched(painter, swatch(8), wait); break;
    case BarShape::Unobserved: m_bars.paintOutlined(painter, swatch(8), m_theme.grid, true); break;
    case BarShape::Free: painter.fillRect(swatch(4), m_theme.minorTick); break;
    case BarShape::Level:
        painter.fillRect(swatch(12).adjusted(0, 6, -9, 0), m_theme.level);
        painter.fillRect(swatch(12).adjusted(9, 0, 0, 0), m_theme.level);
        break;
    case BarShape::Container: m_bars.paintOutlined(painter, swatch(10), m_theme.pale(LaneColour{0}), false); break;
    case BarShape::Stacked:
        paintStackSwatch(painter, swatch(16));
        break;
    case BarShape::Peak: painter.fillRect(swatch(12), m_theme.levelPeak); break;
    }
}

/// The band's three heights, one after the other.
void LanePainter::paintBandSwatch(QPainter &painter, int x, int y) const
{
    const CpuBand band = cpuBandIn(RowMetrics());
    const int bottom = y + band.metrics.row / 2 + 1, third = swatchWidth / 3;
    painter.fillRect(x, bottom - band.metrics.running, third, band.metrics.running, m_theme.lanes[0]);
    painter.fillRect(x + third, bottom - band.metrics.ready, third, band.metrics.ready, m_theme.ready);
    painter.fillRect(x + 2 * third, bottom - band.metrics.suspended, third, band.metrics.suspended, m_theme.minorTick);
}

void LanePainter::paintLegend(QPainter &painter, int x, int y, Legend length, bool hasBands)
{
    const QFontMetrics metrics(dimFont(m_textScale));
    for (const LegendEntry &entry : legendOf(length, m_theme.by, hasBands)) {
        if (entry.isBand)
            paintBandSwatch(painter, x, y + metrics.height() / 2);
        else
            paintSwatch(painter, x, y + metrics.height() / 2, entry.shape, entry.inferred, entry.wait);
        painter.setFont(dimFont(m_textScale));
        painter.setPen(m_theme.dimText);
        const int wide = metrics.horizontalAdvance(entry.text);
        painter.drawText(QRect(x + swatchWidth + swatchGap, y, wide + 2, metrics.height()), Qt::AlignVCenter | Qt::AlignLeft,
                         entry.text);
        x += swatchWidth + swatchGap + wide + legendGap(length);
    }
}

int LanePainter::legendWidth(Legend length, ColourBy by, bool hasBands)
{
    const QFontMetrics metrics(dimFont());
    int width = -legendGap(length);
    for (const LegendEntry &entry : legendOf(length, by, hasBands))
        width += swatchWidth + swatchGap + metrics.horizontalAdvance(entry.text) + legendGap(length);
    return width;
}

} // namespace Interleave
