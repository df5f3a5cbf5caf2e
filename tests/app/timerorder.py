"""Whether a recorded event loop woke its sleepers in the order of their deadlines, whatever the machine did.

A loop reads the clock when a task goes to sleep, between the recorded suspension and the next event of
the thread; so the recording bounds each deadline from both sides, without any tolerance.
"""

from dataclasses import dataclass


@dataclass
class Sleep:
    """One sleep of a task on a loop that ended by itself; all times in ns."""

    lane: int
    suspended: int
    earliest: int  # the deadline's bounds
    latest: int
    resumed: int


def sleeps(recording):
    on_loops = {lane.id for lane in recording.lanes if lane.kind in ("task", "coroutine")}
    asleep, ended = {}, []
    for event, following in zip(recording.events, recording.events[1:]):
        lane, at = event["lane"], event["time_ns"]
        if lane not in on_loops:
            continue
        if event["kind"] == "suspend" and event["reason"] == "sleep":
            duration = int(event["value"])
            asleep[lane] = Sleep(lane, at, at + duration, following["time_ns"] + duration, 0)
        elif event["kind"] == "resume" and lane in asleep:
            sleep = asleep.pop(lane)
            sleep.resumed = at
            if at >= sleep.earliest:  # who was cancelled resumes before
                ended.append(sleep)
    return ended


def wrong_wake(ended):
    """Nothing, or the first pair of sleeps of which the one with the later deadline ended first."""
    return next(((first, second) for first in ended for second in ended
                 if second.suspended < first.resumed < second.resumed and second.latest < first.earliest), None)
