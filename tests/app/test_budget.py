"""Too little of the operating system's resources: refused before anything starts, with exit code 7 and one
sentence; never a death by a signal."""

import json
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile

from program import ProgramTest, environment, executable, interleave, main, settings

NOBODY = 65534


class Budget(ProgramTest):
    def limited(self, limits, *arguments, user=None, program=None, **changes):
        """Runs it with hard limits, as another user where root's own limits would not be held to."""
        def limit():
            for which, number in limits.items():
                resource.setrlimit(which, (number, number))
            if user is not None:
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)

        return subprocess.run([program or executable(), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", timeout=60, preexec_fn=limit,
                              env=environment(**changes), cwd="/")

    def assert_refused(self, done, *words):
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def scenarios(self):
        return json.loads(interleave("list", "--json").stdout)

    def test_32_or_64_descriptors_are_too_few_for_any_scenario(self):
        for descriptors in (32, 64):
            for scenario in self.scenarios():
                with self.subTest(scenario["id"], descriptors=descriptors):
                    done = self.limited({resource.RLIMIT_NOFILE: descriptors}, "run", scenario["id"])
                    self.assert_refused(done, "file descriptors", f"only {descriptors} are")

    def test_256_descriptors_hold_four_processes_but_not_64(self):
        few = {resource.RLIMIT_NOFILE: 256}
        done = self.limited(few, "run", "processes.continents", "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("\n"), 4)
        done = self.limited(few, "run", "processes.continents", "--set", "workers=64")
        self.assert_refused(done, "needs 389 file descriptors", "only 256 are", "set workers to 37 or less")
        done = self.limited(few, "run", "processes.continents", "--quiet", "--set", "workers=37")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("\n"), 37)

    def test_the_largest_values_run_or_are_refused_under_256_descriptors(self):
        for scenario in self.scenarios():
            largest = {p["name"]: p["max"] for p in scenario["parameters"]
                       if p["name"] in ("workers", "threads", "instances", "connections", "subreddits", "pages")}
            if not largest:
                continue
            with self.subTest(scenario["id"]):
                done = self.limited({resource.RLIMIT_NOFILE: 256}, "run", scenario["id"], "--quiet",
                                    "--timeout", "0.5", *settings(largest))
                self.assertIn(done.returncode, (0, 1, 7, 124), done.stderr)

    def test_a_users_processes_are_counted(self):
        user = NOBODY if os.getuid() == 0 else None
        with tempfile.TemporaryDirectory(dir="/tmp") as folder: # where that user may read it
            os.chmod(folder, 0o755)
            program = pathlib.Path(shutil.copy(executable(), folder))
            runtime = pathlib.Path(folder, "runtime")
            runtime.mkdir(mode=0o700)
            if user:
                os.chown(runtime, user, user)
            limits = {resource.RLIMIT_NPROC: 30 if user else self.own_threads() + 30}
            done = self.limited(limits, "run", "processes.continents", "--set", "workers=64", user=user,
                                program=program, XDG_RUNTIME_DIR=str(runtime))
            self.assert_refused(done, "needs 69 processes and threads", "set workers to")
            done = self.limited(limits, "run", "threads.square-cube", "--set", "workers=64", user=user,
                                program=program, XDG_RUNTIME_DIR=str(runtime))
            self.assert_refused(done, "needs 69 processes and threads", "set workers to")
            done = self.limited(limits, "run", "processes.continents", "--quiet", user=user, program=program,
                                XDG_RUNTIME_DIR=str(runtime))
            self.assertEqual(done.returncode, 0, done.stderr)

    def own_threads(self):
        return sum(len(os.listdir(path / "task")) for path in pathlib.Path("/proc").iterdir()
                   if path.name.isdigit() and path.stat().st_uid == os.getuid())


if __name__ == "__main__":
    main()
