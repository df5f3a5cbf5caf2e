// The recorder: how a thread says what happens to its lanes. One Recorder a thread, reached by
// Recorder::ofThisThread(); it owns one ring of the arena and is its only producer, so recording
// takes no lock, allocates nothing and never waits.
//
// Ordering. A record is written, then published by a release store of the ring's head; the reader
// loads head with acquire and so sees whole records. Records of one ring are in order of time
// unless a caller passes an older stamp. Between rings only the clock orders: a resume after a
// wake by another thread takes stampFenced(), so it cannot be stamped before the wake that it saw.
//
// Clock. Reading it is nearly all of the cost (10 of 11 ns through the time stamp counter, 22
// through clock_gettime), so both halves of a switch, "A suspends, B resumes", share one Stamp.
//
// Overflow. A full ring drops the event, counts its records in the ring's lost and goes on. When
// there is room again a Lost event says where the hole is. recorded = stored + lost per ring:
// recorded is head + lost by the producer's count, stored what the reader took out.
//
// Off. A thread that is not attached leaves at one comparison, the same for the stamp and for the
// event, so a program that is not observed pays under half a nanosecond an event.
//
// Death. SIGKILL between writing and publishing: the event never existed. Whoever reaps the
// process records the end of its lanes as inferred.
//
// Fork. The child inherits a Recorder that still points at its parent's ring; it must call
// abandonRing() and attach() before it records anything (executors/processes does).
//
// Not done, and why: no per-event enable mask (one comparison is the whole budget); no batching of
// head stores (a killed process would lose the batch, and the store costs 0.3 ns); no 32-byte
// record with room for more (half the events would carry zeros; text goes into continuations); no
// clock of its own per thread (the counter is synchronous where we use it, see calibrateClock()).
#pragma once

#include "core/base/result.h"
#include "core/trace/arena.h"
#include "core/trace/event.h"

#include <span>
#include <string_view>

namespace Interleave {

/// A moment on the arena's clock, in ticks since its base.
struct Stamp {
    std::uint64_t ticks = 0;
};

class Recorder
{
public:
    static Recorder &ofThisThread() { return t_recorder; }

    /// Claims a ring of the arena for this thread; the arena must outlive the thread. `bell` is an
    /// eventfd written when the reader sleeps, or -1. NoResources when every ring is taken: what
    /// this thread records then is counted as lost.
    Result<void> attach(const Arena &arena, int bell = -1);
    /// Gives the ring back, at the thread's end.
    void detach();
    /// In a forked child: forgets the parent's ring without touching it.
    void abandonRing();
    bool isAttached() const { return m_ring != nullptr; }

    Stamp stamp() const { return {m_arena ? m_clock.ticks() : 0}; }
    Stamp stampFenced() const { return {m_arena ? m_clock.ticksFenced() : 0}; }
    /// That long before now: for what is known to have happened then.
    Stamp stampAgo(Nanos ago) const;
    LaneId allocateLane() const { return m_arena ? m_arena->allocateLane() : LaneId(); }

    /// `at` is when the lane came to be, which may be before it could say so.
    void declareLane(Stamp at, LaneId lane, LaneKind kind, std::optional<LaneId> parent, std::string_view name,
                     std::uint32_t pid = 0, std::uint32_t tid = 0, bool inferred = false);
    void start(Stamp at, LaneId lane, LaneId starter = {}, bool inferred = false)
    {
        put(at, EventKind::Start, 0, lane, starter.value(), 0, inferred);
    }
    void suspend(Stamp at, LaneId lane, Reason reason, std::uint32_t argument = 0, std::uint32_t line = 0,
                 bool inferred = false)
    {
        put(at, EventKind::Suspend, std::uint8_t(reason), lane, argument, line, inferred);
    }
    void resume(Stamp at, LaneId lane) { put(at, EventKind::Resume, 0, lane); }
    void finish(Stamp at, LaneId lane, Outcome outcome = Outcome::Finished, std::uint32_t code = 0,
                bool inferred = false)
    {
        put(at, EventKind::Finish, std::uint8_t(outcome), lane, code, 0, inferred);
    }
    void wake(Stamp at, LaneId target, LaneId waker, bool inferred = false)
    {
        put(at, EventKind::Wake, 0, target, waker.value(), 0, inferred);
    }
    void output(LaneId lane, std::string_view line, std::uint32_t sourceLine = 0)
    {
        putGroup(stamp(), EventKind::Output, lane, sourceLine, line);
    }
    void note(LaneId lane, std::string_view text) { putGroup(stamp(), EventKind::Note, lane, 0, text); }
    void note(Stamp at, LaneId lane, std::string_view text) { putGroup(at, EventKind::Note, lane, 0, text); }
    void counter(LaneId lane, std::int64_t value, std::string_view name) { counter(stamp(), lane, value, name); }
    void counter(Stamp at, LaneId lane, std::int64_t value, std::string_view name);
    /// Another recorder's event with its payload, told here: what comes home from another machine.
    void relay(Stamp at, const Event &event, std::string_view payload);

private:
    void put(Stamp at, EventKind kind, std::uint8_t detail, LaneId lane, std::uint32_t argument = 0,
             std::uint32_t line = 0, bool inferred = false)
    {
        if (!m_arena || (m_head == m_limit && !makeRoom(at, 1))) [[unlikely]]
            return;
        m_records[m_head & m_mask] =
            Event(at.ticks, kind, detail, lane, argument, std::uint16_t(line), inferred);
        publish(m_head + 1);
    }
    void publish(std::uint64_t head)
    {
        m_head = head;
        // Release: the record is written before the reader can see that it exists.
        m_ring->head.store(head, std::memory_order_release);
        // Relaxed: a missed look costs the reader at most its own period.
        if (m_readerSleeping->load(std::memory_order_relaxed)) [[unlikely]]
            ringBell();
    }
    void putGroup(Stamp at, EventKind kind, LaneId lane, std::uint32_t line, std::string_view payload,
                  std::uint8_t detail = 0, std::uint32_t argument = 0, bool inferred = false);
    bool makeRoom(Stamp at, std::uint64_t records);
    void ringBell();

    static thread_local constinit Recorder t_recorder;

    std::uint64_t m_head = 0;  // our own copy: nobody else writes the ring's
    std::uint64_t m_limit = 0; // head may grow up to here before tail is looked at again
    std::uint64_t m_mask = 0;
    Event *m_records = nullptr;
    RingHeader *m_ring = nullptr;
    std::atomic<std::uint32_t> *m_readerSleeping = nullptr; // in the arena's header
    const Arena *m_arena = nullptr;
    ClockCalibration m_clock;
    std::uint64_t m_unsaidLost = 0; // lost since the last Lost event
    int m_bell = -1;
};

} // namespace Interleave
