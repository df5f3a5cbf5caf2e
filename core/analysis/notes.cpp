#include "core/analysis/notes.h"

#include <algorithm>

namespace Interleave {

std::vector<NoteRead> notesOf(const Trace &trace, const Segment &segment)
{
    const Lane *lane = trace.lane(segment.lane);
    if (!lane || lane->kind != LaneKind::Job)
        return {};
    std::vector<NoteRead> notes;
    bool isLast = segment.open;
    for (std::size_t i = lane->firstAtOrAfter(segment.begin); i < lane->events.size(); ++i) {
        const Event event = lane->events[i];
        if (event.time() > segment.end)
            break;
        isLast = isLast || event.kind() == EventKind::Finish;
        if (event.kind() == EventKind::Note)
            notes.push_back({event.time(), trace.text(event)});
    }
    if (!isLast)
        std::erase_if(notes, [&segment](const NoteRead &note) { return note.time >= segment.end; });
    return notes;
}

} // namespace Interleave
