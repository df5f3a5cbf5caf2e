"""What the job queue survives of its Redis server: killed, slow, refusing, false, or another's."""

import os
import pty
import re
import signal
import subprocess
import termios
import time

from program import ProgramTest, descendants, environment, executable, interleave, main, settings, start, until
from recording import Recording
from redisserver import Client, FalseRedis, Monitor, Redis, SlowRedis, free_port, needs_redis

QUICK = {"length": 20, "backoff": 10, "lease": 200, "kills": 0, "failing": 0, "flaky": 0, "dependent": 0}


class RedisTest(ProgramTest):
    def server(self, *options, **more):
        server = Redis(*options, **more)
        self.addCleanup(server.close)
        return server

    def false(self, answer):
        server = FalseRedis(answer)
        self.addCleanup(server.close)
        return server

    def begin(self, *words, **values):
        run = start("run", "redis.queue", *words, *settings({**QUICK, **values}))
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.stderr.close)
        self.addCleanup(run.kill)
        return run

    def first_finished(self, run):
        self.assertTrue(any(" finished on " in line for line in iter(run.stdout.readline, "")))

    def assertDone(self, run, jobs, seconds=60):
        output, errors = run.communicate(timeout=seconds)
        self.assertEqual(run.returncode, 0, output + errors)
        self.assertIn(f"{jobs} jobs: {jobs} finished, 0 failed, 0 lost", output)
        self.assertIn("results as expected: yes", output)
        return output

    @staticmethod
    def keys(server):
        with Client(server.port) as client:
            return client("KEYS", "*")


