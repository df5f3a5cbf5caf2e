// Runs that record as fast as they are told to, by two processes with 32 tasks each: what the window
// is measured with. The measuring program is its own runner, as the real one is.
#pragma once

#include "core/executors/processes.h"
#include "core/executors/program.h"
#include "core/scenarios/scenario.h"
#include "core/server/serverprocess.h"
#include "core/session/runner.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace Interleave::Flood {

inline constexpr const char *scenarioId = "bench.flood";
inline constexpr std::int64_t asFastAsPossible = 1'000'000'000; // events a second

/// Turns go round the tasks of this process: a suspend and a resume on one clock read each.
class Tasks
{
public:
    explicit Tasks(Recorder &recorder) : m_recorder(recorder)
    {
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            m_lanes[i] = recorder.allocateLane();
            const Stamp now = recorder.stamp();
            recorder.declareLane(now, m_lanes[i], LaneKind::Task, t_here.thread, "task " + std::to_string(i));
            recorder.start(now, m_lanes[i], t_here.thread);
            if (i + 1 < m_lanes.size())
                recorder.suspend(now, m_lanes[i], Reason::Await);
        }
        m_turn = m_lanes.size() - 1;
    }

    void passTurn()
    {
        const Stamp now = m_recorder.stamp();
        const LaneId before = m_lanes[m_turn];
        m_turn = (m_turn + 1) % m_lanes.size();
        m_recorder.suspend(now, before, Reason::Await);
        m_recorder.resume(now, m_lanes[m_turn]);
    }

    void finish()
    {
        const Stamp now = m_recorder.stamp();
        for (const LaneId lane : m_lanes)
            m_recorder.finish(now, lane);
    }

private:
    Recorder &m_recorder;
    std::array<LaneId, 32> m_lanes;
    std::size_t m_turn = 0;
};

inline const ProcessFunction produce("produce", [](Program &p, const Arguments &) {
    using Clock = std::chrono::steady_clock;
    constexpr double producers = 2, eventsPerTurn = 2;
    constexpr std::uint64_t burst = 256; // turns between two looks at the clock when there is no pause
    const double turnsPerSecond = double(p.integer("rate")) / producers / eventsPerTurn;
    const bool unbounded = p.integer("rate") == asFastAsPossible;
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::milliseconds(p.integer("lasts"));
    Tasks tasks(Recorder::ofThisThread());
    std::uint64_t turns = 0;
    for (auto now = begin; now < end; now = Clock::now()) {
        const double elapsed = std::chrono::duration<double>(now - begin).count();
        const std::uint64_t due = unbounded ? turns + burst : std::uint64_t(elapsed * turnsPerSecond);
        for (; turns < due; ++turns)
            tasks.passTurn();
        if (!unbounded)
            std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    tasks.finish();
});

inline void run(Program &p)
{
    Process first(p, "producer 1", produce);
    Process second(p, "producer 2", produce);
    first.start();
    second.start();
    first.join();
    second.join();
}

inline const ScenarioRegistration registration({
    .id = scenarioId,
    .title = "Flood",
    .group = ScenarioGroup::Processes,
    .order = 1000,
    .documents = {},
    .summary = "Two processes record as many events as they are told to.",
    .notice = {},
    .parameters = {
        Parameter::integer("rate", "Events", "/s", 1'000'000, 0, asFastAsPossible, "Of both together."),
        Parameter::integer("lasts", "For", "ms", 3000, 1, 100'000, "How long."),
    },
    .main = run,
    .need = [](const ParameterValues &) { return ResourceNeed{.processes = 3, .threads = 3}; },
});

/// Where this process was started as part of a run: its exit code, and the program must end with it.
inline std::optional<int> runAsPartOfARun(int argc, char **argv)
{
    const std::string_view verb = argc > 1 ? argv[1] : "";
    if (verb == runnerCommand)
        return runRunner(Arguments(argv + 2, argv + argc));
    if (verb == spawnedProcessCommand)
        return runSpawnedProcess(Arguments(argv + 2, argv + argc));
    if (verb == serverCommand)
        return runServer(Arguments(argv + 2, argv + argc), "");
    return std::nullopt;
}

} // namespace Interleave::Flood
