// Ends of asynchronous things that another process than the one of their beginning wrote: ids are
// global unless a record says otherwise, so a request may begin in one process and end in another.
#pragma once

#include "core/io/foreigngatherer.h"

#include <span>

namespace Interleave {

/// Moves such ends to the track where their id began, if it began on one of the same category.
/// O(moments of categories that several processes have).
void bringEndsHome(std::span<ForeignTrack> tracks);

} // namespace Interleave
