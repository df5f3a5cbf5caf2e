// What happened in one run: a tree of lanes, each with its events in order of time, and the texts
// they carry. It knows no pixels, no colours, no files. One owner and one thread at a time: the
// session appends on its own thread between two readings of the window; a finished trace may be
// read from any thread.
#pragma once

#include "core/base/ids.h"
#include "core/trace/event.h"
#include "core/trace/marker.h"
#include "core/trace/eventsequence.h"
#include "core/trace/stategrid.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Interleave {

struct Lane {
    LaneId id;
    std::optional<LaneId> parent;
    LaneKind kind = LaneKind::Host;
    std::string name;
    std::uint32_t pid = 0; // the operating system's numbers, 0 where the lane has none
    std::uint32_t tid = 0;
    Event declared;        // the Lane event itself; its time is when the lane came to be
    EventSequence events;  // ordered by time; never a Lane or Continuation event
    StateGrid grid;        // how long it was in which state, kept up with the events

    /// The number of the first event at or after `time`; their number when there is none. By the
    /// grid, so that of a mapped file only the block is touched where that event is.
    std::size_t firstAtOrAfter(Nanos time) const;
};

/// What one ring recorded, in records (an event and each of its continuations count one).
/// The law: recorded = stored + lost.
struct RingTotals {
    std::uint32_t pid = 0, tid = 0;
    std::uint64_t recorded = 0; // by the ring's own count
    std::uint64_t stored = 0;   // by the reader's count
    std::uint64_t lost = 0;
    bool holds() const { return recorded == stored + lost; }
    /// What the kernel says of the run comes through no ring of ours, but has its place in the books.
    static constexpr std::uint32_t kernel = UINT32_MAX; // as tid, with pid 0
    bool isKernels() const { return pid == 0 && tid == kernel; }
    bool operator==(const RingTotals &) const = default;
};

struct CounterSample {
    std::int64_t value = 0;
    std::string name;
    bool operator==(const CounterSample &) const = default;
};

/// How a run as a whole ended. Exactly one of these, once it is over.
enum class RunOutcome : std::uint8_t { Running = 0, Finished = 1, Failed = 2, Cancelled = 3, TimedOut = 4 };

struct RunInfo {
    std::string scenario;  // its id, empty for a foreign trace
    std::string title;
    std::map<std::string, std::string> parameters;
    std::string host;      // operating system and number of CPUs; never a host name or a user
    std::int64_t startedUnixMs = 0;  // wall clock at the run's start, for people only
    RunOutcome outcome = RunOutcome::Running;
    std::string reason;    // why it failed: exit code, signal or exception text
    std::int64_t cpuNs = 0;          // of all its processes since the go, as the operating system counts
    std::int64_t peakRssBytes = 0;
    std::int64_t withheldNs = 0;     // at most so long its CPUs together were at interrupts or not given by their host
    std::uint32_t processesSeen = 0; // the most that /proc showed at once while it ran
    std::uint32_t threadsSeen = 0;   // likewise, or the sum of the most in each process
    std::string clock;     // "tsc" or "monotonic": what the times were read from
    std::string kernelRefusal; // why there are no OnCpu and Cpu lanes, with what to do; empty: no such reason
    std::vector<Marker> markers;     // a person's, in order of time
    std::vector<std::string> notes; // of a foreign trace: what is shown otherwise than there, or not
    bool operator==(const RunInfo &) const = default;
};

/// What a reader of a file has gathered: events of lane i + 1 at place i, in order of recording,
/// and the tables that the arguments of Output, Note and Counter events count in.
struct TraceContent {
    std::vector<EventSequence> events;
    std::vector<std::string> texts;
    std::vector<CounterSample> counters;
};

/// The events of all lanes as another keeps them, in order and with their grids: what a file with
/// an index opens as.
struct TraceIndex {
    struct IndexedLane {
        EventSequence events;
        StateGrid grid;
    };
    std::vector<IndexedLane> lanes;  // of lane i + 1 at place i
    std::vector<Event> outputs;      // by time, then by number of their text
    Nanos begin{0}, end{0};          // of the first and the last event
    std::uint64_t events = 0, records = 0;
};

class Trace
{
public:
    static constexpr std::uint32_t maxLanes = 100'000;
    static constexpr std::size_t maxTextBytes = 1 << 20;
    static constexpr std::uint32_t maxTableEntries = Event::idMask; // texts, and likewise samples

    RunInfo info;
    std::vector<RingTotals> rings;
    std::vector<std::string> problems; // found while reading it: shown, never thrown away

