"""Workers on other machines: network namespaces of this one, far away, cut off, or with a wrong clock. Where
the system does not allow namespaces, workers on this machine stand in, and the rest says that it is skipped."""

import os
import signal
import subprocess
import time
import unittest

from program import ProgramTest, environment, executable, interleave, main, settings, start, until
from recording import Recording
from redisserver import Client, Redis, SlowRedis, needs_redis

QUICK = {"length": 20, "backoff": 10, "lease": 300, "kills": 0, "failing": 0, "flaky": 0, "dependent": 0}
HALF_AN_HOUR = 1800
MICROSECOND = 1000


def allows(*command):
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def can_make_hosts():
    name = f"ilv-probe-{os.getpid()}"
    if not allows("ip", "netns", "add", name):
        return False
    allows("ip", "netns", "del", name)
    return True


HOSTS = can_make_hosts()
CLOCKS = allows("unshare", "--time", "--monotonic", "1800", "--fork", "true")
needs_hosts = unittest.skipUnless(HOSTS, "network namespaces are not allowed here")
needs_clocks = unittest.skipUnless(CLOCKS, "time namespaces are not allowed here")


class Host:
    """A machine of its own as far as its network and its name go, joined to this one by a cable."""
    made = 0

    def __init__(self, name):
        Host.made += 1
        self.name = name
        self.space = f"ilv-{os.getpid()}-{Host.made}"
        self.cable = f"ilv{os.getpid() % 100000}x{Host.made}"
        number = os.getpid() % 200 + 20
        self.gateway, self.address = f"10.{number}.{Host.made}.1", f"10.{number}.{Host.made}.2"
        self._do("ip", "netns", "add", self.space)
        self._do("ip", "link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.space)
        self._do("ip", "address", "add", f"{self.gateway}/30", "dev", self.cable)
        self._do("ip", "link", "set", self.cable, "up")
        self._do("ip", "-n", self.space, "address", "add", f"{self.address}/30", "dev", "eth0")
        self._do("ip", "-n", self.space, "link", "set", "eth0", "up")
        self._do("ip", "-n", self.space, "link", "set", "lo", "up")

    @staticmethod
    def _do(*command):
        subprocess.run(command, check=True, capture_output=True)

    def worker(self, port, *words, clock=None):
        before = [] if clock is None else ["unshare", "--time", "--monotonic", str(clock)]
        command = " ".join(["hostname", self.name, "&&", "exec", *before, executable(), "worker", "--redis",
                            f"redis://{self.gateway}:{port}/0", *words])
        return subprocess.Popen(["ip", "netns", "exec", self.space, "unshare", "--uts", "sh", "-c", command],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                encoding="utf-8", env=environment())

    def cut(self):
        self._do("ip", "link", "set", self.cable, "down")

    def mend(self):
        self._do("ip", "link", "set", self.cable, "up")

    def close(self):
        subprocess.run(["ip", "netns", "del", self.space], capture_output=True)


class FarTest(ProgramTest):
    def server(self):
        server = Redis(bind="*")
        self.addCleanup(server.close)
        return server

    def host(self, name):
        host = Host(name)
        self.addCleanup(host.close)
        return host

    def keep(self, process):
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def near_worker(self, server, *words):
        return self.keep(subprocess.Popen([executable(), "worker", "--redis", server.url, *words],
                                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                          encoding="utf-8", env=environment()))

    def begin(self, server, name="run.ilv", **values):
        run = start("run", "redis.queue", "--redis", server.url, "--save", self.directory / name,
                    *settings({**QUICK, "local": "off", **values}))
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.kill)
        return run

    def done(self, run, jobs, seconds=60, path=None):
        path = path or self.directory / "run.ilv"
        output, errors = run.communicate(timeout=seconds)
        self.assertEqual(run.returncode, 0, output + errors)
        self.assertIn(f"{jobs} jobs: {jobs} finished, 0 failed, 0 lost", output)
        self.assertEnds(interleave("check", path), 0)
        return Recording(path)

    def end(self, worker):
        """As Ctrl-C; the process itself, not what stands before it."""
        worker.send_signal(signal.SIGINT)
        self.assertIn(worker.wait(10), (130, -signal.SIGINT))

    def assertCausality(self, recording):
        """No job begins before it was enqueued, and on its worker's own row not earlier by more than is said."""
        uncertainty = {lane.parent: max(int(event["value"]) for event in lane.of_kind("counter"))
                       for lane in recording.lanes if lane.name == "clock uncertainty (ns)"}
        self.assertTrue(uncertainty)
        for job in recording.of_kind("job"):
            self.assertEqual(job.running(), sorted(job.running()))
            for event in job.of_kind("wake"):
                thread = recording.by_id[event["peer"]]
                host = recording.by_id[recording.by_id[thread.parent].parent]
                woken = [wait for wait in thread.suspended("queue empty") if wait["woken_by"] == job.id]
                self.assertTrue(woken, "the worker's wait ended with this job")
                self.assertGreaterEqual(min(wait["end_ns"] for wait in woken), job.start_ns - uncertainty[host.id])
                self.assertLess(abs(min(wait["end_ns"] for wait in woken) - event["time_ns"]),
                                2 * uncertainty[host.id] + 1000 * MICROSECOND)

    @staticmethod
    def hosts(recording):
        return {lane.name.partition(" (")[0]: lane for lane in recording.of_kind("host") if "clock ±" in lane.name}


