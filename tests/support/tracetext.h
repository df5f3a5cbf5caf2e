// A trace as text, a line an event: what a test compares with what a person wrote down.
#pragma once

#include "core/trace/names.h"
#include "core/trace/trace.h"

#include <string>

namespace Interleave {

inline std::string inOneLine(std::string_view text)
{
    std::string line(text);
    for (std::size_t at = line.find('\n'); at != std::string::npos; at = line.find('\n', at))
        line.replace(at, 1, " | ");
    return line;
}

inline std::string eventText(const Trace &trace, const Event &event)
{
    std::string line = "  " + std::to_string(event.rawTime()) + " " + std::string(eventKindName(event.kind()));
    if (const CounterSample *sample = trace.counter(event))
        line += " " + sample->name + " = " + std::to_string(sample->value);
    else if (event.kind() == EventKind::Wake)
        line += " by " + trace.lane(*event.peer())->name;
    else if (event.kind() == EventKind::Send)
        line += " to " + trace.lane(*event.peer())->name;
    else if (!trace.text(event).empty())
        line += " " + inOneLine(trace.text(event));
    return line + "\n";
}

inline void addLaneText(std::string &text, const Trace &trace, LaneId id, std::size_t depth)
{
    const Lane &lane = *trace.lane(id);
    text += std::string(depth, '>') + std::string(laneKindName(lane.kind)) + " \"" + lane.name + "\"\n";
    for (const Event &event : lane.events)
        text += eventText(trace, event);
    for (const LaneId child : trace.children(id))
        addLaneText(text, trace, child, depth + 1);
}

inline std::string textOf(const Trace &trace)
{
    std::string text;
    for (const LaneId root : trace.children(std::nullopt))
        addLaneText(text, trace, root, 0);
    for (const std::string &problem : trace.problems)
        text += "problem: " + problem + "\n";
    for (const std::string &note : trace.info.notes)
        text += "note: " + note + "\n";
    return text;
}

} // namespace Interleave
