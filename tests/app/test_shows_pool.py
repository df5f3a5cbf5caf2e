"""What the recordings of process pools must show, and what a worker that is killed costs."""

import os
import re
import signal

from program import ProgramTest, children, interleave, main, settings, start, until
from recording import Recording, overlap

IN_ORDER = ["start", "suspend", "wake", "resume", "finish"]  # a task's life


def first_running(lane):
    """When the worker took it and when it was done."""
    return lane.running()[-1]


class Pool:
    """A recording's lanes by their roles."""

    def __init__(self, recording):
        self.recording = recording
        self.queue = recording.named("tasks")
        self.tasks = recording.children(self.queue)
        self.handler = recording.named("pool handler")
        self.workers = [lane for lane in recording.of_kind("process") if lane.name.startswith("worker")]
        self.threads = {worker.id: recording.children(worker)[0] for worker in self.workers}
        parent = next(lane for lane in recording.of_kind("process") if lane not in self.workers)
        self.main = next(lane for lane in recording.children(parent) if lane.name == "main thread")

    def worker_of(self, task):
        """The thread that took the task: who woke it."""
        return next(event["peer"] for event in task.events if event["kind"] == "wake")

    def depths(self):
        return [int(event["value"]) for event in self.queue.of_kind("counter") if event["text"] == "depth"]


