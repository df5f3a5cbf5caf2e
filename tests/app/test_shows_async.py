"""What the asynchronous scenarios must make visible, read from their recordings alone."""

import re
import unittest
from collections import Counter

from program import ProgramTest, interleave, main, settings
from recording import Recording


def length(stretch):
    return stretch[1] - stretch[0]


def counted(lane, name):
    """(time, value) of a counter. The CSV writes it as value and name."""
    return [(event["time_ns"], int(event["value"])) for event in lane.of_kind("counter") if event["text"] == name]


class ShowsAsync(ProgramTest):
    def shown(self, scenario, **values):
        return Recording(self.record(scenario, **values))

    def assertOneAtATime(self, recording):
        """No two tasks or coroutines run at once, though they wait at the same time."""
        stretches = sorted(stretch for kind in ("task", "coroutine") for lane in recording.of_kind(kind)
                           for stretch in lane.running())
        for before, after in zip(stretches, stretches[1:]):
            self.assertLessEqual(before[1], after[0])

    def waited_as_asked(self, lane):
        """What the lane's sleeps were to last, in ns, all together."""
        return sum(int(event["value"]) for event in lane.of_kind("suspend") if event["reason"] == "sleep")

    def test_count_lasts_one_sleep_whatever_the_number_of_tasks(self):
        for tasks in (1, 3, 300):
            recording = self.shown("async.count", tasks=tasks, second=100)
            self.assertOneAtATime(recording)
            sleeps = [wait for lane in recording.of_kind("task") for wait in lane.suspended("sleep")]
            self.assertEqual(len(sleeps), tasks)
            whole = length((min(wait["start_ns"] for wait in sleeps), max(wait["end_ns"] for wait in sleeps)))
            # All sleep at once: together they last hardly longer than the longest of them, not the sum.
            longest = max(length((wait["start_ns"], wait["end_ns"])) for wait in sleeps)
            self.assertLess(whole, 2 * longest)
            self.assertLess(max(wait["start_ns"] for wait in sleeps), min(wait["end_ns"] for wait in sleeps))
            self.assertEqual((recording.stats["processes"], recording.stats["threads"]), (1, 1))

    def test_chained_lasts_as_long_as_its_longest_chain(self):
        recording = self.shown("async.chained", chains=6, second=20)
        self.assertOneAtATime(recording)
        chains = [lane for lane in recording.of_kind("task") if lane.name.startswith("chain(")]
        self.assertEqual(len(chains), 6)
        lengths = {chain.name: chain.finish_ns - chain.start_ns for chain in chains}
        asked = {chain.name: sum(map(self.waited_as_asked, recording.children(chain))) for chain in chains}
        self.assertEqual(max(lengths, key=lengths.get), max(asked, key=asked.get))
        whole = length((min(chain.start_ns for chain in chains), max(chain.finish_ns for chain in chains)))
        self.assertLess(whole, 1.1 * max(lengths.values()))
        self.assertGreater(sum(asked.values()), 2 * whole)

    def test_makerandoms_retries_overlap(self):
        recording = self.shown("async.makerandom", second=20)
        self.assertOneAtATime(recording)
        tasks = [lane for lane in recording.of_kind("task") if lane.name.startswith("makerandom")]
        asked = {task.name: self.waited_as_asked(task) for task in tasks}
        whole = length((min(task.start_ns for task in tasks), max(task.finish_ns for task in tasks)))
        self.assertGreater(sum(asked.values()), whole)
        self.assertEqual(max(tasks, key=lambda task: task.finish_ns).name, max(asked, key=asked.get))
        for task in tasks:
            retries = sum(f"{task.name} ==" in line and "retrying" in line for line in recording.lines)
            self.assertEqual(len(task.suspended("sleep")), retries)

    def test_queues_depth_is_puts_minus_gets(self):
        recording = self.shown("async.queue", second=20)
        self.assertOneAtATime(recording)
        queue = recording.named("queue")
        changes = [1 if "added" in line else -1 for line in recording.lines if "added <" in line or "got element" in line]
        depths = [value for _, value in counted(queue, "depth")]
        self.assertEqual(depths[0], 0)
        self.assertEqual([after - before for before, after in zip(depths, depths[1:])], changes)
        self.assertEqual(depths[-1], 0)

    def test_each_item_says_how_long_it_stood_and_who_took_it(self):
        second = 20
        recording = self.shown("async.queue", second=second, producers=6, consumers=2, seed=3)
        queue = recording.named("queue")
        items = {item.name: item for item in recording.of_kind("item")}
        got = [re.fullmatch(r"Consumer (\d+) got element <(\w+)> in ([\d.]+) seconds\.", line) for line in recording.lines]
        got = [match for match in got if match]
        self.assertEqual(sorted(items), sorted(match[2] for match in got))
        for match in got:
            item = items[match[2]]
            self.assertEqual(item.parent, queue.id)
            wait, = item.suspended("queued")
            taker = recording.by_id[wait["woken_by"]]
            self.assertEqual(taker.name, f"consumer {match[1]}")
            # What it printed is what stands on the lane, but for the moment between the two clock readings.
            printed = float(match[3]) * second * 1e6
            self.assertLess(abs(printed - (wait["end_ns"] - wait["start_ns"])), 2e6 + 0.2 * printed)

    def test_who_waits_for_an_item_is_woken_by_the_producer_that_puts_it(self):
        recording = self.shown("async.queue", second=20, producers=2, consumers=8)
        queue = recording.named("queue")
        waits = [(lane, wait) for lane in recording.of_kind("task") for wait in lane.suspended("queue empty")]
        self.assertTrue(waits)
        for lane, wait in waits:
            self.assertTrue(lane.name.startswith("consumer"))
            waker = recording.by_id[wait["woken_by"]]
            event = next(event for event in lane.of_kind("suspend") if event["time_ns"] == wait["start_ns"])
            self.assertEqual(event["peer"], queue.id)
            # A wait that ended in the cancel was ended by main, any other by a producer.
            self.assertRegex(waker.name, "^(producer .*|main)$")
        ended = {lane.name: lane.outcome for lane in recording.of_kind("task")}
        self.assertEqual(Counter(ended[f"consumer {n}"] for n in range(8)), {"cancelled": 8})
        self.assertEqual(Counter(ended[f"producer {n}"] for n in range(2)), {"finished": 2})

    def test_without_cancelling_the_consumers_wait_until_the_timeout(self):
        path = self.directory / "stuck.ilv"
        done = interleave("run", "async.queue", *settings({"second": 10, "cancel": "off", "producers": 2, "items": 2,
                                                           "consumers": 3}),
                          "--timeout", 2, "--quiet", "--save", path)
        self.assertEnds(done, 124)
        self.assertEnds(interleave("check", path), 0)
        recording = Recording(path)
        self.assertEqual(recording.stats["outcome"], "timed-out")
        self.assertNotIn("Program completed", recording.stats["output"])
        for n in range(3):
            last = recording.named(f"consumer {n}").of_kind("suspend")[-1]
            self.assertEqual(last["reason"], "queue empty")

    def test_futures_end_in_another_order_than_they_were_given(self):
        recording = self.shown("async.futures", second=100, tasks=4, failing=0)
        jobs = [recording.named(f"gather: job {n}") for n in (1, 2, 3, 4)]
        self.assertEqual(sorted(jobs, key=lambda job: job.finish_ns), jobs[::-1])
        self.assertIn("gather gives [1, 4, 9, 16].", recording.lines)
        given = [line for line in recording.lines if line.startswith("as_completed gives")]
        self.assertEqual(given, [f"as_completed gives {n * n}." for n in (4, 3, 2, 1)])
        # Whoever takes them as they are completed is woken by each in turn.
        waiting = recording.named("takeAsCompleted")
        self.assertEqual([recording.by_id[wait["woken_by"]].name for wait in waiting.suspended("wait")],
                         [f"as_completed: job {n}" for n in (4, 3, 2, 1)])

    def test_an_exception_arrives_where_it_is_awaited(self):
        recording = self.shown("async.futures", second=100)
        failed = recording.named("gather: job 2")
        gathering = recording.named("gatherAll")
        self.assertEqual((failed.outcome, gathering.outcome), ("failed", "finished"))
        wait, = gathering.suspended("gather")
        self.assertEqual(wait["woken_by"], failed.id)
        raised = next(event for event in gathering.of_kind("output") if event["text"] == "gather raises: job 2 failed.")
        self.assertGreaterEqual(raised["time_ns"], failed.finish_ns)
        others = [recording.named(f"gather: job {n}") for n in (1, 3)]
        self.assertEqual([other.outcome for other in others], ["finished", "finished"])
        self.assertGreater(others[0].finish_ns, raised["time_ns"])

    def test_a_timeout_ends_the_wait_and_a_cancel_the_tasks(self):
        recording = self.shown("async.futures", second=100)
        waiting = recording.named("waitAWhile")
        timeout, cancelled = waiting.suspended("wait")
        self.assertEqual(recording.by_id[timeout["woken_by"]].kind, "event loop")
        pending = [recording.named(f"wait: job {n}") for n in (1, 2)]
        self.assertIn(recording.by_id[cancelled["woken_by"]], pending)
        for job in pending:
            self.assertEqual(job.outcome, "cancelled")
            self.assertEqual(job.suspended("sleep")[0]["woken_by"], waiting.id)
            self.assertGreaterEqual(job.finish_ns, timeout["end_ns"])
        self.assertEqual(recording.named("wait_for: job 1").outcome, "cancelled")

    def test_the_loop_shows_its_turns_and_its_polls(self):
        for implementation in ("qt", "own"):
            recording = self.shown("async.event-loop", second=100, tasks=4, loop=implementation)
            self.assertOneAtATime(recording)
            loop = recording.named("event loop")
            turns = counted(loop, "ready")
            begins = [time for time, _ in turns] + [loop.finish_ns]
            tasks = [recording.named(f"task {n}") for n in (1, 2, 3, 4)]
            # A turn runs each of those that were ready once, in their order: all four, and then all four again.
            resumes = sorted((time, task.name) for task in tasks
                             for time in (task.start_ns, task.suspended("turn")[0]["end_ns"]))
            self.assertEqual([name for _, name in resumes], [task.name for task in tasks] * 2)
            ran = [[name for time, name in resumes if begin <= time < end] for begin, end in zip(begins, begins[1:])]
            self.assertEqual([names for names in ran if names], [[task.name for task in tasks]] * 2)
            for (_, ready), names in zip(turns, ran):
                self.assertGreaterEqual(ready, len(names))
            # The tasks' timers fall one after the other; between them the loop waits in poll.
            polls = loop.suspended("poll")
            last = max(polls, key=lambda poll: poll["end_ns"])
            self.assertGreaterEqual(len(polls), 4)
            self.assertLess(abs(last["end_ns"] - tasks[3].suspended("sleep")[0]["end_ns"]), 20e6)
            self.assertGreater(sum(poll["end_ns"] - poll["start_ns"] for poll in polls), 0.8 * 100e6)
            self.assertEqual(max(value for _, value in counted(loop, "timers")), 5)
            self.assertEqual((recording.stats["processes"], recording.stats["threads"]), (1, 1))

    def test_a_yield_point_without_others_resumes_the_same_task(self):
        recording = self.shown("async.event-loop", second=50, tasks=2)
        waiting = recording.named("main")
        last = waiting.suspended("turn")[-1]
        between = [event for event in recording.events if last["start_ns"] < event["time_ns"] < last["end_ns"]
                   and event["kind"] in ("resume", "start")]
        self.assertEqual(between, [])
        self.assertEqual(last["woken_by"], waiting.id)


if __name__ == "__main__":
    main()
