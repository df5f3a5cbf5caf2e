// Where the readers of all formats put what they find, in whatever order, before it becomes a
// trace. It trusts nothing: what cannot be is counted, left out, and said among the problems.
// One use, any one thread.
#pragma once

#include "core/io/mappedevents.h"
#include "core/io/mixedevents.h"

#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace Interleave {

class TraceGatherer
{
public:
    RunInfo info;
    std::vector<RingTotals> rings;
    std::vector<std::string> problems;

    /// The declaration is a Lane event: kind in its detail, parent in its argument.
    void lane(Event declaration, std::uint32_t pid, std::uint32_t tid, std::string name);
    void event(Event event);
    /// The same for several that lie in memory owned by `keeper`, stay there until finish(), and may
    /// for longer. The keeper is always the same.
    void events(std::span<const Event> events, const std::shared_ptr<const void> &keeper);
    /// Text or sample of the events whose argument is `number`; from Trace::maxTableEntries on it
    /// is refused.
    void text(std::uint64_t number, std::string text);
    void sample(std::uint64_t number, CounterSample sample);

    std::uint64_t eventCount() const { return m_eventCount + m_mixed.count() + (m_mapped ? m_mapped->count() : 0); }
    std::uint64_t laneCount() const { return m_laneCount; }
    std::uint64_t textCount() const { return m_texts.size(); }
    std::uint64_t sampleCount() const { return m_samples.size(); }

    /// Whether nothing was refused so far, and texts and samples are numbered from 0 without a gap.
    bool isFaultless() const;

    /// The trace of it all. Its problems are those given and those found here.
    Trace finish();
    /// The same with events that are ordered and indexed elsewhere, instead of any given here.
    Trace finish(TraceIndex index);

private:
    template<class Entry>
    static std::vector<Entry> tableOf(Numbered<Entry> &entries);
    bool isGood(const Event &event);
    void noteNamed(const Event &event);
    void mix(std::span<const Event> events);
    void mixMapped();
    void splitMixed();
    void renumberAll();
    void renumber(Event &event);
    Trace describe();
    void sayWhatWasWrong();
    void say(std::uint64_t count, const char *what);

    Trace m_trace;
    TraceContent m_content;
    std::optional<MappedEvents> m_mapped; // as long as all events could stay where they lie
    MixedEvents m_mixed;                  // from then on
    std::list<std::vector<Event>> m_picked; // of m_mixed, what was good among others
    Numbered<std::string> m_texts;
    Numbered<CounterSample> m_samples;
    std::vector<std::uint64_t> m_textNumbers, m_sampleNumbers;
    std::uint64_t m_eventCount = 0, m_laneCount = 0;
    std::uint64_t m_unknownEvents = 0, m_impossibleLanes = 0, m_badDeclarations = 0, m_missingTexts = 0;
    std::uint64_t m_refusedEntries = 0;
    std::uint32_t m_textsNamed = 0, m_samplesNamed = 0; // entries of the tables, by the largest argument
};

} // namespace Interleave
