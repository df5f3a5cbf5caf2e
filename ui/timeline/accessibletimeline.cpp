#include "ui/timeline/accessibletimeline.h"

#include "core/trace/names.h"
#include "ui/timeline/accessiblelane.h"
#include "ui/timeline/lanecanvas.h"
#include "ui/timeline/lanetexts.h"
#include "ui/timeline/segmenttext.h"

#include <QCoreApplication>

#include <algorithm>

namespace Interleave {

namespace {

constexpr int rowItself = -1; // in place of a column, in the keys of parts
constexpr int mostTries = 4 * AccessibleTimeline::mostIntervals; // events that begin nothing are passed over

QString words(const char *source)
{
    return QCoreApplication::translate("AccessibleTimeline", source);
}

QAccessibleInterface *make(const QString &className, QObject *object)
{
    if (className != QLatin1String("Interleave::LaneCanvas"))
        return nullptr;
    auto *canvas = qobject_cast<LaneCanvas *>(object);
    return canvas ? new AccessibleTimeline(canvas) : nullptr;
}

} // namespace

QString spokenText(const Trace &trace, const Segment &segment)
{
    const Lane &lane = *trace.lane(segment.lane);
    const std::string_view kind = laneKindName(lane.kind);
    QStringList parts{QStringLiteral("%1 %2").arg(QString::fromUtf8(kind.data(), qsizetype(kind.size())),
                                                  QString::fromStdString(laneTitle(lane)))};
    const QString doing = QString::fromStdString(doingText(trace, segment));
    const bool waits = segment.state == State::Suspended && segment.reason != Reason::None && !runsForItsWaker(lane.kind);
    parts << (waits ? words("%1 waiting for %2").arg(doing, QString::fromStdString(waitText(trace, segment))) : doing);
    const Nanos begin = trace.begin();
    parts << (segment.open ? words("from %1 on").arg(momentText(segment.begin - begin))
                           : words("from %1 to %2").arg(momentText(segment.begin - begin), momentText(segment.end - begin)));
    parts << QString::fromStdString(durationText(segment.duration()));
    if (segment.waker && trace.lane(*segment.waker))
        parts << words("woken by %1").arg(QString::fromStdString(nameSeenFrom(trace, lane, *segment.waker)));
    return parts.join(QStringLiteral(", "));
}

void AccessibleTimeline::install()
{
    static bool installed = false;
    if (!std::exchange(installed, true))
        QAccessible::installFactory(make);
}

AccessibleTimeline::AccessibleTimeline(LaneCanvas *canvas) : QAccessibleWidget(canvas, QAccessible::Table) {}

AccessibleTimeline::~AccessibleTimeline()
{
    for (const auto &[place, id] : m_parts)
        QAccessible::deleteAccessibleInterface(id);
}

LaneCanvas *AccessibleTimeline::canvas() const
{
    return static_cast<LaneCanvas *>(widget());
}

const LaneRow *AccessibleTimeline::row(int index) const
{
    const auto &rows = canvas()->rows().rows;
    return canvas()->trace() && index >= 0 && std::size_t(index) < rows.size() ? &rows[std::size_t(index)] : nullptr;
}

std::optional<int> AccessibleTimeline::rowIndex(LaneId lane) const
{
    const LaneRow *found = canvas()->trace() ? canvas()->rows().rowOf(lane) : nullptr;
    return found ? std::optional(int(found - canvas()->rows().rows.data())) : std::nullopt;
}

void AccessibleTimeline::forgetIntervals() const
{
    const Trace *trace = canvas()->trace();
    const std::uint64_t revision = trace ? trace->revision() : 0;
    if (m_revision == revision && m_visible == canvas()->zoom()->visible())
        return;
    m_intervals.clear();
    m_revision = revision;
    m_visible = canvas()->zoom()->visible();
}

const std::vector<Segment> &AccessibleTimeline::intervals(LaneId lane) const
{
    forgetIntervals();
    const auto known = m_intervals.find(lane);
    if (known != m_intervals.end())
        return known->second;
    std::vector<Segment> &found = m_intervals[lane];
    const Trace *trace = canvas()->trace();
    const Lane *shown = trace ? trace->lane(lane) : nullptr;
    if (!shown)
        return found;
    // Segment by segment, so that of a million only those are looked at that are told of.
    Nanos from = m_visible.begin;
    for (int tries = 0; tries < mostTries && found.size() < mostIntervals && from < m_visible.end; ++tries) {
        auto next = segmentAt(*shown, canvas()->liveEdge(), from);
        if (!next) {
            const std::size_t event = shown->firstAtOrAfter(from + Nanos(1));
            if (event == shown->events.size())
                break;
            from = shown->events[event].time();
            continue;
        }
        found.push_back(*next);
        from = std::max(next->end, from + Nanos(1));
        if (next->open)
            break;
    }
    return found;
}

QAccessibleInterface *AccessibleTimeline::part(LaneId lane, int column) const
{
    auto &id = m_parts[{lane, column}];
    if (QAccessibleInterface *known = id ? QAccessible::accessibleInterface(id) : nullptr)
        return known;
    auto *self = const_cast<AccessibleTimeline *>(this);
    QAccessibleInterface *made = column == rowItself ? static_cast<QAccessibleInterface *>(new AccessibleLane(self, lane))
                                                     : new AccessibleInterval(self, lane, column);
    id = QAccessible::registerAccessibleInterface(made);
    return made;
}

QAccessibleInterface *AccessibleTimeline::child(int index) const
{
    const LaneRow *shown = row(index);
    return shown ? part(shown->lane, rowItself) : nullptr;
}

int AccessibleTimeline::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *lane = dynamic_cast<const AccessibleLane *>(child);
    return lane ? rowIndex(lane->lane()).value_or(-1) : -1;
}

