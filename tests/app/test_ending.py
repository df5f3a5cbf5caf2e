"""How a run ends before its time, and that what it says of processes and threads is true."""

import os
import pathlib
import signal

from program import ProgramTest, children, descendants, interleave, main, settings, start, stats, until


class RunTest(ProgramTest):
    def begin(self, scenario, processes, *options, **values):
        """Starts a run and returns it once the operating system shows that many processes of it."""
        run = start("run", scenario, *settings(values), *options)
        self.addCleanup(self.finish, run)
        until(lambda: run.poll() is not None or len(descendants(run.pid)) >= processes, f"{scenario} is up")
        self.assertIsNone(run.poll(), f"{scenario} ended by itself")
        return run

    def finish(self, run):
        if run.poll() is None:
            run.kill()
        run.communicate()

    def ended(self, run):
        output, errors = run.communicate(timeout=20)
        return run.returncode, output, errors


class Ending(RunTest):
    def test_a_signal_cancels_the_run_and_leaves_nothing(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            for scenario, processes, values in (
                    ("async.count", 1, {"second": 1000, "tasks": 50}), ("async.count-sync", 1, {"calls": 100}),
                    ("threads.square-cube", 1, {"work": 5000, "workers": 4}),
                    ("processes.continents", 4, {"work": 5000, "workers": 3}),
                    ("processes.continents", 4, {"work": 5000, "workers": 3, "start": "spawn"})):
                with self.subTest(scenario, signal=number.name, **values):
                    path = self.directory / f"{scenario}-{code}-{values.get('start', '')}.ilv"
                    run = self.begin(scenario, processes, "--save", path, **values)
                    os.kill(run.pid, number)
                    returned, _, errors = self.ended(run)
                    self.assertEqual(returned, code, errors)
                    self.assertNothingRuns()
                    self.assertEqual(stats(path)["outcome"], "cancelled")
                    checked = interleave("check", path)
                    self.assertEnds(checked, 0)

    def test_a_second_signal_changes_nothing(self):
        run = self.begin("processes.continents", 3, work=5000, workers=2)
        os.kill(run.pid, signal.SIGINT)
        if run.poll() is None:
            os.kill(run.pid, signal.SIGINT)
        self.assertEqual(self.ended(run)[0], 130)

    def test_no_process_outlives_a_killed_parent(self):
        for scenario, processes, values in (
                ("processes.continents", 5, {"work": 5000}), ("async.count", 1, {"second": 1000, "tasks": 3}),
                ("processes.continents", 5, {"work": 5000, "start": "spawn"}),
                ("threads.square-cube", 1, {"work": 5000})):
            with self.subTest(scenario, **values):
                run = self.begin(scenario, processes, **values)
                below = descendants(run.pid)
                run.kill()
                run.communicate()
                until(lambda: not any(alive(pid) for pid in below), f"{below} are gone", 5)
                self.assertNothingRuns()

    def test_a_killed_worker_fails_the_run_and_its_lane_says_so(self):
        for method in ("fork", "spawn"):
            with self.subTest(method):
                path = self.directory / f"{method}.ilv"
                run = self.begin("processes.continents", 3, "--save", path, work=2000, workers=2, start=method)
                runner, = children(run.pid)
                victim = until(lambda: children(runner), "a worker")[0]
                os.kill(victim, signal.SIGKILL)
                returned, output, errors = self.ended(run)
                self.assertEqual(returned, 1, errors)
                self.assertEqual(len(output.splitlines()), 1, output)
                figures = stats(path)
                self.assertEqual(figures["outcome"], "failed")
                outcomes = {lane["pid"]: lane["outcome"] for lane in figures["lanes"] if lane["kind"] == "process"}
                self.assertEqual(outcomes[victim], "killed")
                self.assertEqual([pid for pid, outcome in outcomes.items() if outcome == "killed"], [victim])
                self.assertEnds(interleave("check", path), 0)

    def test_a_worker_killed_below_another_process_fails_the_run_too(self):
        path = self.directory / "below.ilv"
        run = self.begin("models.io-bound", 2, "--save", path, jobs=1, workers=1, wait=400)
        runner, = children(run.pid)
        victim = until(lambda: [worker for model in children(runner) for worker in children(model)], "a worker")[0]
        os.kill(victim, signal.SIGKILL)
        returned, output, errors = self.ended(run)
        self.assertEqual(returned, 1, errors)
        self.assertEqual(len(output.splitlines()), 6, output)
        self.assertEqual([lane["pid"] for lane in stats(path)["lanes"]
                          if lane["kind"] == "process" and lane["outcome"] == "killed"], [victim])
        self.assertEnds(interleave("check", path), 0)

    def test_a_killed_runner_fails_the_run_with_its_reason(self):
        path = self.directory / "run.ilv"
        run = self.begin("async.count", 1, "--save", path, tasks=3)
        os.kill(children(run.pid)[0], signal.SIGKILL)
        returned, _, errors = self.ended(run)
        self.assertEqual(returned, 1, errors)
        self.assertTrue(errors.strip())
        self.assertEqual(stats(path)["outcome"], "failed")


class Truth(RunTest):
    """Lanes carry the numbers that /proc shows while they run."""

    def observe(self, scenario, processes, threads, **values):
        """Runs it; returns the most that /proc showed at once, as {pid: {tid}}, and the figures."""
        path = self.directory / f"{scenario}.ilv"
        run = self.begin(scenario, processes, "--save", path, **values)
        seen = until(lambda: enough(threads_of(descendants(run.pid)), processes, threads), "all of its threads")
        self.assertEqual(self.ended(run)[0], 0)
        return seen, stats(path)

    def check(self, seen, figures):
        lanes = figures["lanes"]
        self.assertEqual({lane["pid"] for lane in lanes if lane["kind"] == "process"}, set(seen))
        self.assertEqual({lane["tid"] for lane in lanes if lane["kind"] == "thread"}, set().union(*seen.values()))
        self.assertEqual(figures["processes"], len(seen))
        self.assertEqual(figures["threads"], sum(map(len, seen.values())))

    def test_an_asynchronous_run_is_one_process_with_one_thread(self):
        for scenario, values in (("async.count", {"tasks": 20}), ("async.count-sync", {"calls": 2}),
                                 ("async.makerandom", {"second": 50}), ("async.chained", {"second": 100})):
            with self.subTest(scenario):
                seen, figures = self.observe(scenario, 1, 1, **values)
                self.check(seen, figures)
                self.assertEqual((figures["processes"], figures["threads"]), (1, 1))

    def test_workers_are_processes_of_the_operating_system(self):
        for method in ("fork", "spawn"):
            with self.subTest(method):
                self.check(*self.observe("processes.continents", 6, 6, workers=5, work=700, start=method))

    def test_threads_are_threads_of_one_process(self):
        seen, figures = self.observe("threads.square-cube", 1, 7, workers=6, work=700)
        self.check(seen, figures)
        self.assertEqual(figures["processes"], 1)


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def threads_of(pids):
    threads = {}
    for pid in pids:
        try:
            threads[pid] = {int(tid) for tid in os.listdir(f"/proc/{pid}/task")}
        except FileNotFoundError:
            continue
    return threads


def enough(seen, processes, threads):
    return seen if len(seen) >= processes and sum(map(len, seen.values())) >= threads else None


if __name__ == "__main__":
    main()
