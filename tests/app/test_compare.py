"""compare, sweep and run --repeat: what they say of several runs together."""

import json
import os
import resource
import signal
import struct
import subprocess

from program import ProgramTest, environment, executable, interleave, main, start, stats, until

COMPARE_KEYS = {"a", "b", "differences", "output_equal", "first_different_line", "same_events", "parting", "sentence",
                "lanes"}
SWEEP_KEYS = {"scenario", "parameter", "parameters", "host", "values", "points", "fit", "fit_text"}
POINT_KEYS = {"value", "wall_ns", "cpu_ns", "max_running", "outcome", "reason"}
SPREAD_KEYS = {"min", "median", "max"}


class Several(ProgramTest):
    def recorded(self, name, scenario, *words):
        path = self.directory / name
        self.assertEnds(interleave("run", scenario, *words, "--quiet", "--save", path), 0)
        return path

    def compared(self, a, b, code=0):
        done = interleave("compare", a, b, "--json")
        self.assertEnds(done, code)
        return json.loads(done.stdout)

    def interrupted_after_one_run(self, running):
        """What a series says that is interrupted once its first run is saved."""
        until((self.directory / "run-001.ilv").exists, "the first run is over")
        os.kill(running.pid, signal.SIGINT)
        out, _ = running.communicate(timeout=20)
        self.assertEqual(running.returncode, 130)
        return json.loads(out)


class Compare(Several):
    def test_a_run_is_the_same_as_itself(self):
        path = self.recorded("run.ilv", "async.count", "--set", "second=10")
        shape = self.compared(path, path)
        self.assertEqual(set(shape), COMPARE_KEYS)
        self.assertIsNone(shape["parting"])
        self.assertTrue(shape["output_equal"])
        self.assertRegex(shape["sentence"], r"^The same to the end, for \d+ events\.$")
        for row in shape["differences"]:
            self.assertEqual(row["a"], row["b"], row["name"])
        for lane in shape["lanes"]:
            self.assertEqual(lane["a"], lane["b"])

    def test_async_and_sync_differ_as_their_recordings_say(self):
        a = self.recorded("a.ilv", "async.count", "--set", "second=50")
        b = self.recorded("b.ilv", "async.count-sync", "--set", "second=50")
        shape = self.compared(a, b)
        rows = {row["name"]: row for row in shape["differences"]}
        for side, path in (("a", a), ("b", b)):
            figures = stats(path)
            self.assertEqual(rows["wall"][side], figures["wall_ns"])
            self.assertEqual(rows["peak memory"][side], figures["peak_rss_bytes"])
            for name, key in (("processes", "processes"), ("threads", "threads"), ("tasks", "tasks"),
                              ("max running", "max_running"), ("events", "events")):
                self.assertEqual(rows[name][side], figures[key], name)
        self.assertGreater(rows["wall"]["b"], 2.5 * rows["wall"]["a"])  # three sleeps in a row, not at once
        self.assertFalse(shape["output_equal"])
        self.assertEqual(shape["first_different_line"], 2)  # One, One … against One, Two …
        main_thread = next(lane for lane in shape["lanes"] if lane["name"] == "main thread")
        self.assertTrue(main_thread["a"] and main_thread["b"])
        self.assertRegex(shape["sentence"], r"^The same for \d+ events?; then .*\.$")
        for side in ("a", "b"):
            self.assertEqual(set(shape["parting"][side]), {"lane", "time_ns", "kind", "reason"})

    def test_the_text_has_the_table_and_the_sentence(self):
        a = self.recorded("a.ilv", "async.count", "--set", "second=10", "--set", "tasks=2")
        b = self.recorded("b.ilv", "async.count", "--set", "second=10", "--set", "tasks=4")
        done = interleave("compare", a, b)
        self.assertEnds(done, 0)
        self.assertRegex(done.stdout, r"(?m)^tasks +3 +5   \+2$")
        self.assertRegex(done.stdout, r"(?m)^wait sleep +\S+ \S+ in \d+ ")
        self.assertRegex(done.stdout, r"(?m)^lanes only there +0 +2$")
        self.assertIn("The output differs from line 3 on.", done.stdout)
        self.assertIn(str(a), done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], self.compared(a, b)["sentence"])

    def test_the_picture_is_as_asked(self):
        a = self.recorded("a.ilv", "async.count", "--set", "second=10")
        b = self.recorded("b.ilv", "async.count-sync", "--set", "second=10")
        pictures = []
        for theme in ("light", "dark"):
            picture = self.directory / f"{theme}.png"
            self.assertEnds(interleave("compare", a, b, "--png", picture, "--size", "900x700", "--theme", theme), 0)
            self.assertEqual(struct.unpack(">II", picture.read_bytes()[16:24]), (900, 700))
            pictures.append(picture.read_bytes())
        self.assertNotEqual(*pictures)
        self.assertEnds(interleave("compare", a, b, "--png", self.directory / "no.jpg"), 2)
        self.assertEnds(interleave("compare", a, b, "--png", self.directory / "none" / "no.png"), 6)

    def test_what_cannot_be_read_is_said(self):
        path = self.recorded("run.ilv", "async.count", "--set", "second=10")
        for words in ((path, self.directory / "none.ilv"), (self.directory / "none.ilv", path)):
            done = interleave("compare", *words)
            self.assertEnds(done, 4)
            self.assertOneSentence(done.stderr)
        self.assertEnds(interleave("compare", path), 2)
        self.assertEnds(interleave("compare", path, path, path), 2)
        cut = self.directory / "cut.ilv"
        cut.write_bytes(path.read_bytes()[:-200])
        self.assertEqual(set(self.compared(path, cut, 5)), COMPARE_KEYS)


