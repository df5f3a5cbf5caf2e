// What a process that has died had put on the record. Its rings lie in shared memory and nobody
// writes them any more, so whoever reaps it reads there, exactly, which ends are recorded and
// which it could not record itself.
#pragma once

#include "core/executors/here.h"

namespace Interleave {

enum class LastWords {
    None,      // it never recorded anything, or the reader is done with what it recorded
    BrokenOff, // it died with its record open
    Complete,  // it closed its record, as at the end of its function
};
LastWords lastWordsOf(pid_t dead);

/// Whether a process that broke off had recorded that the lane ended.
bool hadRecordedFinish(pid_t dead, LaneId lane);

} // namespace Interleave
