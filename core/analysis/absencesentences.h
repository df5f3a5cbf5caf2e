// What is said of a lane at a moment at which it has no segment. Used by explanation.cpp alone.
#pragma once

#include "core/analysis/lanewords.h"

namespace Interleave {

/// Before its first moment, after its end, or where it has no states.
class AbsenceSentences : private LaneWords
{
public:
    AbsenceSentences(const LaneWords &words, Nanos time) : LaneWords(words), m_time(time) {}

    std::vector<std::string> write() const;

private:
    std::string notYet() const;
    const Event *lastFinish() const;
    std::string account() const;
    std::vector<std::string> counters() const;

    const Nanos m_time;
};

} // namespace Interleave
