// How long the calling thread has had a CPU and how long it has waited for one, as the kernel counts:
// totals that need no privileges, where what happened when may be kept from us. Half a microsecond
// for the first, six for the second, which is a file in /proc.
#pragma once

#include "core/trace/event.h"

#include <optional>

namespace Interleave {

/// CPU time of the calling thread since it began (CLOCK_THREAD_CPUTIME_ID).
Nanos ownThreadCpuTime();
/// How long it stood ready while others had the CPUs (schedstat's second figure); nothing where the
/// kernel does not keep it.
std::optional<Nanos> ownRunDelay();

} // namespace Interleave
