// A trace written down by hand, one line an event, for tests of what is derived from traces.
#pragma once

#include "core/trace/trace.h"

#include <string>
#include <utility>

namespace Interleave {

class TraceBuilder
{
public:
    Trace trace;

    LaneId lane(LaneKind kind, std::string name, std::optional<LaneId> parent = std::nullopt, std::uint32_t pid = 0,
                std::uint32_t tid = 0, Nanos time = Nanos(0))
    {
        const LaneId id(m_next++);
        trace.declareLane(id, parent, kind, std::move(name), pid, tid,
                          Event(std::uint64_t(time.count()), EventKind::Lane, std::uint8_t(kind), id,
                                parent ? parent->value() : 0));
        return id;
    }

    void start(LaneId id, Nanos time) { add(id, time, EventKind::Start); }
    void resume(LaneId id, Nanos time) { add(id, time, EventKind::Resume); }
    void wake(LaneId id, Nanos time, LaneId waker) { add(id, time, EventKind::Wake, 0, waker.value()); }
    void suspend(LaneId id, Nanos time, Reason reason, std::optional<LaneId> peer = std::nullopt)
    {
        add(id, time, EventKind::Suspend, std::uint8_t(reason), peer ? peer->value() : 0);
    }
    void sleep(LaneId id, Nanos time, Nanos asked)
    {
        add(id, time, EventKind::Suspend, std::uint8_t(Reason::Sleep), packDuration(asked));
    }
    void finish(LaneId id, Nanos time, Outcome outcome = Outcome::Finished, bool inferred = false)
    {
        add(id, time, EventKind::Finish, std::uint8_t(outcome), 0, inferred);
    }
    void print(LaneId id, Nanos time, std::string_view text)
    {
        trace.appendText(Event(std::uint64_t(time.count()), EventKind::Output, 0, id), text);
    }
    void add(LaneId id, Nanos time, EventKind kind, std::uint8_t detail = 0, std::uint32_t argument = 0,
             bool inferred = false, std::uint16_t line = 0)
    {
        trace.append(Event(std::uint64_t(time.count()), kind, detail, id, argument, line, inferred));
    }

private:
    std::uint32_t m_next = 1;
};

} // namespace Interleave
