// What only the session can say of a run once its processes are gone: how lanes ended that could not
// say so themselves, and what the whole took. Free functions on the trace; costs go with the number of
// lanes, never with that of events.
#pragma once

#include "core/trace/recorder.h"
#include "core/trace/trace.h"

#include <string>

namespace Interleave {

/// How the run as a whole ended.
struct RunEnd {
    RunOutcome outcome = RunOutcome::Running;
    bool crashed = false; // by the signal `code`, else it left with that exit code
    int code = 0;
};

/// Nobody of a killed process can say that it ended; whoever reaps it does, marked inferred: records
/// the end of every lane that is still open: as `now` in the trace's time, or when its process was killed.
void closeOpenLanes(const Trace &trace, const RunEnd &end, Nanos now, Recorder &recorder);

/// What the run's processes said of themselves completes what was seen of them from outside: their
/// account at the end is exact, and their counts in /proc hold for runs too short to be seen.
void takeOwnAccounts(Trace &trace);

/// "exit code 1: " and the first note of the run, or what it said on standard error.
std::string failureReason(const Trace &trace, const RunEnd &end, const std::string &errorText);

} // namespace Interleave