@needs_redis
class RealServers(RedisTest):
    def test_a_server_of_ones_own_sees_only_our_prefix_and_nothing_remains(self):
        server = self.server()
        monitor = Monitor(server.port)
        self.addCleanup(monitor.close)
        client = monitor.connect(server.port)
        self.addCleanup(client.close)
        client("SET", "somebody:else", "untouched")
        run = self.begin("--redis", server.url, jobs=60, failing=2, flaky=2, kills=2, dependent=3)
        looks = 0
        while run.poll() is None:
            self.assertEachHasAnEnd(client)
            looks += 1
        output, errors = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, output + errors)
        self.assertGreater(looks, 100, "and at any moment")
        self.assertEqual(client("GET", "somebody:else"), "untouched")
        until(lambda: client("KEYS", "*") == ["somebody:else"], "our keys are gone", 3)
        names = {words[0].upper() for words in monitor.said}
        self.assertTrue(names >= {"XREADGROUP", "XCLAIM", "XADD", "EXEC", "ZADD", "UNLINK"}, names)
        self.assertEqual(monitor.strange(), [])

    def assertEachHasAnEnd(self, client):
        for key in client("KEYS", "interleave:*"):
            left = client("TTL", key)
            self.assertTrue(0 <= left <= 500 or left == -2, f"{key} has {left} s to live")

    def test_what_is_killed_leaves_nothing_that_stays(self):
        server = self.server()
        run = self.begin("--redis", server.url, length=60_000, flaky=5, dependent=3)
        with Client(server.port) as client:
            until(lambda: any(":journal" in key for key in client("KEYS", "*")), "a job has started")
            run.kill()
            run.wait(10)
            until(lambda: descendants(os.getpid()) == [server.process.pid], "every process of the run is gone", 5)
            self.assertTrue(client("KEYS", "interleave:*"))
            self.assertEachHasAnEnd(client)

    def test_stop_removes_the_keys_too(self):
        server = self.server()
        run = self.begin("--redis", server.url, length=60_000)
        until(lambda: any(":journal" in key for key in self.keys(server)), "a job has started")
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(10), 130)
        until(lambda: self.keys(server) == [], "our keys are gone", 3)

    def test_two_runs_on_one_server_do_not_meet(self):
        server = self.server()
        runs = [self.begin("--redis", server.url, jobs=80, seed=seed) for seed in (1, 2)]
        for run in runs:
            self.assertEqual(self.assertDone(run, 80).count(" finished on "), 80)

    def test_a_password_comes_from_the_environment_or_the_address(self):
        server = self.server("--requirepass", "s3cret")
        done = interleave("run", "redis.queue", "--redis", server.url, *settings(QUICK))
        self.assertEnds(done, 3)
        self.assertOneSentence(done.stderr)
        self.assertIn("INTERLEAVE_REDIS_PASSWORD", done.stderr)
        done = interleave("run", "redis.queue", "--redis", server.url, *settings(QUICK), INTERLEAVE_REDIS_PASSWORD="wrong")
        self.assertEnds(done, 3)
        done = interleave("run", "redis.queue", "--redis", server.url, *settings(QUICK), INTERLEAVE_REDIS_PASSWORD="s3cret")
        self.assertEnds(done, 0)
        path = self.directory / "run.ilv"
        done = interleave("run", "redis.queue", "--redis", f"redis://:s3cret@127.0.0.1:{server.port}/0",
                          "--save", path, *settings(QUICK))
        self.assertEnds(done, 0)
        self.assertNotIn(b"s3cret", path.read_bytes())

    def test_a_password_is_asked_for_and_not_shown(self):
        server = self.server("--requirepass", "s3cret")
        terminal, theirs = pty.openpty()
        self.addCleanup(os.close, terminal)
        run = subprocess.Popen([executable(), "run", "redis.queue", "--redis", server.url, "--quiet", *settings(QUICK)],
                               stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, encoding="utf-8", env=environment())
        os.close(theirs)
        self.addCleanup(run.stdout.close)
        self.addCleanup(run.kill)
        shown = b""
        while b"Password for" not in shown:
            shown += os.read(terminal, 1000)
        until(lambda: not termios.tcgetattr(terminal)[3] & termios.ECHO, "what is typed is not shown")
        os.write(terminal, b"s3cret\n")
        output, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, output)
        self.assertIn("results as expected: yes", output)

    def test_tls_is_checked_and_used(self):
        names = {name: str(self.directory / name) for name in ("key.pem", "certificate.pem")}
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", names["key.pem"],
                        "-out", names["certificate.pem"]], check=True, capture_output=True)
        server = self.server("--tls-cert-file", names["certificate.pem"], "--tls-key-file", names["key.pem"],
                             "--tls-ca-cert-file", names["certificate.pem"], "--tls-auth-clients", "no",
                             "--tls-port", "0")
        port = free_port()
        with Client(server.port) as client:
            client("CONFIG", "SET", "tls-port", port)
        url = f"rediss://127.0.0.1:{port}/0"
        done = interleave("run", "redis.queue", "--redis", url, *settings(QUICK))
        self.assertEnds(done, 3)
        self.assertOneSentence(done.stderr)
        path = self.directory / "run.ilv"
        done = interleave("run", "redis.queue", "--redis", url, "--save", path, *settings(QUICK),
                          INTERLEAVE_REDIS_CA=names["certificate.pem"])
        self.assertEnds(done, 0)
        self.assertIn("results as expected: yes", done.stdout)

    def test_a_server_that_is_killed_and_comes_back_loses_no_job(self):
        server = self.server()
        path = self.directory / "run.ilv"
        run = self.begin("--redis", server.url, "--save", path, jobs=60, workers=3, length=60)
        self.first_finished(run)
        server.kill()
        time.sleep(1)
        server.start()
        output = self.assertDone(run, 60)
        self.assertIn("jobs are enqueued again", output)
        self.assertEnds(interleave("check", path), 0)

    def test_a_server_that_never_comes_back_costs_jobs_and_they_are_named(self):
        server = self.server()
        path = self.directory / "run.ilv"
        run = self.begin("--redis", server.url, "--save", path, jobs=60, length=60, patience=1500)
        self.first_finished(run)
        server.kill()
        output, errors = run.communicate(timeout=30)
        self.assertEqual(run.returncode, 1, output + errors)
        finished, failed, lost = map(int, re.search(r"60 jobs: (\d+) finished, (\d+) failed, (\d+) lost", output).groups())
        self.assertEqual(finished + failed + lost, 60)
        self.assertGreater(lost, 0)
        self.assertIn(f"{lost} jobs are lost", errors)
        self.assertEnds(interleave("check", path), 0)

    def test_a_slow_server_makes_it_slow_and_steals_no_jobs(self):
        server = self.server()
        for seconds, jobs in ((0.05, 4), (0.5, 4), (2, 1)):
            slow = SlowRedis(server.port, seconds / 2)
            self.addCleanup(slow.close)
            path = self.directory / f"{seconds}.ilv"
            run = self.begin("--redis", slow.url, "--save", path, jobs=jobs)
            self.assertDone(run, jobs, 240)
            with Client(server.port) as client:
                until(lambda: client("KEYS", "*") == [], "our keys are gone", seconds + 3)
            recording = Recording(path)
            self.assertFalse([event for event in recording.events if "taken over" in event["text"]])
            waits = [wait for wait in recording.stats["waits"] if wait["reason"] == "i/o"]
            self.assertGreaterEqual(max(wait["end_ns"] - wait["start_ns"] for wait in waits), seconds * 1e9)
            self.assertEnds(interleave("check", path), 0)

    def test_stopping_while_a_slow_server_is_awaited_takes_a_moment_and_removes_the_keys(self):
        server = self.server()
        slow = SlowRedis(server.port, 1)
        self.addCleanup(slow.close)
        run = self.begin("--redis", slow.url, length=60_000)
        until(lambda: any(":journal" in key for key in self.keys(server)), "a job has started", 60)
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(2), 130)
        until(lambda: self.keys(server) == [], "our keys are gone", 5)

    def test_a_user_may_need_a_password_or_none(self):
        server = self.server()
        with Client(server.port) as client:
            for user, secret in (("ada", ">s3cret"), ("bob", "nopass")):
                client("ACL", "SETUSER", user, "on", secret, "~interleave:*", "+@all", "-@dangerous")
            client("ACL", "SETUSER", "default", "off")
        url = server.url.replace("//", "//{}@")
        done = interleave("run", "redis.queue", "--redis", url.format("bob"), *settings(QUICK))
        self.assertEnds(done, 0)
        done = interleave("run", "redis.queue", "--redis", url.format("ada"), *settings(QUICK))
        self.assertEnds(done, 3)
        self.assertIn("INTERLEAVE_REDIS_PASSWORD", done.stderr)
        done = interleave("run", "redis.queue", "--redis", url.format("ada:s3cret"), *settings(QUICK))
        self.assertEnds(done, 0)

    def test_a_server_that_refuses_for_a_while_is_asked_again(self):
        server = self.server()
        run = self.begin("--redis", server.url, jobs=60, length=40)
        self.first_finished(run)
        with Client(server.port) as client:
            client("CONFIG", "SET", "maxmemory", "1")
            time.sleep(1.5)
            client("CONFIG", "SET", "maxmemory", "0")
        self.assertDone(run, 60)


