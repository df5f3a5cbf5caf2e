"""What a recording of the job queue on Redis must show, and what of it survives being killed."""

import glob
import os
import re
import signal
import time

from program import ProgramTest, children, environment, interleave, main, settings, start, until
from recording import Recording, overlap

QUICK = {"length": 20, "backoff": 10, "lease": 200}


def command_of(pid):
    with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
        return file.read()


class JobQueue:
    """A recording's lanes by their roles."""

    def __init__(self, recording):
        self.recording = recording
        self.queues = {lane.name.removeprefix("queue "): lane for lane in recording.of_kind("queue")}
        self.jobs = {int(lane.name.removeprefix("job ")): lane for lane in recording.of_kind("job")}
        self.workers = {lane.name: lane for lane in recording.of_kind("process") if lane.name.startswith("worker ")}
        self.threads = {name: next(lane for lane in recording.children(worker) if lane.name == "main thread")
                        for name, worker in self.workers.items()}

    def takers_of(self, job):
        """The workers' threads that took the job, in order: who woke it and let it run."""
        by_id = {thread.id: name for name, thread in self.threads.items()}
        return [by_id[event["peer"]] for event in job.events if event["kind"] == "wake" and event["peer"] in by_id]

    def depths(self, queue):
        return [int(event["value"]) for event in self.queues[queue].of_kind("counter") if event["text"] == "depth"]


def begun(test, workers=2, **values):
    """A run with long jobs at work, and its process that ordered them."""
    run = start("run", "redis.queue", *settings({"length": 60_000, "kills": 0, "workers": workers, **values}))
    test.addCleanup(run.stdout.close)
    test.addCleanup(run.stderr.close)
    test.addCleanup(run.kill)
    runner = until(lambda: next((pid for pid in children(run.pid) if "redis.queue" in command_of(pid)), None), "the runner")
    until(lambda: len(children(runner)) == workers, "its workers")
    return run, runner


