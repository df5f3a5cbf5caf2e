// Workers on other machines as the run's recording shows them: takes what they send home, sets their
// lanes below their host's, and their times by the clock of Redis, which both have looked at, to ours.
// How sure that is stands in the host's name when it is first known, and is a curve below it from then
// on. Nothing they send is trusted: what makes no sense is left out and said. One thread.
#pragma once

#include "core/executors/here.h"
#include "core/executors/jobs.h"
#include "core/redis/redisreply.h"
#include "core/trace/clockoffset.h"

#include <map>
#include <set>

namespace Interleave {

class FarWorkers
{
public:
    static constexpr const char *uncertaintyCounter = "± ns";

    FarWorkers() = default;
    FarWorkers(const FarWorkers &) = delete;
    ~FarWorkers(); // ends the lanes that are open

    /// A look of our own at Redis's clock.
    void look(const ClockLook &look) { m_offset.look(look); }
    /// The fields of one batch.
    void take(const RedisReply &fields);

    bool knows(const std::string &worker) const { return m_workers.contains(worker); }
    /// Times and lanes of its news, in terms of this recording.
    Stamp stampOf(const std::string &worker, std::uint64_t ticks) const;
    LaneId laneOf(const std::string &worker, LaneId lane);
    /// Whether all have said good-bye that ever said something.
    bool haveAllLeft() const;
    bool isEmpty() const { return m_workers.empty(); }
    /// Ends the lanes that are open, since nothing more will come.
    void close();

private:
    struct Host {
        LaneId lane, curve;
        std::int64_t uncertaintyNs = -1; // as last told
    };
    struct Worker {
        LaneId host;
        ClockCalibration clock;
        std::optional<std::int64_t> toOursNs; // what is added to its clock's nanoseconds
        std::uint64_t lastBatch = 0;
        std::map<std::uint32_t, LaneId> lanes; // by its own numbers
        std::uint64_t latest = 0; // ticks of its latest event, as here
        std::uint64_t floor = 0;  // nothing comes before: what came while its clock was read otherwise
        std::set<LaneId> open;
        bool hasLeft = false;
        bool isFaulty = false;
    };

    void setClock(Worker &worker, const std::string &name, const RedisReply &fields);
    Host &hostFor(const std::string &name, std::int64_t uncertaintyNs);
    void relay(Worker &worker, std::string_view records);
    bool relayOne(Worker &worker, Event event, const std::string &payload);
    Stamp stampOf(const Worker &worker, std::uint64_t ticks) const;
    static LaneId mapped(Worker &worker, std::uint32_t lane);

    ClockOffset m_offset{1000}; // Redis tells microseconds
    std::map<std::string, Host> m_hosts;
    std::map<std::string, Worker> m_workers;
};

} // namespace Interleave