@needs_redis
class NearWorkers(FarTest):
    def test_a_worker_started_by_hand_joins_and_shows_its_lanes(self):
        server = self.server()
        worker = self.near_worker(server)
        run = self.begin(server, jobs=12)
        recording = self.done(run, 12)
        host, = self.hosts(recording).values()
        process, = (lane for lane in recording.children(host) if lane.kind == "process")
        self.assertEqual(process.pid, worker.pid)
        self.assertEqual(sorted(lane.name for lane in recording.children(process)), ["heartbeat", "main thread"])
        self.assertCausality(recording)
        self.end(worker)
        with Client(server.port) as client:
            until(lambda: client("KEYS", "*") == [], "nothing is left in Redis", 3)

    def test_here_and_there_share_the_work(self):
        server = self.server()
        worker = self.near_worker(server)
        recording = self.done(self.begin(server, jobs=40, workers=1, local="on", length=40), 40)
        takers = {event["peer"] for job in recording.of_kind("job") for event in job.of_kind("wake")}
        self.assertEqual(len(takers), 2)
        self.end(worker)

    def test_a_worker_does_only_the_queues_that_it_is_told(self):
        server = self.server()
        high, other = (self.near_worker(server, "--queues", queue) for queue in ("high", "default,unknown"))
        recording = self.done(self.begin(server, jobs=20, urgent=2), 20)
        pids = {"queue high": high.pid, "queue default": other.pid}
        for job in recording.of_kind("job"):
            for event in job.of_kind("wake"):
                process = recording.by_id[recording.by_id[event["peer"]].parent]
                self.assertEqual(process.pid, pids[recording.by_id[job.parent].name])
        for worker in (high, other):
            self.end(worker)

    def test_a_burst_ends_when_there_is_nothing_to_do(self):
        server = self.server()
        done = interleave("worker", "--redis", server.url, "--burst", timeout=20)
        self.assertEnds(done, 0)

    def test_a_worker_that_is_killed_loses_no_job(self):
        server = self.server()
        doomed = self.near_worker(server)
        run = self.begin(server, jobs=30, length=60)
        lines = iter(run.stdout.readline, "")
        self.assertTrue(any(" finished on " in line for line in lines))
        doomed.kill()
        doomed.wait()
        survivor = self.near_worker(server)
        recording = self.done(run, 30)
        self.assertTrue([event for event in recording.events if "taken over" in event["text"]])
        self.end(survivor)

    def test_a_worker_serves_runs_in_turn(self):
        server = self.server()
        worker = self.near_worker(server)
        runs = [self.begin(server, name=f"{number}.ilv", jobs=30) for number in range(3)]
        for number, run in enumerate(runs):
            recording = self.done(run, 30, path=self.directory / f"{number}.ilv")
            self.assertEqual(list(self.hosts(recording)), [os.uname().nodename])
        self.end(worker)

    def test_a_worker_without_work_goes_to_a_run_that_has_some_and_comes_back(self):
        server = self.server()
        worker = self.near_worker(server)
        first = self.begin(server, jobs=1, flaky=1, backoff=10_000)
        self.assertTrue(any(" raised " in line for line in iter(first.stdout.readline, "")))
        second = self.begin(server, name="second.ilv", jobs=10)
        self.assertEqual(second.wait(60), 0)
        self.assertIsNone(first.poll(), "it was between the other's two tries")
        self.done(second, 10, path=self.directory / "second.ilv")
        recording = self.done(first, 1)
        host, = self.hosts(recording).values()
        visits = [lane for lane in recording.children(host) if lane.kind == "process"]
        self.assertEqual([lane.pid for lane in visits], 2 * [worker.pid])
        self.assertEqual([lane.outcome for lane in visits], 2 * ["finished"])
        self.end(worker)

    def test_a_worker_leaves_a_run_that_nobody_waits_for_any_more(self):
        server = self.server()
        worker = self.near_worker(server)
        forsaken = self.begin(server, jobs=10_000)
        self.assertTrue(any(" finished on " in line for line in iter(forsaken.stdout.readline, "")))
        forsaken.kill()
        forsaken.wait()
        with Client(server.port) as client:  # a minute passes
            run, = client("ZRANGE", "interleave:runs", 0, -1)
            client("ZADD", "interleave:runs", int(client("TIME")[0]) - 61, run)
        self.done(self.begin(server, jobs=10), 10)
        self.end(worker)

    def test_its_waits_stand_at_the_line_that_starts_workers(self):
        server = self.server()
        worker = self.near_worker(server)
        recording = self.done(self.begin(server, jobs=4, local="on", workers=1, length=100), 4)
        host, = self.hosts(recording).values()
        lines = {True: set(), False: set()}
        for thread in recording.of_kind("thread"):
            process = recording.by_id[thread.parent]
            lines[process.parent == host.id] |= {event["line"] for event in thread.of_kind("suspend")
                                                 if event["reason"] == "queue empty" or thread.name == "heartbeat"}
        self.assertEqual(lines[True], lines[False])
        self.assertEqual(len(lines[True]), 1, lines)
        self.end(worker)

    def test_without_a_server_a_worker_says_so(self):
        for words, code in ((["--redis", "redis://127.0.0.1:1/0"], 3), ([], 2), (["--redis", "nonsense"], 2)):
            done = interleave("worker", *words)
            self.assertEnds(done, code)
            self.assertTrue(done.stderr)


