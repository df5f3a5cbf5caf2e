// The words for the codes of a trace, as people and files read them. Stable: exports contain them.
#pragma once

#include "core/trace/trace.h"

#include <optional>
#include <string_view>

namespace Interleave {

std::string_view laneKindName(LaneKind kind);          // "process", "event loop", "task" …
std::string_view reasonName(Reason reason);            // "sleep", "join", "queue empty" …
std::string_view outcomeName(Outcome outcome);         // "finished", "killed" …
std::string_view eventKindName(EventKind kind);        // "start", "suspend" …
std::string_view runOutcomeName(RunOutcome outcome);   // "finished", "timed-out" …

/// The way back, for readers of files; nullopt for a word that is none of them.
std::optional<LaneKind> laneKindFromName(std::string_view name);
std::optional<Reason> reasonFromName(std::string_view name);
std::optional<Outcome> outcomeFromName(std::string_view name);
std::optional<EventKind> eventKindFromName(std::string_view name);
std::optional<RunOutcome> runOutcomeFromName(std::string_view name);

} // namespace Interleave
