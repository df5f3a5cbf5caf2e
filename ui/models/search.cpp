#include "ui/models/search.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace Interleave {

namespace {

constexpr qint64 sliceMs = 4;            // so that a frame with one still comes in time
constexpr qint64 tellEveryMs = 100;      // since everybody then draws anew
constexpr std::size_t stepEntries = 2048; // between two looks at the clock

} // namespace

Search::Search(QObject *parent)
    : QObject(parent)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &Search::slice);
}

void Search::setTrace(std::shared_ptr<const Trace> trace)
{
    m_trace = std::move(trace);
    start();
}

void Search::setText(const QString &text, Nanos from)
{
    m_from = from;
    if (text == m_text)
        return;
    m_text = text;
    start();
}

void Search::start()
{
    m_matcher.reset();
    m_laneHits.clear();
    m_lanes.clear();
    m_nextLane = 0;
    m_eventHits = 0;
    m_slices.stop();
    m_wantsFirst = m_trace && !m_text.isEmpty();
    const bool hadCurrent = std::exchange(m_current, std::nullopt).has_value();
    if (m_wantsFirst) {
        m_matcher.emplace(*m_trace, SearchTerm(m_text));
        refresh();
        if (!m_laneHits.empty())
            beginAtFirst(); // which is known before any event
    }
    m_sinceTold.start();
    Q_EMIT changed();
    if (hadCurrent && !m_current)
        Q_EMIT currentChanged();
}

void Search::refresh()
{
    if (!m_matcher)
        return;
    findLanes();
    m_lanes.resize(m_trace->lanes().size());
    m_nextLane = 0;
    m_slices.start();
}

void Search::findLanes()
{
    m_laneHits.clear();
    for (const Lane &lane : m_trace->lanes()) {
        if (m_matcher->matchesName(lane))
            m_laneHits.push_back(lane.id);
    }
}

void Search::slice()
{
    QElapsedTimer clock;
    clock.start();
    bool goesOn = true;
    while (goesOn && clock.elapsed() < sliceMs)
        goesOn = step();
    if (!goesOn) {
        m_slices.stop();
        beginAtFirst();
    }
    if (goesOn && m_sinceTold.isValid() && m_sinceTold.elapsed() < tellEveryMs)
        return;
    m_sinceTold.start();
    Q_EMIT changed();
}

/// A small part of the work; false when all is done.
bool Search::step()
{
    if (m_matcher->learn(stepEntries))
        return true;
    while (m_nextLane < m_lanes.size()) {
        if (lookAt(m_trace->lanes()[m_nextLane]))
            return true;
        ++m_nextLane;
    }
    return false;
}

/// Looks at some more events of the lane; false when there are none.
bool Search::lookAt(const Lane &lane)
{
    Looked &looked = m_lanes[lane.id.value() - 1];
    HitSet &hits = looked.hits;
    if (hits.size() > 0 && lane.events[hits.size() - 1] != looked.last) {
        m_eventHits -= hits.count(); // something came late, and all numbers behind it have changed
        hits.clear();
    }
    const std::size_t before = hits.size(), end = std::min(lane.events.size(), before + stepEntries);
    if (end == before)
        return false;
    const std::uint64_t countBefore = hits.count();
    for (std::size_t number = before; number < end; ++number)
        hits.append(m_matcher->matches(lane.events[number]));
    looked.last = lane.events[end - 1];
    m_eventHits += hits.count() - countBefore;
    return true;
}

void Search::beginAtFirst()
{
    if (!std::exchange(m_wantsFirst, false) || m_current)
        return;
    const auto hit = m_laneHits.empty() ? firstEventFrom({m_from, LaneId(), 0}) : laneHit(0);
    goTo(hit ? hit : first());
}

void Search::goTo(std::optional<SearchHit> hit)
{
    if (!hit)
        return;
    m_current = hit;
    Q_EMIT currentChanged();
}

void Search::next()
{
    if (!m_current) {
        goTo(first());
        return;
    }
    std::optional<SearchHit> hit;
    if (m_current->event) {
        Moment behind = momentOf(*m_current);
        ++behind.number;
        hit = firstEventFrom(behind);
    } else {
        const auto place = std::upper_bound(m_laneHits.begin(), m_laneHits.end(), m_current->lane);
        hit = laneHit(place - m_laneHits.begin());
        if (!hit)
            hit = firstEventFrom({});
    }
    goTo(hit ? hit : first());
}

