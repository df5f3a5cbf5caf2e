"""The scenarios that fetch over HTTP print what their listings print with aiohttp; see parity.py.

Each has a server of its own, ours the session's and CPython's one that the test starts. Seed and path
decide which pages fail and how, so both meet the same. Which page arrives first is up to the clock:
the lines agree as a multiset, those of a subreddit as one block.
"""

import os
import signal
import subprocess
import sys

from parity import ParityTest, cpython
from program import LISTINGS, main, settings, start
from webserver import WebServer

REDDIT = "async.reddit"
FULL = "async.full-program"
PATIENCE = 2500 # ms for a request: well above what a healthy page takes on a busy machine


class HttpParity(ParityTest):
    def blocks(self, run, count, code):
        """Reads until that many subreddits are through, interrupts, and gives the blocks, sorted."""
        text = ""
        try:
            while text.count("DONE: ") + text.count("FAILED: ") < count or not text.endswith("\n\n"):
                line = run.stdout.readline()
                self.assertTrue(line, f"ended before it was interrupted: {text}")
                text += line
            os.kill(run.pid, signal.SIGINT)
            rest, errors = run.communicate(timeout=20)
        finally:
            run.kill()
            run.communicate()
        self.assertEqual((run.returncode, rest), (code, ""), errors)
        return sorted((text + rest).split("\n\n"))

    def test_reddit(self):
        for values in ({"subreddits": 3, "latency": 20, "jitter": 20},
                       {"subreddits": 32, "latency": 50, "jitter": 50, "failures": 40, "seed": 5, "timeout": PATIENCE},
                       {"subreddits": 20, "latency": 0, "jitter": 30, "failures": 100, "timeout": PATIENCE}):
            with self.subTest(**values), WebServer(**{"seed": 444, **values}) as base:
                count = values["subreddits"]
                words = [f"{name}={value}" for name, value in {**values, "base": base}.items()]
                ours = start("run", REDDIT, *settings(values), "--quiet")
                theirs = subprocess.Popen([sys.executable, LISTINGS / f"{REDDIT}.py", *words],
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
                blocks = self.blocks(ours, count, 130)
                self.assertEqual(blocks, self.blocks(theirs, count, 0))
                self.assertEqual(len(blocks), count + 1)
                self.assertEqual(any("FAILED" in block for block in blocks), "failures" in values)

    def test_full_program(self):
        for values in ({"pages": 20, "limit": 10, "latency": 20, "jitter": 30, "timeout": 20000},
                       {"pages": 500, "limit": 64, "latency": 0, "jitter": 10, "timeout": 20000},
                       {"pages": 60, "limit": 25, "latency": 10, "jitter": 50, "failures": 35, "seed": 7,
                        "timeout": PATIENCE}):
            values = {"failures": 0, "seed": 444, **values}
            ours_file, their_file = self.directory / "ours.txt", self.directory / "theirs.txt"
            with self.subTest(**values), WebServer(**values) as base:
                ours = start("run", FULL, *settings({**values, "file": ours_file}), "--quiet")
                theirs = cpython((FULL, {**values, "base": base, "file": their_file}))
                output, errors = ours.communicate(timeout=60)
                self.assertEqual((ours.returncode, errors), (0, ""))
                self.assertEqual(sorted(output.replace(str(ours_file), "F").splitlines()),
                                 sorted(line.replace(str(their_file), "F") for line in theirs))
                self.assertEqual(sorted(ours_file.read_text().splitlines()), sorted(their_file.read_text().splitlines()))
                self.assertEqual("Failed" in output, values["failures"] > 0)

    def test_full_program_with_its_private_file(self):
        values = {"pages": 1, "limit": 1, "latency": 0, "jitter": 0, "failures": 0}
        ours = self.ours((FULL, values))
        with WebServer(**values) as base:
            self.assertEqual(sorted(ours), sorted(cpython((FULL, {**values, "base": base}))))


if __name__ == "__main__":
    main()
