// Which codes this version knows, for readers: an event of a later version, or a forged one, is
// counted and left out before anybody meets a code that has no word.
#pragma once

#include "core/trace/event.h"

#include <span>

namespace Interleave {

/// A kind that may stand in a lane, with a reason or outcome that has a word.
bool isKnownEvent(const Event &event);

/// What is among some events.
struct CodesFound {
    bool unknown = false;
    bool carrying = false; // Output, Note or Counter, whose arguments count in a table
};
CodesFound codesOf(std::span<const Event> events);
bool isKnownLaneKind(std::uint8_t code);

} // namespace Interleave
