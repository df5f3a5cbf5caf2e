// Where two traces differ, in words; empty when they are the same in everything a trace says.
// Header-only, for tests of writers and readers.
#pragma once

#include "core/trace/trace.h"

#include <algorithm>
#include <string>

namespace Interleave {

inline std::string laneDifference(const Trace &a, const Trace &b, std::size_t index)
{
    const Lane &one = a.lanes()[index];
    const Lane &two = b.lanes()[index];
    const std::string where = "lane " + std::to_string(index + 1);
    if (one.id != two.id || one.parent != two.parent || one.kind != two.kind || one.name != two.name
        || one.pid != two.pid || one.tid != two.tid || !(one.declared == two.declared))
        return where + " is declared otherwise";
    if (one.events.size() != two.events.size())
        return where + " has " + std::to_string(one.events.size()) + " and " + std::to_string(two.events.size())
               + " events";
    for (std::size_t i = 0; i < one.events.size(); ++i) {
        if (!(one.events[i] == two.events[i]))
            return where + " differs in event " + std::to_string(i);
        if (a.text(one.events[i]) != b.text(two.events[i]))
            return where + " differs in the text of event " + std::to_string(i);
        const CounterSample *sampleOne = a.counter(one.events[i]);
        const CounterSample *sampleTwo = b.counter(two.events[i]);
        if (bool(sampleOne) != bool(sampleTwo) || (sampleOne && !(*sampleOne == *sampleTwo)))
            return where + " differs in the sample of event " + std::to_string(i);
    }
    return {};
}

inline std::string difference(const Trace &a, const Trace &b)
{
    if (!(a.info == b.info))
        return "the runs' descriptions differ";
    if (a.rings != b.rings)
        return "the rings differ";
    if (a.problems != b.problems)
        return "the problems differ: " + (b.problems.empty() ? "none" : b.problems.front());
    if (a.lanes().size() != b.lanes().size())
        return "there are " + std::to_string(a.lanes().size()) + " and " + std::to_string(b.lanes().size()) + " lanes";
    for (std::size_t i = 0; i < a.lanes().size(); ++i) {
        if (std::string found = laneDifference(a, b, i); !found.empty())
            return found;
        if (!std::ranges::equal(a.children(LaneId(std::uint32_t(i + 1))), b.children(LaneId(std::uint32_t(i + 1)))))
            return "the children of lane " + std::to_string(i + 1) + " differ";
    }
    if (!std::ranges::equal(a.outputs(), b.outputs()))
        return "the printed lines differ in their order";
    if (a.begin() != b.begin() || a.end() != b.end() || a.eventCount() != b.eventCount()
        || a.recordCount() != b.recordCount())
        return "the totals differ";
    return {};
}

} // namespace Interleave
