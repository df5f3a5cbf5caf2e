#include "ui/timeline/accessiblelane.h"

#include "ui/timeline/accessibletimeline.h"
#include "ui/timeline/hovertext.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/lanetexts.h"

namespace Interleave {

namespace {

QWindow *windowOf(const AccessibleTimeline &timeline)
{
    return timeline.canvas()->window()->windowHandle();
}

} // namespace

bool AccessibleLane::isValid() const
{
    return m_timeline->isValid() && m_timeline->rowIndex(m_lane).has_value();
}

QWindow *AccessibleLane::window() const { return windowOf(*m_timeline); }
QAccessibleInterface *AccessibleLane::parent() const { return m_timeline; }

int AccessibleLane::childCount() const
{
    return isValid() ? int(m_timeline->intervals(m_lane).size()) : 0;
}

QAccessibleInterface *AccessibleLane::child(int index) const
{
    return index >= 0 && index < childCount() ? m_timeline->part(m_lane, index) : nullptr;
}

QAccessibleInterface *AccessibleLane::childAt(int x, int y) const
{
    for (int index = 0; index < childCount(); ++index) {
        QAccessibleInterface *interval = child(index);
        if (interval->rect().contains(x, y))
            return interval;
    }
    return nullptr;
}

int AccessibleLane::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *interval = dynamic_cast<const AccessibleInterval *>(child);
    return interval && interval->parent() == this ? interval->columnIndex() : -1;
}

QString AccessibleLane::text(QAccessible::Text kind) const
{
    const std::optional<int> index = m_timeline->rowIndex(m_lane);
    if (!index)
        return {};
    const Trace &trace = *m_timeline->canvas()->trace();
    const Lane &lane = *trace.lane(m_lane);
    const LaneRows &rows = m_timeline->canvas()->rows();
    const QString hint = QString::fromStdString(laneHint(trace, rows, lane));
    if (kind == QAccessible::Name)
        return QString::fromStdString(laneTitle(lane)) + (hint.isEmpty() ? hint : QStringLiteral(", ") + hint);
    if (kind == QAccessible::Description)
        return headerTextOf(trace, rows, lane, m_timeline->canvas()->liveEdge()).replace(QLatin1Char('\n'), QStringLiteral(", "));
    return {};
}

QRect AccessibleLane::rect() const
{
    const std::optional<int> index = m_timeline->rowIndex(m_lane);
    return index ? m_timeline->onScreen(m_timeline->canvas()->rowRect(*m_timeline->row(*index))) : QRect();
}

QAccessible::State AccessibleLane::state() const
{
    QAccessible::State state;
    const std::optional<int> index = m_timeline->rowIndex(m_lane);
    if (!index) {
        state.invalid = true;
        return state;
    }
    const LaneRow &row = *m_timeline->row(*index);
    state.focusable = true;
    state.expandable = row.hasChildren;
    state.expanded = row.hasChildren && !row.collapsed;
    state.collapsed = row.collapsed;
    state.offscreen = !m_timeline->canvas()->rowRect(row).intersects(m_timeline->canvas()->rect());
    return state;
}

const Segment *AccessibleInterval::segment() const
{
    if (!m_timeline->isValid() || !m_timeline->rowIndex(m_lane))
        return nullptr;
    const std::vector<Segment> &all = m_timeline->intervals(m_lane);
    return std::size_t(m_column) < all.size() ? &all[std::size_t(m_column)] : nullptr;
}

QWindow *AccessibleInterval::window() const { return windowOf(*m_timeline); }
QAccessibleInterface *AccessibleInterval::parent() const { return m_timeline->part(m_lane, -1); }
QAccessibleInterface *AccessibleInterval::table() const { return m_timeline; }
int AccessibleInterval::rowIndex() const { return m_timeline->rowIndex(m_lane).value_or(-1); }

QString AccessibleInterval::text(QAccessible::Text kind) const
{
    const Segment *shown = segment();
    return shown && kind == QAccessible::Name ? spokenText(*m_timeline->canvas()->trace(), *shown) : QString();
}

QRect AccessibleInterval::rect() const
{
    const Segment *shown = segment();
    const std::optional<int> index = m_timeline->rowIndex(m_lane);
    if (!shown || !index)
        return {};
    LaneCanvas *canvas = m_timeline->canvas();
    QRect rect = canvas->rowRect(*m_timeline->row(*index));
    const int left = std::max(canvas->xOf(shown->begin), canvas->axisLeft());
    rect.setLeft(left);
    rect.setRight(std::max(left, std::min(canvas->xOf(shown->end), canvas->width() - 1)));
    return m_timeline->onScreen(rect);
}

bool AccessibleInterval::isSelected() const
{
    return segment() && m_timeline->selected() == std::pair(m_lane, m_column);
}

QAccessible::State AccessibleInterval::state() const
{
    QAccessible::State state;
    state.invalid = segment() == nullptr;
    state.focusable = state.selectable = true;
    state.selected = isSelected();
    state.focused = state.selected && m_timeline->canvas()->hasFocus();
    return state;
}

void *AccessibleInterval::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this) : nullptr;
}

} // namespace Interleave
