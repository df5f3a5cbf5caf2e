// Which lanes and events contain a term: a lane by its name, an event by what is written in its bar
// ("lock held by t2"), by how it ended, by what it printed, noted or counted; "line 12" are the waits at
// that line. The trace's tables are
// looked at first, by learn(); an event then costs a few nanoseconds. Looks at a trace, which
// outlives it and may grow.
#pragma once

#include "core/trace/trace.h"
#include "ui/models/searchterm.h"

#include <array>
#include <vector>

namespace Interleave {

class EventMatcher
{
public:
    EventMatcher(const Trace &trace, const SearchTerm &term);

    /// Looks at up to `count` more entries of the trace's tables. False once all are known.
    bool learn(std::size_t count);
    bool matches(const Event &event);
    bool matchesName(const Lane &lane) const;

private:
    /// What the bars of such events say, remembered for the next of the kind.
    struct Label {
        std::uint64_t key = 0; // kind, reason and argument
        bool matches = false;
    };

    bool matchesLabel(const Event &event);

    const Trace *m_trace;
    SearchTerm m_term;
    std::vector<std::uint16_t> m_lines; // asked for by number
    std::array<bool, 256> m_reasons{}; // whose word alone contains it
    std::vector<bool> m_texts, m_counters; // by number in the trace's tables, as far as learnt
    std::vector<Label> m_labels;
};

} // namespace Interleave
