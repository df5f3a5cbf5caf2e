// What was noted of a lane besides its states: why a job raised, who took it over. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <string_view>
#include <vector>

namespace Interleave {

struct NoteRead {
    Nanos time{0};
    std::string_view text; // of the trace
};

/// The notes of a segment: those at its beginning and within, and those at its end where the lane ends
/// with it. Jobs alone are asked: other lanes' notes are many, and rows of their own in the table of events.
std::vector<NoteRead> notesOf(const Trace &trace, const Segment &segment);

} // namespace Interleave