void Search::previous()
{
    if (!m_current) {
        goTo(last());
        return;
    }
    std::optional<SearchHit> hit;
    if (m_current->event)
        hit = lastEventBefore(momentOf(*m_current));
    if (!hit) {
        const auto place = m_current->event ? m_laneHits.end()
            : std::lower_bound(m_laneHits.begin(), m_laneHits.end(), m_current->lane);
        hit = laneHit(place - m_laneHits.begin() - 1);
    }
    goTo(hit ? hit : last());
}

std::uint64_t Search::position() const
{
    if (!m_current)
        return 0;
    if (!m_current->event) {
        const auto place = std::lower_bound(m_laneHits.begin(), m_laneHits.end(), m_current->lane);
        return std::uint64_t(place - m_laneHits.begin()) + 1;
    }
    const Moment moment = momentOf(*m_current);
    std::uint64_t position = m_laneHits.size() + 1;
    for (const Lane &lane : m_trace->lanes()) {
        if (const HitSet *found = hits(lane.id))
            position += found->countBefore(firstNotBefore(lane, moment));
    }
    return position;
}

Search::Moment Search::momentOf(const SearchHit &hit) const
{
    return {m_trace->lane(hit.lane)->events[*hit.event].time(), hit.lane, *hit.event};
}

/// The number of the lane's first event that is not before the moment.
std::size_t Search::firstNotBefore(const Lane &lane, const Moment &moment) const
{
    if (lane.id == moment.lane)
        return moment.number;
    return lane.firstAtOrAfter(lane.id < moment.lane ? moment.time + Nanos(1) : moment.time);
}

std::optional<SearchHit> Search::firstEventFrom(const Moment &moment) const
{
    std::optional<Moment> best;
    for (const Lane &lane : m_trace->lanes()) {
        const HitSet *found = hits(lane.id);
        const auto number = found ? found->firstFrom(firstNotBefore(lane, moment)) : std::nullopt;
        if (!number)
            continue;
        const Moment here = momentOf({lane.id, number});
        if (!best || here < *best)
            best = here;
    }
    return best ? std::optional(SearchHit{best->lane, best->number}) : std::nullopt;
}

std::optional<SearchHit> Search::lastEventBefore(const Moment &moment) const
{
    std::optional<Moment> best;
    for (const Lane &lane : m_trace->lanes()) {
        const HitSet *found = hits(lane.id);
        const auto number = found ? found->lastBefore(firstNotBefore(lane, moment)) : std::nullopt;
        if (!number)
            continue;
        const Moment here = momentOf({lane.id, number});
        if (!best || here > *best)
            best = here;
    }
    return best ? std::optional(SearchHit{best->lane, best->number}) : std::nullopt;
}

std::optional<SearchHit> Search::laneHit(std::ptrdiff_t index) const
{
    if (index < 0 || index >= std::ptrdiff_t(m_laneHits.size()))
        return std::nullopt;
    return SearchHit{m_laneHits[std::size_t(index)], std::nullopt};
}

std::optional<SearchHit> Search::first() const
{
    const auto lane = laneHit(0);
    return lane || !m_matcher ? lane : firstEventFrom({});
}

std::optional<SearchHit> Search::last() const
{
    if (!m_matcher)
        return std::nullopt;
    const auto event = lastEventBefore({Nanos::max() - Nanos(1), LaneId(std::numeric_limits<std::uint32_t>::max()), 0});
    return event ? event : laneHit(std::ptrdiff_t(m_laneHits.size()) - 1);
}

bool Search::matchesLane(LaneId lane) const
{
    return std::binary_search(m_laneHits.begin(), m_laneHits.end(), lane);
}

const HitSet *Search::hits(LaneId lane) const
{
    const std::size_t index = lane.value() - 1;
    return index < m_lanes.size() && m_lanes[index].hits.count() > 0 ? &m_lanes[index].hits : nullptr;
}

bool Search::matches(EventPlace place) const
{
    const HitSet *found = hits(place.lane);
    return found && found->contains(place.number);
}

} // namespace Interleave