    /// Whether the event finds a place: its lane's number is at most maxLanes, and the table of
    /// texts or samples that it counts in has a number left (they have 24 bits, the last stands for
    /// "none"). What finds none is said once as a problem; what is added below all the same is refused.
    bool hasRoomFor(const Event &event);
    /// Declares a lane, once; ids need not come in order, and its events may have come before.
    /// False, and said as a problem, when it is declared already, hangs on a later lane, or its id
    /// is 0 or above maxLanes.
    bool declareLane(LaneId id, std::optional<LaneId> parent, LaneKind kind, std::string name,
                     std::uint32_t pid, std::uint32_t tid, Event declaration);
    /// Puts the event into its lane by time, behind those of the same time. The lane is created
    /// nameless when nobody has declared it yet. For Output, Note and Counter use the two below.
    bool append(Event event);
    /// Appends an Output or Note with its text, cut at maxTextBytes.
    bool appendText(Event event, std::string_view text);
    bool appendCounter(Event event, std::int64_t value, std::string name);

    /// Fills a trace that has no events yet, whatever their number and order, in one go. Events
    /// whose text or sample is not in the tables stay without. Lanes above maxLanes are left out.
    void load(TraceContent content);
    /// The same with events that need not be looked at, and all tables they count in.
    void load(std::vector<std::string> texts, std::vector<CounterSample> counters, TraceIndex index);

    /// From now on keeps what is added, in order of recording, until it is taken: each event as it
    /// stands in its lane, and each declaration as its Lane event. For the autosave.
    void keepJournal() { m_keepsJournal = true; }
    std::vector<Event> takeJournal();

    /// Lanes by id: element i is lane i + 1. A lane never declared has LaneKind::Host and no name.
    std::span<const Lane> lanes() const { return m_lanes; }
    const Lane *lane(LaneId id) const;
    const EventSequence &events(LaneId id) const; // empty for a lane that there is not
    std::span<const LaneId> children(std::optional<LaneId> parent) const;

    /// All printed lines in order of time.
    std::span<const Event> outputs() const { return m_outputs; }
    /// The text of an Output or Note; empty otherwise.
    std::string_view text(const Event &event) const;
    /// The sample of a Counter event, or null.
    const CounterSample *counter(const Event &event) const;
    /// The tables that the arguments of those events count in, in order of recording.
    std::span<const std::string> texts() const { return m_texts; }
    std::span<const CounterSample> counters() const { return m_counters; }

    Nanos begin() const { return empty() ? Nanos(0) : m_begin; } // of the first event
    Nanos end() const { return m_end; }                          // of the last event
    std::uint64_t eventCount() const { return m_eventCount; } // lane declarations not counted
    std::uint64_t lost() const;             // records, over all rings
    /// Ring records that this content amounts to: each event, declaration and continuation.
    std::uint64_t recordCount() const { return m_recordCount; }
    std::uint64_t revision() const { return m_revision; } // grows with every change
    /// Grows with every lane that comes to be, gets its name or its first event.
    std::uint64_t lanesRevision() const { return m_lanesRevision; }
    bool empty() const { return m_eventCount == 0; }
    /// Another program's: it says neither who woke whom, nor why a lane waits, nor when a lane that is
    /// only named there was to start.
    bool isForeign() const { return info.scenario.empty() && rings.empty(); }

private:
    struct LoadedLane;

    Lane *laneSlot(LaneId id);
    bool hasNumberFor(const Event &event) const;
    void noteTime(Nanos time);
    LoadedLane loaded(EventSequence events) const;
    void takeLoaded(LaneId id, LoadedLane loaded);
    void journal(Event event);

    std::vector<Lane> m_lanes;
    std::vector<std::vector<LaneId>> m_children; // by parent id; 0 holds the roots
    std::vector<Event> m_outputs;
    std::vector<Event> m_journal;
    bool m_keepsJournal = false;
    bool m_saidTooManyLanes = false, m_saidTableFull = false;
    std::vector<std::string> m_texts;
    std::vector<CounterSample> m_counters;
    Nanos m_begin = Nanos::max();
    Nanos m_end = Nanos(0);
    std::uint64_t m_eventCount = 0;
    std::uint64_t m_recordCount = 0;
    std::uint64_t m_revision = 0;
    std::uint64_t m_lanesRevision = 0;
};

/// Records that a payload of so many bytes takes behind its event, 14 bytes each.
constexpr std::uint64_t continuationsFor(std::size_t bytes) { return (bytes + 13) / 14; }
/// The same of a Counter's payload: its value and its name.
inline std::uint64_t continuationsFor(const CounterSample &sample)
{
    return continuationsFor(sizeof sample.value + sample.name.size());
}

/// The order of Trace::outputs(): by time, then by number of their text.
inline bool isPrintedBefore(const Event &a, const Event &b)
{
    return std::pair(a.rawTime(), a.argument()) < std::pair(b.rawTime(), b.argument());
}

} // namespace Interleave