class Shows(ProgramTest):
    def pool(self, scenario, **values):
        pool = Pool(Recording(self.record(scenario, **values)))
        self.assertIn("equal to serial: yes", pool.recording.lines)
        self.assertNotIn("equal to serial: no", pool.recording.lines)
        self.assertIsPool(pool)
        return pool

    def assertIsPool(self, pool):
        """Each worker is a process that waits for tasks, each task was queued, taken and done by one of them."""
        self.assertEqual(len({worker.pid for worker in pool.workers}), len(pool.workers))
        threads = {thread.id: thread for thread in pool.threads.values()}
        for thread in threads.values():
            waits = [event for event in thread.of_kind("suspend") if event["reason"] == "pool"]
            self.assertTrue(waits)
            self.assertEqual({wait["peer"] for wait in waits}, {pool.queue.id})
            for wait in thread.suspended("pool"):
                self.assertEqual(wait["woken_by"], pool.handler.id)
        for task in pool.tasks:
            self.assertEqual(task.kind, "job")
            self.assertEqual([event["kind"] for event in task.events if event["kind"] in IN_ORDER], IN_ORDER)
            self.assertEqual(task.of_kind("suspend")[0]["reason"], "queued")
            begin, end = first_running(task)
            worker = threads[pool.worker_of(task)]
            self.assertEqual(overlap([(begin, end)], worker.running()), end - begin, "its worker runs meanwhile")
        self.assertEqual(pool.depths()[-1], 0)

    def test_apply_never_has_two_tasks_at_work(self):
        pool = self.pool("pool.apply", workers=3, rows=12, tasks=6, work=30)
        self.assertEqual(len(pool.tasks), 6)
        stretches = sorted(first_running(task) for task in pool.tasks)
        for (_, end), (begin, _) in zip(stretches, stretches[1:]):
            self.assertLess(end, begin)
        self.assertEqual(len({pool.worker_of(task) for task in pool.tasks}), 3, "the workers take turns")
        for wait in pool.main.suspended("result"):
            self.assertEqual(wait["woken_by"], pool.handler.id)
        waited_for = [event["peer"] for event in pool.main.of_kind("suspend") if event["reason"] == "result"]
        self.assertTrue(set(waited_for) <= {task.id for task in pool.tasks})
        self.assertEqual(max(pool.depths()), 1)

    def test_map_shares_chunks_out_and_keeps_the_order(self):
        for scenario in ("pool.map", "pool.starmap"):
            pool = self.pool(scenario, workers=2, rows=40, chunk=6, work=60)
            names = [f"rows {first}–{min(first + 5, 39)}" for first in range(0, 40, 6)]
            self.assertEqual([task.name for task in sorted(pool.tasks, key=lambda task: task.id)], names)
            self.assertEqual(max(pool.depths()), 7)
            self.assertEqual(len({pool.worker_of(task) for task in pool.tasks}), 2)
            running = {thread: [first_running(task) for task in pool.tasks if pool.worker_of(task) == thread]
                       for thread in {pool.worker_of(task) for task in pool.tasks}}
            self.assertGreater(overlap(*running.values()), 0, "both are at work at once")
            waits, = [event for event in pool.main.of_kind("suspend") if event["reason"] == "result"],
            self.assertEqual([wait["peer"] for wait in waits], [pool.queue.id])

    def test_callbacks_come_in_the_order_in_which_tasks_are_done(self):
        pool = self.pool("pool.apply-async", workers=2, rows=20, tasks=10, work=40)
        line = next(line for line in pool.recording.lines if line.startswith("the callback was told"))
        told = [int(number) for number in re.findall(r"\d+", line)]
        self.assertEqual(sorted(told), list(range(10)))
        finished = {task.name: task.finish_ns for task in pool.tasks}
        # One worker's tasks come back in its order; between two workers a moment may decide.
        for thread in {pool.worker_of(task) for task in pool.tasks}:
            of_worker = [number for number in told if pool.worker_of(self.task(pool, f"part {number}")) == thread]
            self.assertEqual(of_worker, sorted(of_worker, key=lambda number: finished[f"part {number}"]))
        submitted = [task.start_ns for task in sorted(pool.tasks, key=lambda task: task.id)]
        self.assertEqual(submitted, sorted(submitted))

    @staticmethod
    def task(pool, name):
        return next(task for task in pool.tasks if task.name == name)

    def test_jobs_of_different_lengths_come_back_in_another_order(self):
        pool = self.pool("pool.sync-or-async", workers=4, jobs=8, work=160, seed=444)
        lines = {line.partition(":")[0]: [int(number) for number in re.findall(r"\d+", line)]
                 for line in pool.recording.lines if "came back" in line}
        self.assertEqual(lines["sync"], list(range(8)))
        self.assertEqual(sorted(lines["async"]), list(range(8)))
        self.assertNotEqual(lines["async"], list(range(8)))
        stretches = {way: sorted(first_running(task) for task in pool.tasks if task.name.startswith(way))
                     for way in ("sync", "async")}
        for (_, end), (begin, _) in zip(stretches["sync"], stretches["sync"][1:]):
            self.assertLess(end, begin)
        self.assertTrue(any(begin < end for (_, end), (begin, _) in zip(stretches["async"], stretches["async"][1:])))

    def test_the_parent_goes_on_while_the_workers_work_and_then_waits(self):
        for scenario in ("pool.map-async", "pool.starmap-async"):
            pool = self.pool(scenario, workers=2, rows=20, chunk=5, work=160)
            at_work = [first_running(task) for task in pool.tasks]
            self.assertGreater(overlap(pool.main.running(), at_work), 0)
            said = next(event for event in pool.main.of_kind("output") if event["text"].startswith("meanwhile"))
            for wait in pool.main.suspended("result"):
                self.assertGreater(wait["start_ns"], said["time_ns"])
                self.assertEqual(wait["woken_by"], pool.handler.id)

    def test_a_split_decides_what_a_task_is(self):
        for split, names in (("row", {"rows 0–2", "rows 3–5", "rows 6–8", "row 9"}), ("column", {f"column {i}" for i in range(5)}),
                             ("frame", {"frame 0"})):
            pool = self.pool("pool.data-frame", workers=1, rows=10, split=split, work=10)
            self.assertEqual({task.name for task in pool.tasks}, names)

    def test_how_many_plots_each_size_and_number(self):
        recording = Recording(self.record("pool.how-many", workers=2, work=20))
        plots = {event["text"] for event in recording.events if event["kind"] == "counter" and event["text"].startswith("plot ")}
        self.assertEqual(plots, {f"plot {size} job @ {workers}" for size in ("tiny", "small", "large") for workers in range(3)})
        self.assertEqual(len([lane for lane in recording.of_kind("process") if lane.name.startswith("worker")]), 3 * (1 + 2))

    def test_the_serial_run_is_one_lane(self):
        recording = Recording(self.record("pool.serial", work=5))
        of_kernel = ("cpu", "on cpu")  # where it says something
        self.assertEqual([lane.kind for lane in recording.lanes if lane.kind not in of_kernel], ["host", "process", "thread"])

    def test_sixty_four_workers(self):
        self.assertEqual(len(self.pool("pool.map", workers=64, rows=128, chunk=1, work=20).workers), 64)


