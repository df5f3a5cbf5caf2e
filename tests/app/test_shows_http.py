"""What must be visible of the scenarios that fetch, asserted from their recordings and from /proc."""

import os
import pathlib
import re
import signal
import socket

from program import ProgramTest, children, environment, interleave, main, settings, start, until
from recording import Recording, overlap
from webserver import WebServer, listeners

LOCALHOST = "0100007F"
HTTP_THREAD = "Qt's HTTP thread"


def directories():
    """The private directories of runs that are there."""
    return list(pathlib.Path(environment()["XDG_RUNTIME_DIR"]).glob("interleave-run-*"))


def threads(pid):
    return sorted(int(tid) for tid in os.listdir(f"/proc/{pid}/task"))


def most_at_once(waits):
    changes = sorted([(wait["start_ns"], 1) for wait in waits] + [(wait["end_ns"], -1) for wait in waits],
                     key=lambda change: (change[0], change[1]))
    now, most = 0, 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


class HttpTest(ProgramTest):
    def begin(self, *words):
        run = start("run", *words)
        self.addCleanup(self.end, run)
        return run

    def end(self, run):
        if run.poll() is None:
            run.kill()
        run.communicate()

    def runner_and_server(self, run):
        """Of a run that has both: the server is the one that listens."""
        def both():
            pids = children(run.pid)
            return pids if len(pids) == 2 and listeners(pids) else None

        pids = until(both, "runner and server")
        (server, address), = listeners(pids)
        self.assertEqual(address, LOCALHOST)
        return [pid for pid in pids if pid != server][0], server

    def recording(self, path):
        self.assertEnds(interleave("check", path), 0)
        return Recording(path)


class Reddit(HttpTest):
    def interrupted(self, number, code, **values):
        path = self.directory / "run.ilv"
        run = self.begin("async.reddit", *settings(values), "--save", path, "--quiet")
        count = values.get("subreddits", 3)
        lines = []
        while sum(line.startswith(("DONE: ", "FAILED: ")) for line in lines) < count:
            lines.append(run.stdout.readline())
            self.assertTrue(lines[-1], "it ended by itself")
        runner, server = self.runner_and_server(run)
        seen = threads(runner)
        self.assertEqual(children(runner), [])
        self.assertEqual([pid for pid, _ in listeners([runner, server, run.pid])], [server])
        self.assertEqual(len(threads(server)), 1)
        self.assertEqual(len(directories()), 1)
        self.assertIsNone(run.poll())
        os.kill(run.pid, number)
        _, errors = run.communicate(timeout=20)
        self.assertEqual(run.returncode, code, errors)
        self.assertNothingRuns()
        self.assertEqual(directories(), [])
        recording = self.recording(path)
        self.assertEqual(sorted(lane.tid for lane in recording.of_kind("thread")), seen)
        return recording

    def test_the_requests_overlap_and_the_loop_runs_on_until_interrupted(self):
        recording = self.interrupted(signal.SIGINT, 130)
        stats = recording.stats
        self.assertEqual(stats["outcome"], "finished")
        self.assertEqual((stats["processes"], stats["processes_seen"]), (1, 1))
        self.assertEqual((stats["threads"], stats["threads_seen"], stats["tasks"]), (2, 2, 3))
        fetches = [lane for lane in recording.lanes if lane.name.startswith("get_json")]
        waits = [wait for lane in fetches for wait in lane.suspended("i/o")]
        self.assertEqual(len(waits), 3)
        self.assertEqual(most_at_once(waits), 3)
        self.assertEqual(recording.named("async.reddit").outcome, "finished")
        self.assertEqual(sum(line.startswith("DONE") for line in recording.lines), 3)
        # After the last answer the loop still polls, until the interrupt; no task is left.
        loop, = recording.of_kind("event loop")
        last = max(lane.finish_ns for lane in recording.of_kind("task"))
        self.assertTrue(any(wait["end_ns"] > last for wait in loop.suspended("poll")))
        self.assertGreater(loop.finish_ns, last)

    def test_qts_thread_is_shown_and_named_and_marked_as_not_observed(self):
        recording = self.interrupted(signal.SIGTERM, 143, subreddits=32, latency=100, jitter=0)
        thread = recording.named(HTTP_THREAD)
        self.assertEqual((thread.kind, thread.outcome), ("thread", "finished"))
        self.assertEqual([event["kind"] for event in thread.events if event["kind"] not in ("lane", "counter")],
                         ["start", "suspend", "finish"])
        self.assertEqual(thread.of_kind("suspend")[0]["reason"], "not observed")
        self.assertEqual(thread.pid, recording.named("async.reddit").pid)
        # All 32 are under way together, though Qt by itself would ask six at a time.
        waits = [wait for lane in recording.of_kind("coroutine") for wait in lane.suspended("i/o")]
        self.assertEqual(most_at_once(waits), 32)

    def test_an_interrupt_ends_requests_that_are_under_way(self):
        path = self.directory / "run.ilv"
        run = self.begin("async.reddit", *settings({"latency": 5000, "subreddits": 4}), "--save", path, "--quiet")
        runner, _ = self.runner_and_server(run)
        until(lambda: len(threads(runner)) == 2, "the client is at work")
        os.kill(run.pid, signal.SIGINT)
        output, errors = run.communicate(timeout=20)
        self.assertEqual((run.returncode, output), (130, ""), errors)
        recording = self.recording(path)
        self.assertEqual(recording.stats["outcome"], "finished")
        self.assertEqual({lane.outcome for lane in recording.of_kind("task")}, {"cancelled"})
        self.assertNothingRuns()

    def test_a_run_that_is_not_interrupted_is_timed_out(self):
        path = self.directory / "run.ilv"
        done = interleave("run", "async.reddit", "--timeout", "1", "--save", path, "--quiet")
        self.assertEnds(done, 124)
        self.assertEqual(done.stdout.count("DONE: "), 3)
        self.assertEqual(self.recording(path).stats["outcome"], "timed-out")

    def test_nothing_outlives_a_killed_viewer(self):
        run = self.begin("async.reddit", *settings({"latency": 1000}))
        pids = self.runner_and_server(run)
        self.assertEqual(len(directories()), 1)
        run.kill()
        run.communicate()
        until(lambda: not any(os.path.exists(f"/proc/{pid}/exe") for pid in pids), "runner and server are gone", 5)
        until(lambda: not directories(), "the server has removed the directory", 5)

    def test_a_killed_server_costs_only_the_answers(self):
        run = self.begin("async.reddit", *settings({"latency": 3000, "jitter": 0}), "--quiet")
        runner, server = self.runner_and_server(run)
        until(lambda: len(threads(runner)) == 2, "the client is at work")
        os.kill(server, signal.SIGKILL)
        lines = [run.stdout.readline() for _ in range(6)]
        failed = [re.fullmatch(r"FAILED: (\w+) \(connection (lost|refused)\)", line.strip()) for line in lines[::2]]
        self.assertEqual({found and found[1] for found in failed}, {"python", "programming", "compsci"}, lines)
        os.kill(run.pid, signal.SIGINT)
        run.communicate(timeout=20)
        self.assertEqual(run.returncode, 130)


