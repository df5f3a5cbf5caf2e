#include "core/analysis/lanematching.h"

#include "core/analysis/states.h"

namespace Interleave {

namespace {

std::string ordinal(std::uint32_t number)
{
    const bool isTeen = number % 100 >= 11 && number % 100 <= 13;
    const std::uint32_t digit = isTeen ? 0 : number % 10;
    return std::to_string(number) + (digit == 1 ? "st" : digit == 2 ? "nd" : digit == 3 ? "rd" : "th");
}

} // namespace

LaneMatching::Number LaneMatching::numberOf(Place place)
{
    const Key key(place.parent, place.kind, place.isRun ? std::string() : place.name, place.rank);
    const auto [found, isNew] = m_numbers.try_emplace(key, Number(m_lanes.size()));
    if (isNew) {
        if (place.rank == 0)
            ++m_parents[{place.kind, place.name}];
        m_lanes.push_back(std::move(place));
    }
    return found->second;
}

std::vector<std::optional<LaneMatching::Number>> LaneMatching::take(const Trace &trace)
{
    std::vector<std::optional<Number>> numbers(trace.lanes().size() + 1);
    std::map<std::tuple<std::optional<Number>, LaneKind, std::string_view>, std::uint32_t> ranks;
    bool seenOwn = trace.isForeign(); // which has no process of its own
    for (const Lane &lane : trace.lanes()) { // a parent's number is below its children's
        if (lane.declared.kind() != EventKind::Lane || lane.kind == LaneKind::Host)
            continue;
        Place place{.parent = lane.parent ? numbers[lane.parent->value()] : std::nullopt,
                    .kind = lane.kind, .name = lane.name};
        place.isRun = lane.kind == LaneKind::Process && !seenOwn;
        seenOwn = seenOwn || place.isRun;
        place.isMainThread = lane.kind == LaneKind::Thread && lane.pid != 0 && lane.pid == lane.tid;
        const std::string_view name = place.isRun ? std::string_view() : std::string_view(lane.name);
        place.rank = ranks[{place.parent, place.kind, name}]++;
        numbers[lane.id.value()] = numberOf(std::move(place));
    }
    return numbers;
}

bool LaneMatching::isAmbiguous(const Place &place) const
{
    const auto found = m_parents.find({place.kind, place.name});
    return found != m_parents.end() && found->second > 1;
}

std::string LaneMatching::title(Number lane) const
{
    constexpr int levelsUp = 2;
    return title(lane, levelsUp);
}

std::string LaneMatching::title(Number number, int levelsUp) const
{
    const Place &place = m_lanes[number];
    const bool isOfRun = !place.parent || m_lanes[*place.parent].isRun;
    if (place.isMainThread && !isOfRun && levelsUp > 0)
        return title(*place.parent, levelsUp - 1); // every process has a main thread
    std::string text = place.name.empty() ? "nameless" : place.name;
    if (place.rank > 0 || m_numbers.contains(Key(place.parent, place.kind, place.name, 1)))
        text += " (" + ordinal(place.rank + 1) + ")";
    const bool needsParent = isAmbiguous(place) && !isOfRun && levelsUp > 0;
    return needsParent ? title(*place.parent, levelsUp - 1) + " › " + text : text;
}

LanePairs::LanePairs(const Trace &a, const Trace &b) : ofA(a.lanes().size() + 1), ofB(b.lanes().size() + 1)
{
    LaneMatching matching;
    const auto numbersOfA = matching.take(a), numbersOfB = matching.take(b);
    std::vector<std::optional<LaneId>> inA(matching.size());
    for (std::uint32_t id = 1; id < numbersOfA.size(); ++id) {
        if (numbersOfA[id])
            inA[*numbersOfA[id]] = LaneId(id);
    }
    for (std::uint32_t id = 1; id < numbersOfB.size(); ++id) {
        if (!numbersOfB[id] || !inA[*numbersOfB[id]])
            continue;
        ofB[id] = inA[*numbersOfB[id]];
        ofA[ofB[id]->value()] = LaneId(id);
    }
}

std::vector<LaneId> leafLanes(const Trace &trace)
{
    std::vector<bool> holds(trace.lanes().size() + 1); // one that executes is below it
    std::vector<LaneId> leaves;
    for (std::size_t index = trace.lanes().size(); index-- > 0;) { // children before their parents
        const Lane &lane = trace.lanes()[index];
        const bool runs = executes(lane.kind), holdsOne = holds[lane.id.value()];
        // A thread or process runs beside whoever started it, not within.
        const bool isWithin = lane.kind != LaneKind::Thread && lane.kind != LaneKind::Process;
        if (lane.parent && isWithin && (runs || holdsOne))
            holds[lane.parent->value()] = true;
        if (runs && !holdsOne && !lane.events.empty())
            leaves.push_back(lane.id);
    }
    return {leaves.rbegin(), leaves.rend()};
}

} // namespace Interleave
