// Events that lie in a mapped file just as a trace keeps them, lane by lane in full blocks and in
// order: they need not be copied, only checked and indexed. So a finished file that has lost its
// index opens at the pace of its checksums, even if it is larger than memory. One use, any one thread.
#pragma once

#include "core/trace/trace.h"

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace Interleave {

/// What the arguments of events count in, each entry with the number that the file gives it.
template<class Entry>
using Numbered = std::vector<std::pair<std::uint64_t, Entry>>;

class MappedEvents
{
public:
    /// `keeper` owns the memory that the events lie in; both tables are numbered from 0 on.
    MappedEvents(std::shared_ptr<const void> keeper, const Numbered<std::string> &texts,
                 const Numbered<CounterSample> &samples)
        : m_keeper(std::move(keeper)), m_texts(texts), m_samples(samples)
    {}

    /// Takes those that can stay where they are, up to the first lane's block that cannot, because
    /// it holds an event that is late, unknown, of a lane that cannot be or names what is not there,
    /// or because the lane's block before is not full. Returns their number.
    std::size_t take(std::span<const Event> events);

    std::uint64_t count() const { return m_index.events; }
    /// All lanes, once nothing more comes. Records are those of the events alone.
    TraceIndex takeIndex();
    /// The events alone, lane by lane, for whoever goes on in another way.
    std::vector<std::span<const Event>> blocks() const;

private:
    struct MappedLane {
        std::vector<const Event *> blocks;
        std::size_t size = 0;
        std::uint64_t end = 0; // of the last event
        StateGrid grid;
    };

    bool takeBlock(std::span<const Event> block);
    /// Adds the continuations of those that carry something to `records`, and the printed lines to
    /// `outputs`; false when one of them names what is not there.
    bool takeCarried(std::span<const Event> block, std::uint64_t &records, std::vector<Event> &outputs) const;
    EventSequence sequenceOf(MappedLane &lane) const;

    std::shared_ptr<const void> m_keeper;
    const Numbered<std::string> &m_texts;
    const Numbered<CounterSample> &m_samples;
    std::vector<MappedLane> m_lanes; // of lane i + 1 at place i
    TraceIndex m_index;              // without lanes until it is taken
};

} // namespace Interleave