class FullProgram(HttpTest):
    def fetched(self, **values):
        path, links = self.directory / "run.ilv", self.directory / "links.txt"
        self.assertEnds(interleave("run", "async.full-program", *settings({**values, "file": links}), "--quiet",
                                   "--save", path), 0)
        self.assertEqual(directories(), [])
        return self.recording(path), links.read_text().splitlines()

    def pages(self, recording):
        return [lane for lane in recording.of_kind("task") if lane.name.startswith("/page/")]

    def test_the_semaphore_lets_so_many_fetch_at_once(self):
        recording, _ = self.fetched(pages=30, limit=8, latency=100, jitter=50, failures=0, timeout=20000)
        pages = self.pages(recording)
        self.assertEqual(len(pages), 30)
        waiters = [lane for lane in pages if lane.suspended("semaphore")]
        self.assertEqual(len(waiters), 30 - 8)
        semaphore = recording.named("semaphore")
        for event in (event for lane in waiters for event in lane.of_kind("suspend") if event["reason"] == "semaphore"):
            self.assertEqual(event["peer"], semaphore.id)
        waits = [wait for lane in recording.of_kind("coroutine") for wait in lane.suspended("i/o")]
        self.assertEqual(most_at_once(waits), 8)
        self.assertEqual((recording.stats["processes_seen"], recording.stats["threads_seen"]), (1, 2))

    def test_each_page_is_fetched_then_parsed_then_written(self):
        recording, _ = self.fetched(pages=12, limit=100, latency=30, jitter=100, failures=0, timeout=20000)
        for page in self.pages(recording):
            phases = recording.children(page)
            self.assertEqual([lane.name for lane in phases], ["fetch", "parse", "write"])
            fetch, parse, write = phases
            self.assertLessEqual(fetch.finish_ns, parse.start_ns)
            self.assertLessEqual(parse.finish_ns, write.start_ns)
            self.assertEqual((len(fetch.suspended("i/o")), len(fetch.waits)), (1, 1))
            self.assertEqual(parse.waits + write.waits, []) # they work, and give their turn to nobody
        works = [lane.running() for lane in recording.of_kind("coroutine")]
        for number, one in enumerate(works):
            for other in works[number + 1:]:
                self.assertEqual(overlap(one, other), 0)

    def test_the_file_is_complete_and_each_page_is_written_in_one_piece(self):
        recording, lines = self.fetched(pages=100, limit=50, latency=0, jitter=20, failures=0, timeout=20000)
        self.assertEqual(lines.pop(0), "page\tlink")
        counts = {line.split(" links on ")[1]: int(line.split()[1]) for line in recording.lines
                  if line.startswith("Found ")}
        self.assertEqual(len(counts), 100)
        written = [line.split("\t")[0] for line in lines]
        self.assertEqual({page: written.count(page) for page in counts}, counts)
        changes = sum(one != other for one, other in zip(written, written[1:]))
        self.assertEqual(changes + 1, sum(count > 0 for count in counts.values()))
        self.assertRegex(recording.lines[-1], rf"^Wrote {len(lines)} links of 100 pages to .*links\.txt; 0 pages failed\.$")

    def test_a_page_in_trouble_costs_only_itself(self):
        recording, lines = self.fetched(pages=40, limit=40, latency=0, jitter=10, failures=50, timeout=1000)
        reasons = dict(line.removeprefix("Failed ").split(": ") for line in recording.lines if line.startswith("Failed "))
        fetched = {line.removeprefix("Fetched 200 for ") for line in recording.lines if line.startswith("Fetched ")}
        self.assertEqual(set(reasons.values()), {"status 500", "status 404", "connection lost", "no answer in time"})
        self.assertEqual(len(reasons) + len(fetched), 40)
        self.assertFalse(set(reasons) & fetched)
        self.assertLessEqual({line.split("\t")[0] for line in lines[1:]}, fetched)
        for page in self.pages(recording):
            fetch = recording.children(page)[0]
            self.assertEqual(page.outcome, "finished")
            self.assertEqual(fetch.outcome, "failed" if page.name in reasons else "finished")
            waited = sum(wait["end_ns"] - wait["start_ns"] for wait in fetch.waits)
            self.assertEqual(waited >= 1_000_000_000, reasons.get(page.name) == "no answer in time")

    def test_stop_leaves_a_named_file_and_no_other(self):
        for name in ("", str(self.directory / "links.txt")):
            with self.subTest(file=name):
                values = {"pages": 200, "limit": 1, "latency": 50, "file": name}
                run = self.begin("async.full-program", *settings(values), "--quiet")
                self.assertTrue(run.stdout.readline().startswith("Fetched 200"))
                self.assertEqual(len(directories()), 1)
                self.assertEqual(len(list(directories()[0].iterdir())), 0 if name else 1)
                os.kill(run.pid, signal.SIGINT)
                run.communicate(timeout=20)
                self.assertEqual(run.returncode, 130)
                self.assertNothingRuns()
                self.assertEqual(directories(), [])
                self.assertEqual([path.name for path in self.directory.iterdir()], ["links.txt"] if name else [])

    def test_a_file_that_cannot_be_written_fails_the_run_and_says_so(self):
        done = interleave("run", "async.full-program", *settings({"pages": 1, "file": self.directory / "no" / "file"}))
        self.assertEnds(done, 1)
        self.assertIn("Cannot write", done.stderr)

    def test_the_smallest_and_the_largest_values(self):
        path = self.directory / "run.ilv"
        for pages, limit, failures, timeout in ((1, 1, 0, 60000), (500, 200, 0, 60000), (500, 200, 100, 300)):
            with self.subTest(pages=pages, limit=limit, failures=failures):
                values = {"pages": pages, "limit": limit, "latency": 0, "jitter": 10, "failures": failures,
                          "timeout": timeout}
                done = interleave("run", "async.full-program", *settings(values), "--quiet", "--save", path)
                self.assertEnds(done, 0)
                self.assertEnds(interleave("check", path), 0)
                self.assertEqual(done.stdout.count("Fetched 200"), 0 if failures else pages)
                self.assertEqual(done.stdout.count("Failed "), pages if failures else 0)


class Server(HttpTest):
    def test_it_ends_with_its_lifeline_and_refuses_what_is_no_setting(self):
        with WebServer(latency=10, file="links.txt", pages=3) as base:
            self.assertRegex(base, r"^http://127\.0\.0\.1:\d+/[0-9a-f]{32}$")
        for word in ("latency=-1", "failures=101", "seed=x", "jitter=", "latency"):
            done = interleave("server", word)
            self.assertEnds(done, 2)
            self.assertOneSentence(done.stderr)

    def test_a_head_that_does_not_come_is_not_waited_for_long(self):
        with WebServer() as base:
            port = int(base.split(":")[2].split("/")[0])
            silent, slow = (socket.create_connection(("127.0.0.1", port)) for _ in range(2))
            slow.sendall(b"GET /")
            for connection in (silent, slow):
                connection.settimeout(20)
            self.assertTrue(slow.recv(1000).startswith(b"HTTP/1.1 408 "))
            self.assertEqual(silent.recv(1000), b"")
            for connection in (silent, slow):
                connection.close()


if __name__ == "__main__":
    main()
