// One recorded event: 16 bytes, the same in a ring of the arena, in memory and on disk.
//
//   bytes  0–5   time, 48 bits: clock ticks since the arena's base in a ring, nanoseconds since
//                that base everywhere else (78 hours of nanoseconds)
//   byte   6     kind in bits 0–6; bit 7 set when the event is inferred, not measured
//   byte   7     detail: LaneKind, Reason or Outcome, as the kind says
//   bytes  8–10  lane, 24 bits
//   bytes 11–13  argument, 24 bits, as the kind says (see EventKind)
//   bytes 14–15  source line, 0 for none
//
// A Continuation carries 14 more bytes of its predecessor's text or values: bytes 0–5 and 8–15,
// with the number of bytes used in byte 7. All numbers are little-endian. Codes are never reused.
#pragma once

#include "core/base/ids.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace Interleave {

using Nanos = std::chrono::nanoseconds;

enum class EventKind : std::uint8_t {
    None = 0,     // an empty slot; never recorded
    Lane = 1,     // a lane exists: detail LaneKind, argument parent; payload u32 pid, u32 tid, name
    Start = 2,    // its work begins: argument who started it, if known; detail 1: the text that says
                  // what it does until its Finish, as a slice of another program's trace has one
    Suspend = 3,  // it waits: detail Reason, argument packed duration (Sleep) or the lane waited for
    Resume = 4,   // it goes on
    Finish = 5,   // its end: detail Outcome, argument exit code or signal; payload a text, if any
    Wake = 6,     // it may go on and is ready: argument the lane that woke it
    Output = 7,   // a printed line, without its line feed: payload the text
    Counter = 8,  // a value: payload i64 value, name
    Note = 9,     // a remark: payload the text
    Lost = 10,    // on lane 1: argument that many records were lost just before (saturating)
    Send = 11,    // an arrow of another program's trace leaves: argument the lane it leads to, where
                  // a Wake ends it; in both, detail and line are how long it is on its way, packed
    Continuation = 0x7f,
};

enum class LaneKind : std::uint8_t {
    Host = 0, Process = 1, Thread = 2, EventLoop = 3, Task = 4, Coroutine = 5, Generator = 6,
    Queue = 7, Lock = 8, Cpu = 9,
    Item = 10, // one thing in a queue: suspended while it stands there, its end is that it was taken
    Job = 11,  // one piece of work given to a pool: suspended until a worker takes it, then running there
    Track = 12, // of another program's trace: what nests within a thread's slices, or goes on beside threads
    Counter = 13, // of another program's trace: a curve, the values of its Counter events
    OnCpu = 14,   // below a thread: when the kernel let it run, and where; below a process or the host for
                  // a thread that records nothing itself
};
inline constexpr LaneKind lastLaneKind = LaneKind::OnCpu;

/// What the operating system says of the run, beside what the run says of itself: a Start or Resume
/// of an OnCpu lane has the CPU's lane as argument, a Resume of a Cpu lane the lane that runs there.
/// Who unblocked a thread the kernel does not say, so these waits have no waker.
constexpr bool isOfKernel(LaneKind kind) { return kind == LaneKind::OnCpu || kind == LaneKind::Cpu; }

/// Why a lane waits.
enum class Reason : std::uint8_t {
    None = 0,
    Sleep = 1,     // a time to pass; argument = packed duration asked for
    Join = 2,      // a thread's or process's end; argument = that lane
    Await = 3,     // a coroutine or task it awaits; argument = that lane
    Gather = 4,    // all of several tasks
    Turn = 5,      // sleep(0): it gave its turn away
    Future = 6,    // a Qt future
    Timer = 7,     // a Qt timer
    Poll = 8,      // an event loop with nothing ready
    Generator = 9, // a caller, until the generator yields; argument = generator
    Yield = 10,    // a generator at its yield, until next, send, throw or close
    Lock = 11,       // argument = the lane that holds it then
    Condition = 12, Semaphore = 13, QueueEmpty = 14, QueueFull = 15, // argument = the lane of that thing
    Io = 16,         // a file, socket or server
    Pool = 17,       // a worker without work; argument = its pool's queue
    Event = 18,      // argument = that event's lane, if it has one
    Wait = 19,       // the first, or some, of several
    Queued = 20,     // an item or job: nobody has taken it yet; argument = the queue
    Free = 21,       // a lock or other thing that is held: nobody holds it
    Unobserved = 22, // a library's own thread, which records nothing: it lives, what it does is not known
    Result = 23,     // what a job gives; argument = that job, or the pool's queue for several
    Held = 24,       // an event loop: whoever has its turn blocks the thread; argument = that lane
    Preempted = 25,  // a thread that had to leave its CPU though it could go on; a Wake follows at once
    Blocked = 26,    // a thread that the kernel made wait, or that asked for it: asleep, at a lock, reading
    Elsewhere = 27,  // a CPU on which nothing of this run is: idle, or at others' work
};