class Shows(ProgramTest):
    def queue(self, **values):
        return JobQueue(Recording(self.record("redis.queue", **{**QUICK, **values})))

    def assertAllDone(self, queue, jobs, failed=0):
        self.assertIn(f"{jobs} jobs: {jobs - failed} finished, {failed} failed, 0 lost", queue.recording.lines)
        self.assertIn("results as expected: yes", queue.recording.lines)
        self.assertEqual(sorted(queue.jobs), list(range(jobs)))
        outcomes = [job.outcome for job in queue.jobs.values()]
        self.assertEqual(outcomes.count("finished"), jobs - failed)
        self.assertEqual(outcomes.count("failed"), failed)

    def test_each_job_waits_in_a_queue_and_runs_on_a_worker(self):
        queue = self.queue(workers=3, jobs=12, failing=0, flaky=0, dependent=0, kills=0, length=100)
        self.assertAllDone(queue, 12)
        self.assertEqual(len({worker.pid for worker in queue.workers.values()}), 3)
        for job in queue.jobs.values():
            self.assertEqual([event["kind"] for event in job.events], ["lane", "start", "suspend", "wake", "resume", "finish"])
            self.assertEqual(job.of_kind("suspend")[0]["reason"], "queued")
            taker, = queue.takers_of(job)
            begin, end = job.running()[-1]
            self.assertGreaterEqual(overlap([(begin, end)], [(queue.threads[taker].start_ns, queue.threads[taker].finish_ns)]),
                                    end - begin)
        self.assertGreater(len({queue.takers_of(job)[0] for job in queue.jobs.values()}), 1, "they share the work")
        waits = [wait for thread in queue.threads.values() for wait in thread.suspended("queue empty")]
        self.assertTrue({wait["woken_by"] for wait in waits} >= {job.id for job in queue.jobs.values()},
                        "a worker's wait is ended by the job that it takes")

    def test_the_depth_is_how_many_jobs_stand_in_the_queue(self):
        queue = self.queue(workers=1, jobs=10, failing=0, flaky=0, dependent=0, kills=0, urgent=5)
        self.assertEqual(max(queue.depths("default")), 8)
        self.assertEqual(max(queue.depths("high")), 2)
        for name in ("default", "high"):
            depths = queue.depths(name)
            self.assertEqual(depths[0], 0)
            self.assertEqual(depths[-1], 0)
            self.assertTrue(all(abs(after - before) == 1 for before, after in zip(depths, depths[1:])))

    def test_urgent_jobs_are_taken_first(self):
        queue = self.queue(workers=1, jobs=10, failing=0, flaky=0, dependent=0, kills=0, urgent=5)
        order = sorted(queue.jobs, key=lambda job: queue.jobs[job].running()[-1])
        self.assertEqual(order[:2], [4, 9])
        self.assertEqual(order[2:], [0, 1, 2, 3, 5, 6, 7, 8])

    def test_a_job_that_raises_is_tried_again_after_longer_and_longer_pauses(self):
        queue = self.queue(workers=2, jobs=6, failing=1, flaky=1, retries=3, dependent=0, kills=0)
        self.assertAllDone(queue, 6, failed=1)
        always, once = queue.jobs[0], queue.jobs[1]
        pauses = [wait["end_ns"] - wait["start_ns"] for wait in always.suspended("sleep")]
        self.assertEqual(len(pauses), 3)
        for pause, asked in zip(pauses, (10, 20, 40)):
            self.assertGreaterEqual(pause, (asked - 1) * 1_000_000, "Redis counts whole milliseconds")
        self.assertEqual(len(queue.takers_of(always)), 4)
        self.assertEqual(len(queue.takers_of(once)), 2)
        self.assertIn("job 0 failed for good on try 4: ValueError: the row cannot be read", queue.recording.lines)
        self.assertTrue(any("ValueError" in event["text"] for event in always.of_kind("note")))

    def test_a_dependent_job_waits_for_the_other_to_finish(self):
        queue = self.queue(workers=2, jobs=6, failing=0, flaky=0, dependent=2, kills=0)
        self.assertAllDone(queue, 6)
        first = queue.jobs[0]
        for number in (4, 5):
            deferred, = queue.jobs[number].suspended("result")
            self.assertEqual(deferred["woken_by"], first.id)
            self.assertGreaterEqual(deferred["end_ns"], first.finish_ns)

    def test_a_killed_workers_job_is_taken_over(self):
        queue = self.queue(workers=2, jobs=8, failing=0, flaky=0, dependent=0, kills=1, length=100)
        self.assertAllDone(queue, 8)
        killed, = [name for name, worker in queue.workers.items() if worker.outcome == "killed"]
        self.assertEqual(len(queue.workers), 3, "another takes its place")
        dead = queue.workers[killed]
        for thread in queue.recording.children(dead):
            self.assertEqual(thread.outcome, "killed")
            self.assertLess(abs(thread.finish_ns - dead.finish_ns), 50_000_000, "its threads end with it")
        job, = [job for job in queue.jobs.values() if len(queue.takers_of(job)) > 1]
        self.assertEqual(queue.takers_of(job)[0], killed)
        self.assertNotEqual(queue.takers_of(job)[1], killed)
        waits = job.suspended("queued")
        self.assertEqual(len(waits), 2)
        asked = max(wait["start_ns"] for wait in queue.threads[killed].suspended("queue empty"))
        self.assertGreaterEqual(waits[1]["end_ns"] - asked, (200 - 1) * 1_000_000, "not before its lease is over")
        self.assertTrue(any("taken over" in event["text"] for event in job.of_kind("note")))
        self.assertTrue(any(re.fullmatch(rf"{killed} was killed by signal 9, and had job \d+", line)
                            for line in queue.recording.lines))

    def test_a_long_job_is_not_stolen(self):
        queue = self.queue(workers=3, jobs=3, failing=0, flaky=0, dependent=0, kills=0, length=1500, lease=300)
        self.assertAllDone(queue, 3)
        for job in queue.jobs.values():
            self.assertEqual(len(queue.takers_of(job)), 1)

    def test_a_machine_that_stood_still_has_no_dead_workers(self):
        run, runner = begun(self, workers=4, jobs=3, failing=0, flaky=0, dependent=0, length=4000, lease=300)
        for _ in range(3):
            time.sleep(0.5)
            processes = [runner, *children(runner)]
            for pid in processes:
                os.kill(pid, signal.SIGSTOP)
            time.sleep(0.5)
            for pid in reversed(processes):
                os.kill(pid, signal.SIGCONT)
        output, errors = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, output + errors)
        self.assertIn("3 jobs: 3 finished, 0 failed, 0 lost", output)
        self.assertNotIn("taken over", output)

    def test_fifty_kills_lose_nothing(self):
        queue = self.queue(workers=8, jobs=1000, kills=50, failing=0, flaky=0, dependent=0, length=60)
        self.assertAllDone(queue, 1000)
        self.assertEqual(len([worker for worker in queue.workers.values() if worker.outcome == "killed"]), 50)
        finished = [line for line in queue.recording.lines if " finished on " in line]
        self.assertEqual(len(finished), 1000, "each job's effect is counted once")


