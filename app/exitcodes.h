// What the program's exit code says. Documented and stable.
#pragma once

#include "core/base/result.h"

namespace Interleave {

enum ExitCode : int {
    ExitDone = 0,
    ExitFailed = 1,         // the scenario's own program failed, or a check did
    ExitUsage = 2,
    ExitServiceMissing = 3,
    ExitCannotRead = 4,
    ExitIncomplete = 5,     // read, but incomplete or lossy
    ExitCannotWrite = 6,
    ExitNoResources = 7,
    ExitTimeout = 124,
    ExitInterrupted = 130,  // SIGINT
    ExitTerminated = 143,   // SIGTERM
};

ExitCode exitCodeFor(ErrorCode code);

/// Prints the sentence on stderr and returns the exit code for it.
int failWith(const Error &error);

} // namespace Interleave
