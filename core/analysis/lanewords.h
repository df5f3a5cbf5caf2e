// What the sentences about one lane are made of: names, moments, the segments around one, who ran
// meanwhile. Used by the explanations alone, for the time of one of them: it refers to the trace.
#pragma once

#include "core/analysis/meanwhile.h"
#include "core/analysis/states.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Interleave {

class LaneWords
{
public:
    LaneWords(const Trace &trace, const Lane &lane, Nanos traceEnd) : m_trace(trace), m_lane(lane), m_traceEnd(traceEnd) {}

    /// Of several processes each has a main thread. What the kernel says of a thread bears that one's name.
    std::string name() const;
    std::string name(LaneId other) const;
    std::string at(Nanos time) const;
    bool goesOn() const { return m_trace.info.outcome == RunOutcome::Running && !m_trace.isForeign(); }

    /// "It waited for 42.0 ms, from 10.000 ms to 52.000 ms", or that it has waited so far.
    std::string span(const Segment &segment, std::string_view did, std::string_view does) const;

    std::optional<Segment> before(const Segment &segment) const;
    /// The one that this one turned into, if it did so at once; it may be empty.
    std::optional<Segment> after(const Segment &segment) const;

    /// "A (3.00 ms) and B (1.00 ms)"
    std::string runners(const std::vector<RanMeanwhile> &ran) const;
    /// "; meanwhile ran A (3.00 ms)", or nothing.
    std::string meanwhile(const Segment &ready) const;

    /// The lane's end, where it is at that moment: "finished", "killed by signal 9".
    std::optional<std::string> ending(Nanos from) const;
    static std::string outcomeText(const Event &finish);

protected:
    const Trace &m_trace;
    const Lane &m_lane;
    const Nanos m_traceEnd;
};

} // namespace Interleave
