// What the reasons of waits mean, as parts of sentences about one lane. Window and command line say
// these same words. Pure functions, std only.
#pragma once

#include "core/analysis/states.h"

#include <string>

namespace Interleave {

/// A wait is told while it lasts, or looking back at it.
enum class Tense { Present, Past };

/// The name by which a sentence about `seenFrom` calls another lane: its name, its kind and number
/// where it has none, "the operating system" for the host.
std::string laneText(const Trace &trace, const Lane &seenFrom, LaneId id);

/// What comes behind "it waits because": "queue is empty", "t2 holds the lock", "it sleeps: it asked
/// for 40 ms". Empty where no reason was recorded.
std::string becauseText(const Trace &trace, const Segment &wait, Tense tense);

/// Who or what ended the wait: "its time had come", "producer 0 put something in", "t1 ended".
std::string endText(const Trace &trace, const Segment &wait);

} // namespace Interleave
