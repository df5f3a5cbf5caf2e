"""What the kernel says of runs: parallelism on the CPUs and its absence. Needs perf events; where the kernel
refuses them the tests say so and are skipped, but for those of the refusal's stand-in, the totals."""

import os
import unittest

from program import ProgramTest, interleave, main
from recording import Recording, overlap

CPUS = len(os.sched_getaffinity(0))
COMPUTING = 50_000_000  # ns of CPU time
ATTEMPTS = 5  # at figures that a busy machine may disturb, but not falsify in one direction


def within(recording, lane):
    """The lane's descendants and itself."""
    return [lane] + [deeper for child in recording.children(lane) for deeper in within(recording, child)]


def on_cpu(recording, lanes):
    """(begin, end) of each turn on a CPU of the threads among the lanes, thread by thread."""
    return [child.running() for lane in lanes if lane.kind == "thread" for child in recording.children(lane)
            if child.kind == "on cpu"]


def parallel(turns):
    return sum(overlap(first, second) for index, first in enumerate(turns) for second in turns[:index])


class Kernel(ProgramTest):
    def recorded(self, scenario, **values):
        recording = Recording(self.record(scenario, **values))
        if recording.stats["kernel_refusal"]:
            self.skipTest(recording.stats["kernel_refusal"])
        return recording

    def on_cpus(self, recording, thread):
        """ns that it had of the CPUs, from its start until it gave its account."""
        account = [event for event in thread.of_kind("counter") if event["text"] == "cpu time ns"]
        self.assertEqual(len(account), 1, thread.name)
        self.assertEqual(int(account[0]["value"]), thread.cpu_ns)
        [lane] = [child for child in recording.children(thread) if child.kind == "on cpu"]
        return overlap(lane.running(), [(thread.start_ns, account[0]["time_ns"])])

    def until_it_shows(self, condition, what):
        """A machine whose CPUs others need may have none to spare in one run, but not in all."""
        for _ in range(ATTEMPTS):
            if condition():
                return
        self.fail(what)

    @unittest.skipIf(CPUS < 2, "One CPU is no place for two at once.")
    def test_only_processes_and_threads_are_on_two_cpus_at_once(self):
        missing = {"processes", "threads", "thread pool"}

        def shows():
            recording = self.recorded("models.cpu-bound", jobs=6, workers=3, work=30)
            models = {lane.name: within(recording, lane) for lane in recording.of_kind("process")}
            for name in ("one after another", "generators", "event loop"):
                self.assertEqual(parallel(on_cpu(recording, models[name])), 0, name)
            missing.difference_update([name for name in missing if parallel(on_cpu(recording, models[name])) > 0])
            return not missing
        self.until_it_shows(shows, f"Never two at once on two CPUs: {missing}")

    @unittest.skipIf(CPUS < 2, "One CPU is no place for two at once.")
    def test_pool_workers_are_on_two_cpus_at_once(self):
        def shows():
            recording = self.recorded("pool.how-many")
            return parallel(on_cpu(recording, recording.lanes)) > 0
        self.until_it_shows(shows, "Never two of the pool's processes at once on two CPUs.")

    def test_an_event_loop_is_one_thread_on_one_cpu_at_a_time(self):
        recording = self.recorded("async.count", second=20)
        threads = [lane for lane in recording.of_kind("on cpu")]
        self.assertEqual(len(threads), 1)
        self.assertEqual(recording.by_id[threads[0].parent].kind, "thread")
        cpus = [lane.running() for lane in recording.of_kind("cpu")]
        self.assertEqual(parallel(cpus), 0)
        self.assertEqual(sum(end - begin for turns in cpus for begin, end in turns),
                         sum(end - begin for begin, end in threads[0].running()))

    def test_every_thread_and_process_is_on_the_record_from_its_first_moment(self):
        for scenario in ("threads.square-cube", "processes.continents", "pool.map"):
            recording = self.recorded(scenario)
            for thread in recording.of_kind("thread"):
                lanes = [lane for lane in recording.children(thread) if lane.kind == "on cpu"]
                self.assertEqual(len(lanes), 1, f"{scenario}: {thread.name}")
                self.assertLessEqual(lanes[0].start_ns, thread.start_ns, f"{scenario}: {thread.name}")
                self.assertLessEqual(lanes[0].finish_ns, thread.finish_ns, f"{scenario}: {thread.name}")

    def test_what_threads_had_of_the_cpus_is_what_the_cpus_ran(self):
        recording = self.recorded("threads.take-turns")
        of_threads = sum(end - begin for lane in recording.of_kind("on cpu") for begin, end in lane.running())
        of_cpus = sum(end - begin for lane in recording.of_kind("cpu") for begin, end in lane.running())
        self.assertGreater(of_threads, 0)
        self.assertEqual(of_threads, of_cpus)

    def test_time_on_cpus_is_cpu_time_within_one_percent(self):
        def shows():
            recording = self.recorded("models.cpu-bound", jobs=6, workers=3, work=60)
            differences = []
            for thread in recording.of_kind("thread"):
                if thread.cpu_ns < COMPUTING:
                    continue  # of so short a time the switches themselves are more than a hundredth
                differences.append(abs(self.on_cpus(recording, thread) - thread.cpu_ns) / max(100_000, thread.cpu_ns / 100))
            self.assertGreaterEqual(len(differences), 10)
            return max(differences) <= 1
        self.until_it_shows(shows, "The sum of what a thread had of the CPUs is never its CPU time.")

    def test_of_few_turns_the_time_on_cpus_of_every_thread_is_its_cpu_time(self):
        """However short: each turn lacks what the switch to it took, so only where turns are many may more be missing."""
        for scenario, values in (("threads.square-cube", {}), ("processes.continents", {}), ("async.count", {"second": 20})):
            def shows():
                recording = self.recorded(scenario, **values)
                threads = [thread for thread in recording.of_kind("thread") if thread.of_kind("counter")]
                self.assertTrue(threads, scenario)
                return all(abs(self.on_cpus(recording, thread) - thread.cpu_ns) <= max(100_000, thread.cpu_ns / 100)
                           for thread in threads)
            self.until_it_shows(shows, f"{scenario}: a thread's time on CPUs is never its CPU time.")

    def test_a_thread_says_its_totals_whether_the_kernel_says_more_or_not(self):
        recording = Recording(self.record("threads.shared-counter"))
        for thread in recording.of_kind("thread"):
            self.assertGreater(thread.cpu_ns, 0, thread.name)
        shown = interleave("stats", self.directory / "run.ilv").stdout
        self.assertIn("CPU time", shown)

    def test_the_kernels_lanes_survive_every_format(self):
        path = self.record("threads.square-cube")
        if Recording(path).stats["kernel_refusal"]:
            self.skipTest(Recording(path).stats["kernel_refusal"])
        for suffix in (".json", ".json.gz"):
            other = path.with_suffix(suffix)
            self.assertEnds(interleave("export", path, other), 0)
            self.assertEqual(Recording(path).stats, Recording(other).stats)
            self.assertEnds(interleave("check", other), 0)


if __name__ == "__main__":
    main()
