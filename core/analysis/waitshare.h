// Of how many waits a run knows why they were and who ended them: the figure that `interleave
// check` demands to be all of them. Pure function, std only.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <vector>

namespace Interleave {

/// Waits are suspensions; a lane that ended while it waited (killed, closed, or an item that nobody
/// took) ended its wait itself, so no waker is asked for.
struct WaitShare {
    std::uint64_t waits = 0, withReason = 0;
    std::uint64_t ended = 0, withWaker = 0; // of those after which the lane went on
    std::vector<std::string> missing;       // the first of those that lack something, a sentence each

    bool isWhole() const { return withReason == waits && withWaker == ended; }
};

/// A pass over all events.
WaitShare waitShare(const Trace &trace, std::size_t mostMissing = 20);

/// "64 waits: 100 % with their reason; 60 ended: 100 % with who ended them"; 99.99 % is not
/// rounded up.
std::string shareText(const WaitShare &share);

} // namespace Interleave
