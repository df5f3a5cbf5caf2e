// Which lanes of several runs are the same one: those of one kind and name at the same place in the
// tree, and among siblings of one name those of the same rank by number. Lanes get numbers that
// hold for all runs taken. The name of a run's own process, which is the scenario's, does not count,
// so that two scenarios' main threads are the same. std only; any one thread.
#pragma once

#include "core/trace/trace.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace Interleave {

class LaneMatching
{
public:
    /// A lane's number in all runs.
    using Number = std::uint32_t;

    /// Numbers of the run's lanes by lane id (element 0 is nobody's), those that it is the first to
    /// have included. None for the host and for lanes that were never declared.
    std::vector<std::optional<Number>> take(const Trace &trace);

    std::size_t size() const { return m_lanes.size(); }
    LaneKind kind(Number lane) const { return m_lanes[lane].kind; }
    /// For people: its name, with what tells it from others of that name: "count 1", "worker 1",
    /// "thread 2 › loop", "fetch (2nd)".
    std::string title(Number lane) const;

private:
    using Key = std::tuple<std::optional<Number>, LaneKind, std::string, std::uint32_t>;
    struct Place {
        std::optional<Number> parent;
        LaneKind kind = LaneKind::Host;
        std::string name;       // as the first run that has it says
        std::uint32_t rank = 0; // among siblings of that kind and name, from 0
        bool isMainThread = false;
        bool isRun = false;     // the run's own process
    };

    Number numberOf(Place place);
    bool isAmbiguous(const Place &place) const;
    std::string title(Number lane, int levelsUp) const;

    std::vector<Place> m_lanes;
    std::map<Key, Number> m_numbers;
    std::map<std::pair<LaneKind, std::string>, std::uint32_t> m_parents; // that have a lane so named
};

/// The lane of the other run that is the same one, by lane id; element 0 is nobody's.
struct LanePairs {
    std::vector<std::optional<LaneId>> ofA, ofB;

    LanePairs() = default;
    LanePairs(const Trace &a, const Trace &b);
    std::optional<LaneId> fromA(LaneId lane) const { return find(ofA, lane); }
    std::optional<LaneId> fromB(LaneId lane) const { return find(ofB, lane); }

private:
    static std::optional<LaneId> find(const std::vector<std::optional<LaneId>> &lanes, LaneId lane)
    {
        return lane.value() < lanes.size() ? lanes[lane.value()] : std::nullopt;
    }
};

/// By number: lanes that execute code and within which none does.
std::vector<LaneId> leafLanes(const Trace &trace);

} // namespace Interleave