class FalseServers(RedisTest):
    """Whatever a server answers, the run ends in time with a sentence, and does not hammer at it."""

    def run_on(self, answer, code, says):
        server = self.false(answer)
        began = time.monotonic()
        done = interleave("run", "redis.queue", "--redis", server.url, *settings({**QUICK, "patience": 1500}), timeout=30)
        seconds = time.monotonic() - began
        self.assertEnds(done, code)
        self.assertIn(says, done.stderr)
        # The keeper and each link of the run may connect, then at most five times a second each.
        self.assertLessEqual(len(server.accepted), 4 + 2 * 5 * seconds)

    def test_loading(self):
        self.run_on(lambda words: b"-LOADING Redis is loading the dataset in memory\r\n", 1, "LOADING")

    def test_out_of_memory(self):
        self.run_on(lambda words: b"-OOM command not allowed when used memory > 'maxmemory'.\r\n", 1, "OOM")

    def test_read_only(self):
        self.run_on(lambda words: b"-READONLY You can't write against a read only replica.\r\n", 1, "READONLY")

    def test_no_permission(self):
        self.run_on(lambda words: b"-NOAUTH Authentication required.\r\n", 1, "NOAUTH")

    def test_garbage(self):
        self.run_on(lambda words: b"HTTP/1.1 400 Bad Request\r\n\r\n", 1, "does not speak Redis's language")

    def test_deep_arrays(self):
        self.run_on(lambda words: b"*1\r\n" * 1_000_000, 1, "does not speak Redis's language")

    def test_huge_arrays(self):
        self.run_on(lambda words: b"*2147483647\r\n", 1, "does not speak Redis's language")

    def test_a_text_that_never_ends(self):
        self.run_on(lambda words: b"$2147483648\r\n" + b"x" * 1000, 1, "silent")

    def test_silence(self):
        self.run_on(lambda words: b"", 1, "silent")

    def test_hanging_up(self):
        self.run_on(lambda words: None, 1, "No Redis server answers")

    def test_answers_of_another_shape(self):
        for answer in (b"+OK\r\n", b":0\r\n", b"$-1\r\n", b"*0\r\n", b"*2\r\n:1\r\n*-1\r\n"):
            server = self.false(lambda words, answer=answer: answer)
            done = interleave("run", "redis.queue", "--redis", server.url, *settings({**QUICK, "patience": 1000}),
                              "--timeout", 3, timeout=30)
            self.assertIn(done.returncode, (1, 124), done.stderr)


if __name__ == "__main__":
    main()