QAccessibleInterface *AccessibleTimeline::cellAt(int rowNumber, int column) const
{
    const LaneRow *shown = row(rowNumber);
    const bool exists = shown && column >= 0 && std::size_t(column) < intervals(shown->lane).size();
    return exists ? part(shown->lane, column) : nullptr;
}

QAccessibleInterface *AccessibleTimeline::childAt(int x, int y) const
{
    const auto hit = canvas()->hitAt(canvas()->mapFromGlobal(QPoint(x, y)));
    return hit ? part(hit->row, rowItself) : nullptr;
}

int AccessibleTimeline::rowCount() const
{
    return canvas()->trace() ? int(canvas()->rows().rows.size()) : 0;
}

int AccessibleTimeline::columnCount() const
{
    std::size_t most = 0;
    for (int index = 0; index < rowCount(); ++index) {
        const LaneRow &shown = *row(index);
        if (canvas()->rowRect(shown).intersects(canvas()->rect()))
            most = std::max(most, intervals(shown.lane).size());
    }
    return int(most);
}

QString AccessibleTimeline::rowDescription(int index) const
{
    const LaneRow *shown = row(index);
    return shown ? QString::fromStdString(laneTitle(*canvas()->trace()->lane(shown->lane))) : QString();
}

QString AccessibleTimeline::columnDescription(int column) const
{
    return words("interval %1").arg(column + 1);
}

std::optional<std::pair<LaneId, int>> AccessibleTimeline::selected() const
{
    const auto segment = canvas()->selectedSegment();
    if (!segment)
        return std::nullopt;
    const std::vector<Segment> &all = intervals(segment->lane);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Segment &each) {
        return each.begin == segment->begin && each.state == segment->state;
    });
    return std::pair(segment->lane, found == all.end() ? rowItself : int(found - all.begin()));
}

QAccessibleInterface *AccessibleTimeline::focusChild() const
{
    const auto focus = canvas()->hasFocus() ? selected() : std::nullopt;
    return focus && rowIndex(focus->first) ? part(focus->first, focus->second) : nullptr;
}

int AccessibleTimeline::selectedCellCount() const
{
    return int(selectedCells().size());
}

QList<QAccessibleInterface *> AccessibleTimeline::selectedCells() const
{
    const auto cell = selected();
    if (!cell || cell->second == rowItself || !rowIndex(cell->first))
        return {};
    return {part(cell->first, cell->second)};
}

QString AccessibleTimeline::text(QAccessible::Text kind) const
{
    if (kind == QAccessible::Value)
        return words("%1 lanes").arg(rowCount());
    return QAccessibleWidget::text(kind);
}

void *AccessibleTimeline::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableInterface)
        return static_cast<QAccessibleTableInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QRect AccessibleTimeline::onScreen(QRect rect) const
{
    const QRect within = canvas()->rect();
    // Out of sight it stands at the edge where it would come in.
    rect.moveLeft(std::clamp(rect.left(), within.left(), within.right()));
    rect.moveTop(std::clamp(rect.top(), within.top(), within.bottom()));
    rect &= within;
    return {canvas()->mapToGlobal(rect.topLeft()), rect.size()};
}

} // namespace Interleave
