// What a LanePainter draws beside the lanes and above them: names and tree, ticks and times.
#include "ui/timeline/lanepainter.h"

#include "ui/timeline/timelinegeometry.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int indent = 14;
constexpr int treeLeft = 8;
constexpr int triangleSize = 14;
constexpr int majorTick = 7, minorTickLength = 4;

} // namespace

QRect LanePainter::triangleRect(const LaneRow &row)
{
    return {treeLeft + row.depth * indent, row.y, triangleSize, row.height};
}

void LanePainter::paintHeaders(QPainter &painter, const LaneLayout &layout, int width, std::optional<LaneId> selected)
{
    const QFontMetrics dimMetrics(dimFont(m_textScale));
    for (const LaneRow &row : layout.rows) {
        if (!painter.clipBoundingRect().intersects(QRectF(0, row.y, width, row.height)))
            continue;
        const QRect whole(0, row.y, width, row.height);
        if (selected == row.lane)
            painter.fillRect(whole, m_theme.selectedRow);
        const QRect triangle = triangleRect(row);
        painter.setPen(row.dim ? m_theme.dimText : m_theme.text);
        if (row.hasChildren) {
            painter.setFont(dimFont(m_textScale));
            painter.drawText(triangle, Qt::AlignCenter, row.collapsed ? QStringLiteral("▸") : QStringLiteral("▾"));
        }
        const QString hint = QString::fromStdString(row.hint);
        const int left = triangle.right() + 4;
        const QString name = QString::fromStdString(row.name);
        const QFont font = laneNameFont(row.container, m_textScale);
        const QFontMetrics metrics(font);
        const int hintWidth = hint.isEmpty() ? 0 : dimMetrics.horizontalAdvance(hint) + 10;
        const bool hintFits = hintWidth > 0 && left + metrics.horizontalAdvance(name) + hintWidth + 8 <= width;
        const QRect nameRect(left, row.y, width - left - 8 - (hintFits ? hintWidth : 0), row.height);
        painter.setFont(font);
        painter.drawText(nameRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         metrics.elidedText(name, Qt::ElideRight, nameRect.width()));
        if (!hintFits)
            continue;
        painter.setFont(dimFont(m_textScale));
        painter.setPen(m_theme.dimText);
        painter.drawText(whole.adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, hint);
    }
}

void LanePainter::paintRuler(QPainter &painter, const std::vector<TimeTick> &ticks, const LaneLayout &layout,
                             int height)
{
    painter.setFont(dimFont(m_textScale));
    const QFontMetrics metrics(dimFont(m_textScale));
    painter.setPen(m_theme.dimText);
    for (const TimeTick &tick : ticks) {
        const int x = edgeOf(tick.time, layout.range, layout.width);
        const int length = tick.isMajor() ? majorTick : minorTickLength;
        painter.fillRect(x, height - length, 1, length, m_theme.minorTick);
        if (!tick.isMajor())
            continue;
        const QString label = QString::fromStdString(tick.label);
        const int width = metrics.horizontalAdvance(label);
        // A label at the edge moves inwards rather than being cut.
        const int left = std::clamp(x - width / 2, -6, std::max(-6, layout.width - width + 6));
        painter.drawText(QRect(left, 0, width + 2, height - majorTick), Qt::AlignVCenter | Qt::AlignLeft, label);
    }
}

} // namespace Interleave
