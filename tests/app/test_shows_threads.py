"""What the recordings of processes and threads must show, read from their events."""

import itertools

from program import ProgramTest, main
from recording import Recording, overlap


def holds(lock):
    """(holder's lane, begin, end) of each time that a lock was held, from the lock's own lane."""
    found, holder, begin = [], None, None
    for event in lock.events:
        if event["kind"] == "wake":
            holder = event["peer"]
        elif event["kind"] == "resume":
            begin = event["time_ns"]
        elif event["kind"] in ("suspend", "finish") and begin is not None:
            found.append((holder, begin, event["time_ns"]))
            begin = None
    return found


def total(stretches):
    return sum(end - begin for begin, end in stretches)


class Shows(ProgramTest):
    def recording(self, scenario, **values):
        return Recording(self.record(scenario, **values))

    def threads_of(self, recording, prefix="thread "):
        return [lane for lane in recording.of_kind("thread") if lane.name.startswith(prefix)]

    def assertJoinsInOrder(self, waiting, lanes):
        """The lane waits in join of each, one after the other, and each wait outlasts the one waited for."""
        joins = [event for event in waiting.of_kind("suspend") if event["reason"] == "join"]
        self.assertEqual([join["peer"] for join in joins], [lane.id for lane in lanes])
        for wait, lane in zip(waiting.suspended("join"), lanes):
            self.assertGreaterEqual(wait["end_ns"], lane.finish_ns)
            self.assertEqual(wait["woken_by"], lane.id)

    def assertStartInOrder(self, lanes):
        declared = [lane.events[0]["time_ns"] for lane in lanes]
        self.assertEqual(declared, sorted(declared))

    def assertNamesTheHolder(self, recording, lock, lanes):
        """Every wait for the lock names the lane that held it then and is ended by one that held it."""
        held = holds(lock)
        waits = 0
        for lane in lanes:
            for event in lane.of_kind("suspend"):
                if event["reason"] != "lock":
                    continue
                waits += 1
                holding = [holder for holder, begin, end in held if begin <= event["time_ns"] <= end]
                self.assertIn(event["peer"], holding)
                self.assertNotEqual(event["peer"], lane.id)
            for wait in lane.suspended("lock"):
                # Whoever let it in gave the lock up at that very moment, or just before it was asked for.
                ends = [end for holder, begin, end in held if holder == wait["woken_by"] and end <= wait["wake_ns"]]
                self.assertTrue(ends, wait)
        return waits

    def assertOneHolderAtATime(self, lock):
        held = holds(lock)
        for (_, _, end), (_, begin, _) in itertools.pairwise(held):
            self.assertLessEqual(end, begin)
        return held

    # 1 · Multiple processes

    def test_continents(self):
        for values in ({"workers": 4}, {"workers": 64}, {"workers": 5, "start": "spawn", "work": 5}):
            with self.subTest(**values):
                recording = self.recording("processes.continents", **values)
                parent, *children = recording.of_kind("process")
                self.assertEqual(len(children), values["workers"])
                self.assertEqual(len({lane.pid for lane in recording.of_kind("process")}), values["workers"] + 1)
                self.assertTrue(all(child.parent == parent.id for child in children))
                self.assertStartInOrder(children)
                self.assertJoinsInOrder(recording.children(parent)[0], children)
                self.assertEqual(sorted(recording.lines)[0], "The name of continent is :  Africa")

    def test_same_script(self):
        for instances in (1, 64):
            with self.subTest(instances=instances):
                recording = self.recording("processes.same-script", instances=instances, work=0)
                scripts = [lane for lane in recording.of_kind("process") if lane.name.startswith("script ")]
                self.assertEqual(len({script.pid for script in scripts}), instances)
                for script in scripts:
                    counted = [int(event["value"]) for event in script.of_kind("counter") if event["text"] == "counter"]
                    self.assertEqual(counted, list(range(1, 11)))
                    self.assertEqual(script.outcome, "finished")

    def test_isolated_memory(self):
        for workers, increments in ((3, 200), (64, 10)):
            with self.subTest(workers=workers):
                recording = self.recording("processes.isolated-memory", workers=workers, increments=increments)
                processes, threads = recording.named("with processes"), recording.named("with threads")

                def counter(lane):
                    return [int(event["value"]) for event in lane.of_kind("counter") if event["text"] == "counter"]

                workers_of_first = [lane for lane in recording.children(processes) if lane.kind == "process"]
                self.assertEqual([counter(lane) for lane in workers_of_first], [[increments]] * workers)
                self.assertEqual(counter(processes), [0])
                self.assertEqual(counter(threads), [workers * increments])
                # The halves are processes of their own; all threads of the second are within it.
                self.assertGreaterEqual(threads.start_ns, processes.finish_ns)
                self.assertEqual([lane for lane in recording.children(threads) if lane.kind == "process"], [])
                self.assertEqual(len(self.threads_of(recording)), workers)
                self.assertTrue(all(lane.parent == threads.id for lane in self.threads_of(recording)))
                self.assertEqual(len(self.assertOneHolderAtATime(recording.named("lock"))), workers * increments)

    # 2 · Multiple threads

    def test_square_cube(self):
        for workers in (2, 64):
            with self.subTest(workers=workers):
                recording = self.recording("threads.square-cube", workers=workers)
                process, = recording.of_kind("process")
                threads = self.threads_of(recording, "t")
                self.assertEqual(len({lane.tid for lane in threads}), workers)
                self.assertTrue(all(lane.parent == process.id for lane in threads))
                self.assertStartInOrder(threads)
                self.assertJoinsInOrder(recording.named("main thread"), threads)

    def test_shared_counter_loses_updates_without_a_lock(self):
        # Each run may in principle be lucky; five in a row may not.
        lost = []
        for _ in range(5):
            recording = self.recording("threads.shared-counter")
            self.assertEqual(holds(recording.named("lock")), [])
            lost.append(int(recording.lines[2].removeprefix("Lost updates: ")))
            if lost[-1] > 0:
                break
        self.assertGreater(lost[-1], 0)
        self.assertEqual(len(self.threads_of(recording)), 3)

    def test_shared_counter_queues_for_the_lock_and_loses_nothing(self):
        for threads, increments in ((3, 1000), (64, 20)):
            with self.subTest(threads=threads):
                recording = self.recording("threads.shared-counter", threads=threads, increments=increments, lock="on")
                self.assertEqual(recording.lines[1:], [f"Got: {threads * increments}", "Lost updates: 0"])
                lock = recording.named("lock")
                held = self.assertOneHolderAtATime(lock)
                self.assertEqual(len(held), threads * increments)
                lanes = self.threads_of(recording)
                self.assertEqual({holder for holder, _, _ in held}, {lane.id for lane in lanes})
                self.assertGreater(self.assertNamesTheHolder(recording, lock, lanes), 0)

    def test_notify(self):
        tasks, workers, failing = 12, 3, 5
        recording = self.recording("threads.notify", tasks=tasks, workers=workers, failing=failing, work=2)
        main_thread = recording.named("main thread")
        pool = recording.named("pool")
        pool_threads = self.threads_of(recording, "pool thread ")
        jobs = recording.children(pool)
        self.assertEqual(len(jobs), tasks)
        # Used again: fewer threads than functions, and each waits for the pool in between.
        self.assertLessEqual(len(pool_threads), workers)
        takers = [job.suspended("queued")[0]["woken_by"] for job in jobs]
        self.assertLessEqual(set(takers), {lane.id for lane in pool_threads})
        for lane in pool_threads:
            self.assertEqual(len(lane.suspended("pool")), takers.count(lane.id))
            self.assertEqual(lane.outcome, "finished")
        self.assertEqual([job.outcome for job in jobs],
                         ["failed" if number == failing else "finished" for number in range(1, tasks + 1)])
        # The notification is printed by a task of the main thread's loop, after the function's end there.
        for number, job in enumerate(jobs, start=1):
            notification = recording.named(f"notification {number}")
            self.assertEqual(recording.by_id[recording.by_id[notification.parent].parent].id, main_thread.id)
            said, = notification.of_kind("output")
            self.assertEqual("has failed: no square of 5 today" in said["text"], number == failing)
            self.assertGreaterEqual(said["time_ns"], job.finish_ns)
        self.assertFalse([event for lane in pool_threads + jobs for event in lane.of_kind("output")])
        # Meanwhile the main thread goes on with something else.
        last_job = max(job.finish_ns for job in jobs)
        turns = [begin for begin, _ in recording.named("something else").running() if begin < last_job]
        self.assertGreater(len(turns), 1)

    def test_take_turns_computing(self):
        recording = self.recording("threads.take-turns", threads=4, work=40)
        lock = recording.named("interpreter lock")
        lanes = self.threads_of(recording)
        held = self.assertOneHolderAtATime(lock)
        by_thread = {lane.id: [(begin, end) for holder, begin, end in held if holder == lane.id] for lane in lanes}
        # One after the other: nobody computes without the lock, so what overlaps is next to nothing.
        for lane in lanes:
            self.assertGreaterEqual(total(by_thread[lane.id]), 40_000_000)
            self.assertGreater(len(by_thread[lane.id]), 1)
        self.assertGreaterEqual(total((begin, end) for _, begin, end in held), 4 * 40_000_000)
        self.assertGreater(self.assertNamesTheHolder(recording, lock, lanes), 0)
        # Who was asked to drop it waits until another has taken it, and says so.
        for wait in (wait for lane in lanes for wait in lane.suspended("turn")):
            self.assertIn((wait["woken_by"], wait["wake_ns"]), [(holder, begin) for holder, begin, _ in held])
            self.assertNotEqual(wait["woken_by"], wait["lane"])

    def test_take_turns_without_the_lock(self):
        recording = self.recording("threads.take-turns", threads=4, work=40, gil="off")
        self.assertEqual(recording.of_kind("lock"), [])
        lanes = self.threads_of(recording)
        self.assertFalse([wait for lane in lanes for wait in lane.waits])
        shared = sum(overlap(a.running(), b.running()) for a, b in itertools.combinations(lanes, 2))
        self.assertGreater(shared, 0)

    def test_take_turns_waiting(self):
        recording = self.recording("threads.take-turns", threads=4, work=80, kind="waiting")
        self.assertOneHolderAtATime(recording.named("interpreter lock"))
        lanes = self.threads_of(recording)
        sleeps = [[(wait["start_ns"], wait["end_ns"]) for wait in lane.suspended("sleep")] for lane in lanes]
        self.assertTrue(all(len(of_lane) == 4 for of_lane in sleeps))
        # Asleep it holds no lock, and most of its sleep is shared with the others'.
        held = holds(recording.named("interpreter lock"))
        for lane, of_lane in zip(lanes, sleeps):
            self.assertEqual(overlap(of_lane, [(b, e) for holder, b, e in held if holder == lane.id]), 0)
        for a, b in itertools.combinations(sleeps, 2):
            self.assertGreater(overlap(a, b), 0.5 * total(a))

    def test_take_turns_with_64_threads(self):
        for values in ({"kind": "computing", "work": 4, "interval": 1}, {"kind": "waiting", "work": 8}):
            recording = self.recording("threads.take-turns", threads=64, **values)
            self.assertEqual(len(self.threads_of(recording)), 64)
            self.assertOneHolderAtATime(recording.named("interpreter lock"))
            self.assertNamesTheHolder(recording, recording.named("interpreter lock"), self.threads_of(recording))

    def test_a_notification_needs_no_more_threads_than_functions(self):
        recording = self.recording("threads.notify", tasks=1000, workers=64, failing=0, work=0)
        self.assertLessEqual(len(self.threads_of(recording, "pool thread ")), 64)
        self.assertEqual(len(recording.lines), 1001)


if __name__ == "__main__":
    main()