class Death(ProgramTest):
    """A worker killed from outside, in the middle of a task."""

    def kill_a_worker(self, scenario, number, **values):
        path = self.directory / f"{scenario}-{number}.ilv"
        run = start("run", scenario, *settings(values), "--save", path)
        self.addCleanup(run.communicate)
        runner = until(lambda: children(run.pid), "the runner")[0]
        workers = until(lambda: (found := children(runner)) and len(found) == values["workers"] and found, "the workers")
        until(lambda: self.is_computing(workers[0]), "a worker at work")
        os.kill(workers[0], number)
        output, errors = run.communicate(timeout=60)
        return run.returncode, output, errors, workers[0], path

    @staticmethod
    def is_computing(pid):
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12]) >= 5  # ticks of processor time: far beyond its start

    def test_it_costs_one_task_and_another_worker_takes_over(self):
        for number in (signal.SIGKILL, signal.SIGSEGV):
            with self.subTest(number.name):
                values = {"workers": 2, "rows": 24, "chunk": 3, "work": 2400}
                code, output, errors, victim, path = self.kill_a_worker("pool.map", number, **values)
                self.assertEqual(code, 1, errors)
                said = re.search(rf"Worker \d was killed by signal {number.value} while it had rows (\d+)–(\d+): that task is lost", errors)
                self.assertTrue(said, errors)
                self.assertEnds(interleave("check", path), 0)
                pool = Pool(Recording(path))
                lost = [task for task in pool.tasks if task.outcome != "finished"]
                self.assertEqual([(task.name, task.outcome) for task in lost], [(f"rows {said[1]}–{said[2]}", "killed")])
                self.assertEqual([worker.outcome for worker in pool.workers if worker.pid == victim], ["killed"])
                self.assertEqual(len(pool.workers), 3)
                newcomer = pool.threads[pool.workers[-1].id]
                self.assertIn(newcomer.id, {pool.worker_of(task) for task in pool.tasks}, "it took a task")
                self.assertIn("equal to serial: no", output)
                counts = output.splitlines()[0].strip("[]").split(", ")
                for row, count in enumerate(counts):
                    self.assertEqual(count == "lost", int(said[1]) <= row <= int(said[2]), output)
                self.assertNothingRuns()

    def test_the_only_worker_of_apply(self):
        code, output, errors, _, path = self.kill_a_worker("pool.apply", signal.SIGKILL, workers=1, rows=8, tasks=4, work=1200)
        self.assertEqual(code, 1, errors)
        self.assertIn("that task is lost", errors)
        self.assertEnds(interleave("check", path), 0)
        self.assertEqual([task.outcome for task in Pool(Recording(path)).tasks].count("finished"), 3)

    def test_a_stopped_run_leaves_nothing(self):
        run = start("run", "pool.map", *settings({"workers": 4, "work": 5000}))
        until(lambda: len(children(until(lambda: children(run.pid), "the runner")[0])) == 4, "the workers")
        os.kill(run.pid, signal.SIGINT)
        run.communicate(timeout=20)
        self.assertEqual(run.returncode, 130)
        self.assertNothingRuns()


if __name__ == "__main__":
    main()
