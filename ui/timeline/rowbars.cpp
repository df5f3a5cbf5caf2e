#include "ui/timeline/rowbars.h"

#include "core/analysis/stateshares.h"

#include <algorithm>

namespace Interleave {

namespace {

constexpr std::size_t mostLookedAt = 64;   // events of one column, to see what its sums are too coarse for
constexpr std::size_t mostSampled = 32;    // events of one column, to see who ran in it
constexpr std::uint64_t fewSegments = 8;   // of a part of a dense row that is not dense
constexpr std::int64_t quietFrom = 100;    // a state fills a column but for one part in so many

BarShape shapeOf(const Event &event, LaneState state)
{
    if (state != LaneState::Suspended)
        return state == LaneState::Running ? BarShape::Running : BarShape::Ready;
    return event.reason() == Reason::Free || event.reason() == Reason::Blocked || event.reason() == Reason::Elsewhere
            ? BarShape::Free
        : event.reason() == Reason::Unobserved ? BarShape::Unobserved
                                               : BarShape::Suspended;
}

WaitKind waitOf(const Event &event, LaneState state)
{
    if (state != LaneState::Suspended)
        return WaitKind::Other;
    return event.reason() == Reason::Lock ? WaitKind::Lock : event.reason() == Reason::Io ? WaitKind::Io : WaitKind::Other;
}

} // namespace

RowBars::RowBars(const LaneColours &colours, const PixelScale &scale, RowMetrics metrics, std::vector<Bar> &bars,
                 std::vector<StackedColumn> &columns)
    : m_colours(colours), m_scale(scale), m_bars(bars), m_merger(bars, columns, scale, metrics)
{}

void RowBars::fill(const Lane &lane, Nanos liveEdge, const BarRow &row, RunsAs runsAs, const Named &named)
{
    m_lane = &lane;
    m_liveEdge = liveEdge;
    m_row = row;
    m_runsAs = runsAs;
    m_named = &named;
    m_merger.beginRow(row);
    if (isDense())
        addColumns();
    else
        addSegments();
    m_merger.endRow();
}

bool RowBars::isDense() const
{
    const std::size_t from = m_lane->firstAtOrAfter(this->from());
    const std::size_t to = m_lane->firstAtOrAfter(this->to());
    return to - from > denseFrom * m_scale.columns();
}

void RowBars::addSegments()
{
    forEachStretch(*m_lane, m_liveEdge, from(), to(), [this](const Stretch &stretch) { addSegment(stretch); });
}

void RowBars::addSegment(const Stretch &stretch)
{
    const std::optional<LaneId> whose = runnerOf(stretch);
    if (stretch.duration() == Nanos(0) && !whose && isOnlyRecorded(stretch))
        return;
    if (m_merger.add(barSegment(stretch, whose)))
        addOwnLabel(stretch, whose);
}

void RowBars::addOwnLabel(const Stretch &stretch, std::optional<LaneId> whose)
{
    if (*m_named && m_bars.back().width >= shortestLabel)
        (*m_named)(m_bars.back(), *m_lane, stretch, whose);
}

void RowBars::readColumns()
{
    m_sums.resize(m_scale.columns());
    m_quiet.resize(m_scale.columns());
    const Nanos grain = (to() - from()) / std::int64_t(m_scale.columns());
    ColumnReader(*m_lane, m_liveEdge, from(), grain).upTo(m_scale.ends(), m_sums);
    for (int x = m_scale.first(); x < m_scale.last(); ++x)
        m_quiet[m_scale.indexOf(x)] = sums(x).begun > 0 ? std::nullopt : quietAt(x);
}

/// Of a column in which nothing began.
RowBars::Quiet RowBars::quietAt(int x) const
{
    const std::int64_t width = (m_scale.timeAt(x + 1) - m_scale.timeAt(x)).count();
    const auto fills = [&](Nanos time) { return (width - time.count()) * quietFrom <= width; };
    if (fills(sums(x).running))
        return LaneState::Running;
    if (fills(sums(x).ready))
        return LaneState::Ready;
    if (fills(sums(x).suspended))
        return LaneState::Suspended;
    return sums(x).alive().count() * quietFrom <= width ? Quiet(LaneState::None) : std::nullopt;
}

void RowBars::addColumns()
{
    readColumns();
    m_shown = from();
    m_hidden = SIZE_MAX;
    for (int x = m_scale.first(); x < m_scale.last();) {
        const int end = endOfQuiet(x);
        x = isOwn(x, end) ? addQuiet(x, end) : addBusy(x);
    }
}

/// The column behind those that stay in the state of x.
int RowBars::endOfQuiet(int x) const
{
    int end = x;
    while (end < m_scale.last() && quiet(end) && quiet(end) == quiet(x))
        ++end;
    return end;
}

/// Whether so many quiet columns are a segment, or a pause, of its own. At the view's ends it may
/// go on outside.
bool RowBars::isOwn(int x, int end) const
{
    const bool isAtAnEnd = x == m_scale.first() || end == m_scale.last();
    return end - x >= (isAtAnEnd ? 1 : BarMerger::ownBarFrom);
}

/// A segment, from its real begin to its real end, or a pause. The column to go on with.
int RowBars::addQuiet(int x, int end)
{
    if (quiet(x) == LaneState::None) {
        m_merger.pause();
        m_shown = std::max(m_shown, m_scale.timeAt(end - 1)); // the next may begin within the last of them
        return end;
    }
    const Nanos middle = m_scale.timeAt(x + (end - x) / 2);
    forEachStretch(*m_lane, m_liveEdge, middle, middle + Nanos(1), [&](const Stretch &stretch) {
        if (stretch.begin >= m_shown || m_shown == from())
            addSegment(stretch);
        m_shown = std::max(m_shown, stretch.end);
    });
    return end;
}

/// Up to where the next segment stands alone. The column to go on with.
int RowBars::addBusy(int x)
{
    int next = x;
    std::uint64_t begun = 0;
    while (next < m_scale.last()) {
        const int end = quiet(next) ? endOfQuiet(next) : next + 1;
        if (quiet(next) && isOwn(next, end))
            break;
        for (; next < end; ++next)
            begun += sums(next).begun;
    }
    if (begun <= fewSegments)
        return addFew(next);
    for (; x < next; ++x)
        m_merger.addColumn(x, contentOf(x), sums(x).begun);
    return next;
}

/// So few are looked at one by one.
int RowBars::addFew(int end)
{
    forEachStretch(*m_lane, m_liveEdge, m_shown, m_scale.timeAt(end), [&](const Stretch &stretch) {
        if (stretch.begin >= m_shown || m_shown == from())
            addSegment(stretch);
        m_shown = std::max(m_shown, stretch.end);
    });
    return end;
}

ColumnTime RowBars::contentOf(int x)
{
    const StateSums &sums = this->sums(x);
    ColumnTime content;
    content.running[0] = sums.running.count();
    content.colour[0] = m_row.colour;
    content.ready = sums.ready.count();
    content.suspended = sums.suspended.count();
    content.has = std::uint8_t((sums.running > Nanos(0) ? ColumnTime::hasRunning : 0)
                               | (sums.ready > Nanos(0) ? ColumnTime::hasReady : 0)
                               | (sums.suspended > Nanos(0) ? ColumnTime::hasSuspended : 0));
    const bool goesOn = sums.alive() > Nanos(0) && (x == m_scale.first() || this->sums(x - 1).alive() > Nanos(0));
    content.count = std::uint32_t(sums.begun) + goesOn;
    if ((content.has & (content.has - 1)) != 0)
        content.count = std::max(content.count, 2u); // what began may be counted with the next column
    if (sums.begun > 0)
        addHidden(content, x);
    if (m_runsAs != RunsAs::Itself && content.has & ColumnTime::hasRunning)
        splitByRunner(content, x);
    return content;
}

/// From a place that is at most a few events before it, without a search.
std::size_t RowBars::firstAtOrAfter(Nanos time, std::size_t near) const
{
    const EventSequence &events = m_lane->events;
    if (near >= events.size() || events[near].time() >= time)
        return m_lane->firstAtOrAfter(time);
    for (const std::size_t last = std::min(near + mostLookedAt, events.size()); near < last; ++near) {
        if (events[near].time() >= time)
            return near;
    }
    return m_lane->firstAtOrAfter(time);
}

/// States that were there for too short a time for the grid's units.
void RowBars::addHidden(ColumnTime &content, int x)
{
    const StateSums &whole = m_lane->grid.blocks().empty() ? StateSums() : m_lane->grid.blocks().back().sums;
    const std::uint8_t possible = std::uint8_t(ColumnTime::hasRunning
                                               | (whole.ready > Nanos(0) ? ColumnTime::hasReady : 0)
                                               | (m_runsAs == RunsAs::Turn ? 0 : ColumnTime::hasSuspended));
    if ((content.has & possible) == possible)
        return;
    if (content.count > 2 && m_lane->grid.alternates(m_scale.timeAt(x), m_scale.timeAt(x + 1))) {
        content.has |= ColumnTime::hasRunning | ColumnTime::hasSuspended;
        return;
    }
    const EventSequence &events = m_lane->events;
    const std::size_t from = m_hidden = firstAtOrAfter(m_scale.timeAt(x), m_hidden);
    for (std::size_t place = from; place < events.size() && events[place].time() < m_scale.timeAt(x + 1)
                                   && (content.has & possible) != possible; ++place) {
        if (place - from == mostLookedAt) {
            content.has |= ColumnTime::hasRunning; // of so many, some did
            return;
        }
        const EventKind kind = events[place].kind();
        content.has |= beginsToRun(kind)  ? ColumnTime::hasRunning
            : kind == EventKind::Suspend ? ColumnTime::hasSuspended
                                         : std::uint8_t(0);
    }
}

/// The time that the column ran goes to whoever ran first in it, by how long they did.
void RowBars::splitByRunner(ColumnTime &content, int x) const
{
    const EventSequence &events = m_lane->events;
    const Nanos end = m_scale.timeAt(x + 1);
    std::size_t place = m_lane->firstAtOrAfter(m_scale.timeAt(x));
    ColumnTime sample;
    Nanos since = m_scale.timeAt(x);
    std::optional<LaneId> runner = place > 0 ? runnerAt(decidingEventBefore(events, place)) : std::nullopt;
    const auto take = [&](Nanos until) {
        if (runner)
            sample.add(State::Running, m_colours.of(*runner), std::max<std::int64_t>((until - since).count(), 1));
    };
    for (std::size_t last = std::min(events.size(), place + mostSampled); place < last && events[place].time() < end; ++place) {
        const EventKind kind = events[place].kind();
        const bool ends = kind == EventKind::Suspend || kind == EventKind::Finish;
        if (!ends && !beginsToRun(kind))
            continue;
        take(events[place].time());
        since = events[place].time();
        runner = ends ? std::nullopt : runnerAt(place);
    }
    if (place == events.size() || events[place].time() >= end)
        take(end);
    const double all = double(sample.ran());
    if (all <= 0)
        return;
    const double ran = double(content.running[0]);
    content.colour = sample.colour;
    for (std::size_t i = 0; i < sample.running.size(); ++i)
        content.running[i] = std::int64_t(ran * double(sample.running[i]) / all);
}

BarSegment RowBars::barSegment(const Stretch &stretch, std::optional<LaneId> whose) const
{
    const Event &event = m_lane->events[stretch.event];
    BarSegment segment;
    segment.lane = m_runsAs == RunsAs::Turn && whose ? *whose : m_lane->id;
    segment.state = stateOf(stretch.state);
    segment.shape = shapeOf(event, stretch.state);
    segment.colour = whose ? m_colours.of(*whose) : m_row.colour;
    segment.wait = waitOf(event, stretch.state);
    segment.inferred = event.inferred();
    segment.begin = stretch.begin;
    segment.end = stretch.end;
    return segment;
}

std::optional<LaneId> RowBars::runnerOf(const Stretch &stretch) const
{
    return m_runsAs != RunsAs::Itself && stretch.state == LaneState::Running ? runnerAt(stretch.event) : std::nullopt;
}

/// Who runs from this event on, if it is one that begins to run.
std::optional<LaneId> RowBars::runnerAt(std::size_t event) const
{
    const EventSequence &events = m_lane->events;
    if (m_runsAs == RunsAs::Itself || !beginsToRun(events[event].kind()))
        return std::nullopt;
    if (m_runsAs == RunsAs::Turn || m_runsAs == RunsAs::Peer)
        return events[event].peer();
    return wakerBefore(*m_lane, event);
}

/// Moments that no one lived through: a lock between its start and being free, or on its way to a
/// holder who takes it at once; a thread of a library, which starts and is not seen again.
bool RowBars::isOnlyRecorded(const Stretch &stretch) const
{
    if (isOfKernel(m_lane->kind)) // preempted, and ready at the same moment
        return stretch.state == LaneState::Suspended;
    if (m_lane->kind != LaneKind::Thread)
        return runsForItsWaker(m_lane->kind) && stretch.state != LaneState::Suspended;
    const std::size_t looked = std::min<std::size_t>(4, m_lane->events.size());
    return std::any_of(m_lane->events.begin(), m_lane->events.begin() + std::ptrdiff_t(looked), [&](const Event &event) {
        return event.kind() == EventKind::Suspend && event.reason() == Reason::Unobserved && event.time() == stretch.begin;
    });
}

} // namespace Interleave
