// What the kernel did, in plain sentences: with a thread while it was in a segment, and of the lanes
// that the kernel's own record makes, a thread's turns on CPUs and a CPU's on threads. Written from the
// events; where these do not say it, as when a thread was unblocked, so do the sentences. Used by
// explanation.cpp alone.
#pragma once

#include "core/analysis/kernelshare.h"
#include "core/analysis/lanewords.h"

namespace Interleave {

/// Of a segment of an OnCpu or a Cpu lane.
class KernelSentences : private LaneWords
{
public:
    KernelSentences(const LaneWords &words, const Segment &segment) : LaneWords(words), m_segment(segment) {}

    std::vector<std::string> write();

private:
    void say(const std::string &sentence) { m_sentences.push_back(sentence + "."); }
    void explainTurn();
    void explainPreempted();
    void explainBlocked();
    void explainUnobserved();
    void sayWhatFollowed();
    void explainCpu();
    void sayWhoHadTheCpu(const Lane &cpu);
    std::string nameOf(LaneId lane) const;

    const Segment m_segment;
    std::vector<std::string> m_sentences;
};

struct KernelMeanwhile {
    std::vector<std::string> sentences; // "Of these 48.0 ms it had a CPU for 31.0 ms: CPU 0."
    Segment now;                        // of its OnCpu lane, at the moment: as long they are the same
};

/// What the kernel did with the thread of a lane that executes, while it was in the segment and at a
/// moment within. Nothing where the kernel's record is missing.
std::optional<KernelMeanwhile> kernelMeanwhile(const Trace &trace, const Segment &segment, Nanos moment, Nanos traceEnd);

} // namespace Interleave