class Sweep(Several):
    def swept(self, *words, code=0):
        done = interleave("sweep", *words, "--json", "--quiet")
        self.assertEnds(done, code)
        shape = json.loads(done.stdout)
        self.assertEqual(set(shape), SWEEP_KEYS)
        for point in shape["points"]:
            self.assertEqual(set(point), POINT_KEYS)
        return shape

    def test_runs_once_for_each_value(self):
        shape = self.swept("models.io-bound", "--set", "workers=1,2,4,8", "--set", "jobs=8", "--set", "wait=20",
                           "--save", self.directory / "run.ilv")
        self.assertEqual([point["value"] for point in shape["points"]], ["1", "2", "4", "8"])
        self.assertEqual([point["outcome"] for point in shape["points"]], ["finished"] * 4)
        self.assertEqual(shape["parameters"], {"jobs": "8", "wait": "20"})
        for number, point in enumerate(shape["points"], 1):
            figures = stats(self.directory / f"run-00{number}.ilv")
            self.assertEqual(figures["parameters"]["workers"], point["value"])
            self.assertEqual(figures["wall_ns"], point["wall_ns"])
            self.assertEqual(figures["max_running"], point["max_running"])
        fit = shape["fit"]
        if fit is not None:  # times that this machine's other work drew out may refuse one, in words
            self.assertGreaterEqual(fit["serial_ns"], 0)
            self.assertGreater(fit["parallel_ns"], 0)
            self.assertAlmostEqual(fit["serial_fraction"], fit["serial_ns"] / (fit["serial_ns"] + fit["parallel_ns"]), 5)
        self.assertTrue(shape["fit_text"].endswith("."))

    def test_the_text_is_a_table_with_a_line_a_value(self):
        done = interleave("sweep", "async.count", "--set", "tasks=1..3", "--set", "second=10")
        self.assertEnds(done, 0)
        for value in "123":
            self.assertRegex(done.stdout, rf"(?m)^ +{value} +\S+ .s .* finished$")
        self.assertIn("does not say how many share the work", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_choices_and_switches_can_be_swept(self):
        shape = self.swept("processes.continents", "--set", "start=fork,spawn", "--set", "workers=2")
        self.assertEqual([point["value"] for point in shape["points"]], ["fork", "spawn"])
        self.assertIsNone(shape["fit"])

    def test_the_chart_is_written(self):
        picture = self.directory / "sweep.png"
        self.swept("async.count", "--set", "tasks=1..3", "--set", "second=10", "--png", picture)
        self.assertEqual(struct.unpack(">II", picture.read_bytes()[16:24]), (1920, 1080))

    def test_a_run_that_fails_is_told_and_the_others_go_on(self):
        shape = self.swept("async.count", "--set", "tasks=1,2", "--set", "second=500", "--timeout", "0.05", code=124)
        self.assertEqual([point["outcome"] for point in shape["points"]], ["timed-out"] * 2)
        self.assertIsNone(shape["fit"])

    def test_one_that_cannot_be_started_is_told_and_the_others_go_on(self):
        few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
        done = subprocess.run([executable(), "sweep", "processes.continents", "--set", "workers=2,64,3", "--json", "--quiet"],
                              capture_output=True, encoding="utf-8", timeout=60, preexec_fn=few, env=environment())
        self.assertEnds(done, 7)
        shape = json.loads(done.stdout)
        self.assertEqual([point["outcome"] for point in shape["points"]], ["finished", None, "finished"])
        self.assertIn("needs 389 file descriptors", shape["points"][1]["reason"])
        self.assertIsNone(shape["points"][1]["wall_ns"])

    def test_an_interrupt_keeps_what_is_done(self):
        running = start("sweep", "async.count", "--set", "tasks=1,1,1,1", "--set", "second=1000", "--json",
                        "--save", self.directory / "run.ilv")
        shape = self.interrupted_after_one_run(running)
        self.assertEqual(shape["points"][0]["outcome"], "finished")
        self.assertLess(len(shape["points"]), 4)
        self.assertEqual(shape["values"], ["1"] * 4)
        for point in shape["points"][1:]:
            self.assertIn(point["outcome"], ("cancelled", "finished"))

    def test_wrong_words_are_usage_errors_before_anything_runs(self):
        for words in ((), ("async.nothing", "--set", "tasks=1..2"), ("async.count",), ("async.count", "--set", "tasks=3"),
                      ("async.count", "--set", "tasks=0..3"), ("async.count", "--set", "tasks=1..x"),
                      ("async.count", "--set", "tasks=1..2", "--set", "second=10,20"),
                      ("async.count", "--set", "tasks=1..2", "--set", "rows=3"), ("async.count", "--set", "rows=1..3"),
                      ("async.count", "--set", "tasks=1..5000"), ("async.count", "--set", "tasks=1..2", "--save", "a.png")):
            with self.subTest(words):
                done = interleave("sweep", *words)
                self.assertEnds(done, 2)
                self.assertEqual(done.stdout, "")
                self.assertOneSentence(done.stderr.strip().splitlines()[0])


class Repeat(Several):
    def test_the_json_has_the_runs_the_orders_and_the_spreads(self):
        done = interleave("run", "threads.square-cube", "--repeat", "5", "--json", "--quiet",
                          "--save", self.directory / "run.ilv")
        self.assertEnds(done, 0)
        shape = json.loads(done.stdout)
        self.assertEqual(set(shape), {"runs", "finished_runs", "wall_ns", "orders", "lanes"})
        self.assertEqual(len(shape["runs"]), 5)
        self.assertEqual(shape["finished_runs"], 5)
        self.assertEqual(sum(order["count"] for order in shape["orders"]), 5)
        self.assertEqual(sorted(run for order in shape["orders"] for run in order["runs"]), [1, 2, 3, 4, 5])
        for order in shape["orders"]:
            for run in order["runs"]:
                self.assertEqual(order["lanes"], self.finishing(shape["runs"][run - 1]))
        for lane in shape["lanes"]:
            self.assertEqual(set(lane), {"name", "kind", "runs", "finish_ns", "running_ns"})
            for key in ("finish_ns", "running_ns"):
                values = sorted(one[key] for run in shape["runs"] for one in run["lanes"] if one["name"] == lane["name"])
                self.assertEqual(lane[key], {"min": values[0], "median": values[2], "max": values[4]})
        self.assertEqual(set(shape["wall_ns"]), SPREAD_KEYS)

    @staticmethod
    def finishing(run):
        ended = sorted((lane["finish_ns"], lane["name"]) for lane in run["lanes"] if lane["kind"] == "thread")
        return [name for _, name in ended]

    def test_the_orders_stand_behind_the_summaries(self):
        done = interleave("run", "async.count", "--set", "second=10", "--repeat", "2")
        self.assertEnds(done, 0)
        self.assertRegex(done.stderr, r"(?s)^Finished in .*\nFinished in .*\n\n2 runs, 2 finished: ")
        self.assertRegex(done.stderr, r"(?m)^ +\d × +\d+ %  count 1, .*main +\(runs? ")
        self.assertRegex(done.stderr, r"(?m)^count 3 +2 ")

    def test_one_run_is_one_object(self):
        done = interleave("run", "async.count", "--set", "second=10", "--json", "--quiet")
        self.assertEnds(done, 0)
        self.assertEqual(json.loads(done.stdout)["scenario"], "async.count")

    def test_an_interrupt_keeps_what_is_done(self):
        running = start("run", "async.count", "--set", "second=1000", "--repeat", "4", "--json", "--quiet",
                        "--save", self.directory / "run.ilv")
        shape = self.interrupted_after_one_run(running)
        self.assertIn(len(shape["runs"]), (1, 2))
        self.assertEqual(shape["runs"][0]["outcome"], "finished")
        self.assertEqual(sum(order["count"] for order in shape["orders"]), shape["finished_runs"])


if __name__ == "__main__":
    main()
