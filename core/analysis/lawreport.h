// Collects what breaks the laws; keeps the earliest ones only, so that a trace in which every event is
// wrong costs no memory. Used by laws.cpp and its parts alone.
#pragma once

#include "core/analysis/laws.h"

namespace Interleave {

class LawReport
{
public:
    LawReport(const Trace &trace, std::size_t limit) : m_begin(trace.begin()), m_limit(limit) {}

    void add(const char *law, const Lane &lane, Nanos time, const std::string &what);
    void addTimeless(const char *law, std::string sentence);
    std::vector<Violation> take();

private:
    void shorten();

    Nanos m_begin;
    std::size_t m_limit;
    std::vector<Violation> m_found;
};

/// A stretch of time in which a lane holds something that only one may hold: the turn of a thread,
/// a pid, a tid, a CPU. Half-open: who ends when another begins does not meet it.
struct Hold {
    std::uint64_t what = 0;
    Nanos begin{0};
    Nanos end{0};
    LaneId lane;
};

/// Says each hold that begins while another of the same thing goes on.
void checkHolds(const Trace &trace, std::vector<Hold> holds, const char *law, const std::string &what,
                LawReport &report);

} // namespace Interleave