/// How a lane ended.
enum class Outcome : std::uint8_t {
    Finished = 0,  // returned; a process: exit code 0
    Failed = 1,    // exception, or exit code in the argument
    Cancelled = 2, // asked to stop, and did
    Killed = 3,    // ended by the signal in the argument
    Closed = 4,    // a generator closed before its end
};

struct Event {
    std::uint64_t low = 0;  // time | kind << 48 | detail << 56
    std::uint64_t high = 0; // lane | argument << 24 | line << 48

    static constexpr std::uint64_t timeMask = (std::uint64_t(1) << 48) - 1;
    static constexpr std::uint32_t idMask = (1u << 24) - 1;
    static constexpr std::uint8_t inferredBit = 0x80;
    static constexpr std::uint8_t named = 1; // detail of a Start whose argument is a text

    constexpr Event() = default;
    constexpr Event(std::uint64_t time, EventKind kind, std::uint8_t detail, LaneId lane,
                    std::uint32_t argument = 0, std::uint16_t line = 0, bool inferred = false)
        : low((time & timeMask) | std::uint64_t(std::uint8_t(kind) | (inferred ? inferredBit : 0)) << 48
              | std::uint64_t(detail) << 56)
        , high(std::uint64_t(lane.value() & idMask) | std::uint64_t(argument & idMask) << 24
               | std::uint64_t(line) << 48)
    {}

    constexpr std::uint64_t rawTime() const { return low & timeMask; }
    constexpr Nanos time() const { return Nanos(std::int64_t(rawTime())); } // in a Trace only
    constexpr EventKind kind() const { return EventKind(low >> 48 & 0x7f); }
    constexpr bool inferred() const { return low >> 55 & 1; }
    constexpr std::uint8_t detail() const { return std::uint8_t(low >> 56); }
    constexpr Reason reason() const { return Reason(detail()); }
    constexpr Outcome outcome() const { return Outcome(detail()); }
    constexpr LaneId lane() const { return LaneId(std::uint32_t(high & idMask)); }
    constexpr std::uint32_t argument() const { return std::uint32_t(high >> 24 & idMask); }
    constexpr std::uint16_t line() const { return std::uint16_t(high >> 48); }
    /// Whether the argument is the number of a text.
    constexpr bool carriesText() const
    {
        return kind() == EventKind::Output || kind() == EventKind::Note || (kind() == EventKind::Start && detail() == named);
    }
    /// The argument as a lane: the waker, the lane waited for, the starter, the arrow's other end.
    constexpr std::optional<LaneId> peer() const
    {
        return argument() && !carriesText() ? std::optional(LaneId(argument())) : std::nullopt;
    }
    /// How long an arrow is on its way that leaves or ends with this event; 0 for a wake of our own.
    constexpr std::uint32_t packedWay() const { return std::uint32_t(detail()) << 16 | line(); }
    constexpr void setRawTime(std::uint64_t time) { low = (low & ~timeMask) | (time & timeMask); }
    constexpr void setArgument(std::uint32_t argument)
    {
        high = (high & ~(std::uint64_t(idMask) << 24)) | std::uint64_t(argument & idMask) << 24;
    }
    constexpr bool operator==(const Event &) const = default;
};
static_assert(sizeof(Event) == 16);

/// The host's lane: the first of every trace, declared by the session. The operating system acts
/// through it, as the waker of whoever slept.
inline constexpr LaneId hostLane{1};

/// A duration in 24 bits: 20 bits of mantissa, 4 of decimal exponent, in nanoseconds. Exact for
/// whatever people write as a sleep (six significant digits), from 1 ns to 30 years.
std::uint32_t packDuration(Nanos duration);
Nanos unpackDuration(std::uint32_t packed);

} // namespace Interleave