class Ends(ProgramTest):
    def helpers(self, run):
        return [pid for pid in children(run.pid) if "redis-keeper" in command_of(pid)]

    def assertNoFiles(self):
        self.assertEqual(glob.glob(environment()["XDG_RUNTIME_DIR"] + "/interleave-run-*"), [])

    def test_stop_leaves_nothing(self):
        for how, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            run, _ = begun(self)
            run.send_signal(how)
            self.assertEqual(run.wait(10), code)
            self.assertNothingRuns()
            self.assertNoFiles()

    def test_killing_the_program_leaves_nothing(self):
        run, _ = begun(self)
        self.assertEqual(len(self.helpers(run)), 1)
        run.kill()
        run.wait(10)
        self.assertNothingRuns()
        self.assertNoFiles()

    def test_the_password_of_another_server_does_no_harm(self):
        values = {"jobs": 3, "length": 0, "kills": 0}
        done = interleave("run", "redis.queue", *settings(values), "--quiet", INTERLEAVE_REDIS_PASSWORD="s3cret")
        self.assertEnds(done, 0)

    def test_without_redis_one_sentence_says_what_to_install(self):
        done = interleave("run", "redis.queue", PATH="/nonexistent")
        self.assertEnds(done, 3)
        self.assertOneSentence(done.stderr)
        self.assertIn("redis-server", done.stderr)
        self.assertNoFiles()

    def test_without_a_server_at_the_address_one_sentence_says_so(self):
        for address in ("redis://127.0.0.1:1/0", "unix:///nonexistent"):
            done = interleave("run", "redis.queue", "--set", f"server={address}")
            self.assertEnds(done, 3)
            self.assertOneSentence(done.stderr)
            self.assertIn(address, done.stderr)

    def test_an_address_that_is_none_or_has_a_password_is_refused(self):
        for address in ("localhost", "http://localhost", "redis://:secret@localhost/0"):
            done = interleave("run", "redis.queue", "--set", f"server={address}")
            self.assertEnds(done, 2)
            self.assertOneSentence(done.stderr)
            self.assertNotIn("secret", done.stderr)

    def test_a_redis_that_is_killed_is_started_again_and_forgets_nothing_that_matters(self):
        path = self.directory / "run.ilv"
        run = start("run", "redis.queue", "--save", path, *settings({**QUICK, "length": 100, "jobs": 40, "kills": 0}))
        lines = iter(run.stdout.readline, "")
        self.assertTrue(any(" finished on " in line for line in lines))
        keeper, = self.helpers(run)
        os.kill(children(keeper)[0], signal.SIGKILL)
        output, errors = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, output + errors)
        self.assertRegex(output, r"Redis was started again and has forgotten everything: \d+ jobs are enqueued again")
        self.assertIn("40 jobs: 39 finished, 1 failed, 0 lost", output)
        self.assertEnds(interleave("check", path), 0)


if __name__ == "__main__":
    main()