@needs_redis
@needs_hosts
class OtherHosts(FarTest):
    def test_two_hosts_far_away_do_the_work(self):
        server = self.server()
        slow = SlowRedis(server.port, 0.02, "0.0.0.0")
        self.addCleanup(slow.close)
        near, far = self.host("near"), self.host("far")
        workers = [self.keep(near.worker(server.port)), self.keep(far.worker(slow.port))]
        recording = self.done(self.begin(server, jobs=30, length=50), 30)
        hosts = self.hosts(recording)
        self.assertEqual(sorted(hosts), ["far", "near"])
        self.assertCausality(recording)
        curves = {lane.parent: lane for lane in recording.lanes if lane.name == "clock uncertainty (ns)"}
        uncertainty = {name: int(curves[lane.id].of_kind("counter")[0]["value"]) for name, lane in hosts.items()}
        self.assertGreater(uncertainty["far"], 10_000_000, "half of the way there and back, and it is said")
        self.assertLess(uncertainty["near"], 10_000_000)
        for worker in workers:
            self.end(worker)

    def test_a_host_that_is_cut_off_for_ten_seconds_comes_back(self):
        server = self.server()
        near, far = self.host("near"), self.host("far")
        workers = [self.keep(near.worker(server.port)), self.keep(far.worker(server.port))]
        run = self.begin(server, jobs=150, length=150)
        lines = iter(run.stdout.readline, "")
        self.assertTrue(any(" finished on far" in line for line in lines))
        far.cut()
        time.sleep(10)
        far.mend()
        recording = self.done(run, 150, 120)
        notes = [event["text"] for event in recording.events if "taken over" in event["text"]]
        self.assertTrue(any(" by near" in note for note in notes), notes)
        self.assertCausality(recording)
        for worker in workers:
            self.end(worker)

    @needs_clocks
    def test_a_clock_half_an_hour_wrong_is_set_right(self):
        server = self.server()
        hosts = {"ahead": self.host("ahead"), "behind": self.host("behind")}
        clocks = {"ahead": HALF_AN_HOUR, "behind": -min(HALF_AN_HOUR, int(time.monotonic()) - 10)}
        workers = [self.keep(host.worker(server.port, clock=clocks[name])) for name, host in hosts.items()]
        recording = self.done(self.begin(server, jobs=30, length=30), 30)
        self.assertEqual(sorted(self.hosts(recording)), ["ahead", "behind"])
        self.assertCausality(recording)
        self.assertLess(recording.stats["wall_ns"], 30 * 1_000_000_000)
        for worker in workers:
            self.end(worker)


if __name__ == "__main__":
    main()
