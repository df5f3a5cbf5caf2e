// What generators of all types have in common: their exceptions, their state, and their lane.
#pragma once

#include "core/executors/here.h"

#include <exception>
#include <string>
#include <utility>

namespace Interleave {

struct GeneratorExit : std::exception {
    const char *what() const noexcept override { return "GeneratorExit"; }
};

/// The generator has ended: what next, send and throw_ raise then.
struct StopIteration : std::exception {
    const char *what() const noexcept override { return "StopIteration"; }
};

bool isGeneratorExit(const std::exception_ptr &raised);

struct None {};

/// The part of a generator that does not depend on its types: its lane and its state. The lane
/// hangs below whoever lets it run first: a thread, a task, or the generator that delegates to it.
class GeneratorLane
{
public:
    enum class State { Created, Running, Suspended, Closed }; // as inspect.getgeneratorstate()

    State state() const { return m_state; }
    LaneId lane() const { return m_lane; }
    void setName(std::string name) { m_name = std::move(name); }
    void enter(std::uint32_t callerLine); // caller suspends, generator starts or resumes
    void leave(std::uint32_t yieldLine);  // generator suspends at its yield, caller resumes
    void end(Outcome outcome);            // generator finishes, caller resumes
    void endUnstarted();                  // closed before its first step
    void drop();                          // destroyed at a yield that ignored GeneratorExit

private:
    void declare();

    State m_state = State::Created;
    std::string m_name;
    LaneId m_lane;
    LaneId m_caller;
};

} // namespace Interleave
