"""The interleave executable under test, run without a display and with directories of its own."""

import ctypes
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTINGS = ROOT / "resources" / "listings"
PR_SET_CHILD_SUBREAPER = 36

_directories = []


def executable():
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} PATH-OF-INTERLEAVE [unittest arguments]")
    return os.path.abspath(sys.argv[1])


def environment(**changes):
    """Ours without any display; the program's directories are temporary ones."""
    if not _directories:
        _directories.append(tempfile.TemporaryDirectory())
    home = _directories[0].name
    result = {name: value for name, value in os.environ.items()
              if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    result["HOME"] = home
    for kind in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        path = os.path.join(home, kind.lower())
        os.makedirs(path, mode=0o700, exist_ok=True)
        result[f"XDG_{kind}"] = path
    result.update(changes)
    return result


def settings(values):
    """{'tasks': 3} as --set tasks=3."""
    return [word for name, value in values.items() for word in ("--set", f"{name}={value}")]


def interleave(*arguments, timeout=120, stdout=subprocess.PIPE, **changes):
    """Runs it to its end; `changes` go to the environment."""
    return subprocess.run([executable(), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, encoding="utf-8", timeout=timeout, env=environment(**changes))


def start(*arguments):
    return subprocess.Popen([executable(), *map(str, arguments)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment())


def stats(path):
    """What `stats --json` says of a complete recording."""
    done = interleave("stats", path, "--json")
    if done.returncode != 0:
        raise AssertionError(f"stats {path} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def adopt_orphans():
    """Processes whose parent dies become children of this one, so that none escapes notice."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid):
    """The living children of a process, zombies left out."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                state, parent = pathlib.Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(parent) == pid and state not in "ZX":
                found.append(int(entry))
    return found


def descendants(pid):
    below = children(pid)
    return below + [pid for child in below for pid in descendants(child)]


def until(condition, what, seconds=20):
    """Polls until the condition yields something true, and returns that."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.01)
    return result


class ProgramTest(unittest.TestCase):
    """A test with a directory of its own, which fails when a process is left behind."""

    @classmethod
    def setUpClass(cls):
        adopt_orphans()

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.addCleanup(self.assertNothingRuns)

    def assertNothingRuns(self):
        until(lambda: not descendants(os.getpid()), "every process of the run is gone", 5)

    def assertEnds(self, done, code):
        self.assertEqual(done.returncode, code, f"{done.args[1:]}\n{done.stdout}{done.stderr}")

    def assertOneSentence(self, text):
        self.assertEqual(len(text.strip().splitlines()), 1, text)
        self.assertGreater(len(text.split()), 2, text)

    def record(self, scenario, name="run.ilv", **values):
        """Runs a scenario to its end and returns its recording."""
        path = self.directory / name
        self.assertEnds(interleave("run", scenario, *settings(values), "--quiet", "--save", path), 0)
        self.assertEnds(interleave("check", path), 0)
        return path


def main():
    executable()
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
