// A thread's talk with Redis as its lane shows it: not running, but waiting for the answer.
#pragma once

#include "core/executors/here.h"
#include "core/trace/recorder.h"

namespace Interleave {

template<class Talk>
auto waitingForRedis(SourceLine line, Talk talk)
{
    Recorder &recorder = Recorder::ofThisThread();
    recorder.suspend(recorder.stamp(), t_here.lane, Reason::Io, 0, line.number);
    auto answer = talk();
    const Stamp now = recorder.stampFenced();
    recorder.wake(now, t_here.lane, hostLane, true);
    recorder.resume(now, t_here.lane);
    return answer;
}

} // namespace Interleave
