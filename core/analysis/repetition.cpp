#include "core/analysis/repetition.h"

#include "core/analysis/states.h"

#include <algorithm>

namespace Interleave {

namespace {

/// When the lane ended, if it did: nothing but remarks comes after that.
std::optional<Nanos> finishOf(const Lane &lane)
{
    for (std::size_t number = lane.events.size(); number-- > 0;) {
        const EventKind kind = lane.events[number].kind();
        if (kind == EventKind::Finish)
            return lane.events[number].time();
        if (kind == EventKind::Start || kind == EventKind::Suspend || kind == EventKind::Resume)
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

Spread spreadOf(std::vector<Nanos> values)
{
    std::ranges::sort(values);
    return {values.front(), values[(values.size() - 1) / 2], values.back()};
}

void Repetition::take(const Trace &trace)
{
    ++m_runs;
    if (trace.info.outcome != RunOutcome::Finished)
        return;
    const auto numbers = m_matching.take(trace);
    m_walls.push_back(trace.end() - trace.begin());
    for (const Lane &lane : trace.lanes()) {
        const auto finish = executes(lane.kind) && numbers[lane.id.value()] ? finishOf(lane) : std::nullopt;
        if (!finish)
            continue;
        Times &times = m_times[*numbers[lane.id.value()]];
        times.finish.push_back(*finish - trace.begin());
        times.running.push_back(lane.grid.totals(lane.events, trace.end()).running);
    }
    std::vector<std::pair<Nanos, LaneMatching::Number>> ended;
    for (const LaneId leaf : leafLanes(trace)) {
        const auto finish = finishOf(*trace.lane(leaf));
        if (finish && numbers[leaf.value()])
            ended.emplace_back(*finish, *numbers[leaf.value()]);
    }
    std::ranges::sort(ended);
    std::vector<LaneMatching::Number> order;
    for (const auto &[time, lane] : ended)
        order.push_back(lane);
    m_orders[std::move(order)].push_back(m_runs);
}

std::vector<FinishingOrder> Repetition::orders() const
{
    std::vector<FinishingOrder> all;
    for (const auto &[lanes, runs] : m_orders)
        all.push_back({lanes, runs});
    std::ranges::sort(all, [](const FinishingOrder &a, const FinishingOrder &b) {
        return a.runs.size() != b.runs.size() ? a.runs.size() > b.runs.size() : a.runs.front() < b.runs.front();
    });
    return all;
}

std::vector<LaneSpread> Repetition::lanes() const
{
    std::vector<LaneSpread> spreads;
    for (const auto &[lane, times] : m_times)
        spreads.push_back({lane, std::uint32_t(times.finish.size()), spreadOf(times.finish), spreadOf(times.running)});
    return spreads;
}

std::optional<Spread> Repetition::wall() const
{
    return m_walls.empty() ? std::nullopt : std::optional(spreadOf(m_walls));
}

std::string Repetition::orderText(const FinishingOrder &order, std::size_t mostLanes) const
{
    if (order.lanes.empty())
        return "nothing finished";
    // One more is as long as saying that it is left out.
    const std::size_t shown = order.lanes.size() > mostLanes + 1 ? mostLanes : order.lanes.size();
    std::string text;
    for (std::size_t place = 0; place < shown; ++place)
        text += (place == 0 ? "" : ", ") + m_matching.title(order.lanes[place]);
    return shown == order.lanes.size() ? text
                                       : text + " … and " + std::to_string(order.lanes.size() - shown) + " more";
}

} // namespace Interleave
