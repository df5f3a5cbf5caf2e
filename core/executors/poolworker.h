// What a pool's worker process does: it says that it is ready, and then runs one task after the
// other until the pool closes its end of the socket.
#pragma once

#include "core/executors/processes.h"

namespace Interleave {

extern const ProcessFunction poolWorker;

/// Its arguments: its end of the socket, the lane of the pool's queue, and descriptors that a
/// forked worker must close because they are the pool's.
Arguments poolWorkerArguments(int socket, LaneId queue, const std::vector<int> &notIts);

} // namespace Interleave
