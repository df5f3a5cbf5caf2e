// The other end of a session: a process that is exactly one scenario. A hidden subcommand of the
// same executable, handled before any QApplication exists, so that the operating system sees of a
// scenario what the scenario is and nothing else.
#pragma once

#include "core/executors/processes.h"

namespace Interleave {

/// Names of the hidden subcommand and its arguments, in order; then NAME=VALUE parameters.
inline constexpr const char *runnerCommand = "runner";
enum RunnerArgument { RunnerArena, RunnerBell, RunnerParent, RunnerScenario, RunnerFirstParameter };
/// The run's costs, recorded as counters of its process at its end.
inline constexpr const char *cpuCounter = "cpu ns";
inline constexpr const char *memoryCounter = "peak resident bytes";
/// What the session writes to the runner's standard input to let it go.
inline constexpr char runnerGo = 'g';

/// Runs the scenario and returns the process's exit code: 0, 1 when the scenario failed, 2 for
/// arguments that no session would pass. Standard input is the lifeline: it holds the go, and when
/// the session's end of it closes, for whatever reason, the kernel kills the process group.
int runRunner(const Arguments &arguments);

} // namespace Interleave
