"""The command line: what goes to stdout and stderr, exit codes, the shapes of its JSON."""

import json
import pathlib
import signal
import struct
import subprocess

from program import ProgramTest, environment, executable, interleave, main, stats

SCENARIOS = ["processes.continents", "threads.square-cube", "coroutines.print-name", "async.count",
             "async.count-sync", "async.makerandom", "async.chained"]
STATS_KEYS = {"scenario", "parameters", "wall_ns", "cpu_ns", "peak_rss_bytes", "events", "lost", "max_running",
              "processes", "threads", "tasks", "processes_seen", "threads_seen", "outcome", "reason",
              "output", "lanes", "waits"}
LANE_KEYS = {"id", "parent", "kind", "name", "pid", "tid", "start_ns", "finish_ns", "running_ns", "ready_ns",
             "suspended_ns", "resumes", "outcome"}
WAIT_KEYS = {"lane", "reason", "start_ns", "end_ns", "woken_by", "wake_ns"}


class List(ProgramTest):
    def setUp(self):
        super().setUp()
        done = interleave("list", "--json")
        self.assertEnds(done, 0)
        self.scenarios = {scenario["id"]: scenario for scenario in json.loads(done.stdout)}

    def test_names_every_scenario_in_the_order_of_the_catalogue(self):
        self.assertEqual([id for id in self.scenarios if id in SCENARIOS], SCENARIOS)

    def test_every_scenario_has_the_documented_shape(self):
        for id, scenario in self.scenarios.items():
            with self.subTest(id):
                self.assertEqual(set(scenario), {"id", "title", "group", "documents", "summary", "parameters"})
                self.assertTrue(scenario["title"] and scenario["group"] and scenario["summary"])
                self.assertTrue(scenario["documents"])
                for parameter in scenario["parameters"]:
                    self.check_parameter(parameter)

    def check_parameter(self, parameter):
        self.assertLessEqual({"name", "label", "type", "default"}, set(parameter))
        self.assertLessEqual(set(parameter),
                             {"name", "label", "type", "unit", "min", "max", "choices", "default"})
        self.assertRegex(parameter["name"], r"^[a-z]+$")
        self.assertIn(parameter["type"], ("int", "choice", "bool", "text"))
        if parameter["type"] == "int":
            self.assertLessEqual(parameter["min"], int(parameter["default"]))
            self.assertGreaterEqual(parameter["max"], int(parameter["default"]))
        if parameter["type"] == "choice":
            self.assertIn(parameter["default"], parameter["choices"])

    def test_defaults_are_the_documents_own_numbers(self):
        defaults = {id: {p["name"]: str(p["default"]) for p in s["parameters"]} for id, s in self.scenarios.items()}
        random = {"seed": "444", "second": "1000"}
        for id, expected in (("processes.continents", {"workers": "4", "work": "0", "start": "fork"}),
                             ("threads.square-cube", {"number": "10", "workers": "2", "work": "0"}),
                             ("coroutines.print-name", {"prefix": "Dear", "names": "James,Dear James"}),
                             ("async.count", {"tasks": "3", "second": "1000"}),
                             ("async.count-sync", {"calls": "3", "second": "1000"}),
                             ("async.makerandom", {"tasks": "3"} | random),
                             ("async.chained", {"chains": "3"} | random)):
            self.assertEqual(defaults[id], expected, id)

    def test_the_text_names_every_scenario_and_parameter(self):
        done = interleave("list")
        self.assertEnds(done, 0)
        for id, scenario in self.scenarios.items():
            self.assertIn(id, done.stdout)
            for parameter in scenario["parameters"]:
                self.assertIn(parameter["name"], done.stdout)


class Run(ProgramTest):
    def test_prints_the_program_on_stdout_and_a_summary_on_stderr(self):
        done = interleave("run", "coroutines.print-name")
        self.assertEnds(done, 0)
        self.assertEqual(done.stdout, "Searching prefix: Dear\nDear James\nClosing coroutine!!\n")
        self.assertRegex(done.stderr, r"^Finished in .* 1 process · 1 thread ")

    def test_quiet_says_nothing_on_stderr(self):
        done = interleave("run", "coroutines.print-name", "--quiet")
        self.assertEnds(done, 0)
        self.assertEqual(done.stderr, "")
        self.assertTrue(done.stdout)

    def test_the_same_bytes_under_a_spanish_locale(self):
        run = ("run", "async.makerandom", "--set", "second=10", "--quiet")
        spanish = interleave(*run, **self.spanish())
        self.assertEnds(spanish, 0)
        self.assertEqual(spanish.stdout.splitlines()[-1].count("r"), 3)
        path = self.directory / "run.json"
        done = interleave("run", "async.count-sync", "--set", "second=10", "--trace", path, **self.spanish())
        self.assertEnds(done, 0)
        self.assertRegex(done.stdout.splitlines()[-1], r"^count-sync executed in \d+\.\d\d seconds\.$")
        json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(stats(path)["scenario"], "async.count-sync")

    def spanish(self):
        """es_ES, built where its source is installed; elsewhere the name alone."""
        if pathlib.Path("/usr/share/i18n/locales/es_ES").exists():
            subprocess.run(["localedef", "-i", "es_ES", "-f", "UTF-8", self.directory / "es_ES.UTF-8"],
                           check=False, capture_output=True)
        return {"LOCPATH": str(self.directory), "LC_ALL": "es_ES.UTF-8", "LANG": "es_ES.UTF-8"}

    def test_repeats_and_numbers_the_files(self):
        done = interleave("run", "async.count", "--set", "second=10", "--repeat", "3", "--json", "--quiet",
                          "--save", self.directory / "run.ilv", "--png", self.directory / "run.png")
        self.assertEnds(done, 0)
        json.loads(done.stdout)
        expected = [f"run-00{n}.{suffix}" for n in (1, 2, 3) for suffix in ("ilv", "png")]
        self.assertEqual(sorted(path.name for path in self.directory.iterdir()), sorted(expected))
        for n in (1, 2, 3):
            self.assertEqual(stats(self.directory / f"run-00{n}.ilv")["tasks"], 4)

    def test_wrong_words_are_usage_errors_with_a_sentence(self):
        for arguments in (("run",), ("run", "async.nothing"), ("run", "async.count", "--set", "tasks=0"),
                          ("run", "async.count", "--set", "tasks=three"), ("run", "async.count", "--set", "tasks"),
                          ("run", "async.count", "--set", "rows=3"), ("run", "async.count", "--set", "tasks=1e3"),
                          ("run", "async.count", "--set", "tasks=99999999999999999999"),
                          ("run", "processes.continents", "--set", "start=threads"),
                          ("run", "async.count", "--timeout", "soon"), ("run", "async.count", "--nothing"),
                          ("run", "async.count", "--repeat", "0"), ("run", "async.count", "--size", "big"),
                          ("run", "async.count", "--theme", "pink"), ("run", "async.count", "--trace", "run.txt"),
                          ("export",), ("export", "run.ilv"), ("stats",), ("check",), ("list", "--nothing")):
            with self.subTest(" ".join(arguments)):
                done = interleave(*arguments)
                self.assertEnds(done, 2)
                self.assertEqual(done.stdout, "")
                sentence, *usage = done.stderr.strip().splitlines()
                self.assertOneSentence(sentence)
                self.assertLessEqual(len(usage), 1, done.stderr)

    def test_a_value_out_of_range_says_what_is_allowed(self):
        done = interleave("run", "processes.continents", "--set", "workers=65")
        self.assertEnds(done, 2)
        self.assertIn("64", done.stderr)

    def test_a_timeout_ends_it_with_124_and_keeps_what_was_recorded(self):
        path = self.directory / "run.ilv"
        done = interleave("run", "async.count-sync", "--set", "calls=30", "--timeout", "1", "--save", path)
        self.assertEnds(done, 124)
        self.assertEqual(done.stdout.splitlines()[0], "One")
        self.assertEqual(stats(path)["outcome"], "timed-out")
        self.assertEnds(interleave("check", path), 0)

    def test_without_a_display_the_window_is_refused_with_3(self):
        done = interleave()
        self.assertEnds(done, 3)
        self.assertEqual(done.stdout, "")
        self.assertOneSentence(done.stderr)

    def test_help_goes_to_stdout(self):
        done = interleave("--help")
        self.assertEnds(done, 0)
        for word in ("list", "run", "export", "stats", "check"):
            self.assertIn(word, done.stdout)

    def test_a_reader_that_goes_away_is_no_crash(self):
        command = [executable(), "run", "async.count", "--set", "tasks=5000", "--set", "second=10", "--quiet"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as run:
            run.stdout.readline()
            run.stdout.close()
            run.stderr.read()
        self.assertIn(run.returncode, (0, 6, -signal.SIGPIPE))


class Stats(ProgramTest):
    def test_has_the_documented_shape(self):
        path = self.directory / "run.ilv"
        done = interleave("run", "async.makerandom", "--set", "second=10", "--quiet", "--save", path)
        self.assertEnds(done, 0)
        figures = stats(path)
        self.assertEqual(set(figures), STATS_KEYS)
        self.assertEqual((figures["scenario"], figures["outcome"], figures["lost"]), ("async.makerandom", "finished", 0))
        self.assertEqual({name: str(value) for name, value in figures["parameters"].items()},
                         {"tasks": "3", "seed": "444", "second": "10"})
        self.assertEqual(figures["output"], done.stdout)
        self.assertRegex(figures["output"], r"r1: \d+, r2: \d+, r3: \d+\n$")
        for figure in ("wall_ns", "cpu_ns", "peak_rss_bytes", "events"):
            self.assertGreater(figures[figure], 0, figure)

    def test_lanes_are_a_tree_within_the_run(self):
        figures = stats(self.record("async.chained", second=10))
        ids = [lane["id"] for lane in figures["lanes"]]
        self.assertEqual(len(ids), len(set(ids)))
        for lane in figures["lanes"]:
            self.assertEqual(set(lane), LANE_KEYS)
            self.assertTrue(lane["parent"] is None or lane["parent"] in ids)
            self.assertTrue(lane["start_ns"] is None or lane["start_ns"] >= 0)
            for duration in ("running_ns", "ready_ns", "suspended_ns"):
                self.assertTrue(0 <= lane[duration] <= figures["wall_ns"], lane)
            if lane["kind"] in ("thread", "task"):
                self.assertEqual(lane["outcome"], "finished")
                self.assertLess(lane["start_ns"], lane["finish_ns"])

    def test_every_ended_wait_names_its_waker(self):
        figures = stats(self.record("async.chained", second=10))
        ids = {lane["id"] for lane in figures["lanes"]}
        self.assertTrue(any(wait["reason"] == "sleep" for wait in figures["waits"]))
        for wait in figures["waits"]:
            self.assertEqual(set(wait), WAIT_KEYS)
            self.assertIn(wait["lane"], ids)
            self.assertTrue(wait["reason"])
            if wait["end_ns"] is not None:
                self.assertIn(wait["woken_by"], ids)
                self.assertTrue(wait["start_ns"] <= wait["wake_ns"] <= wait["end_ns"], wait)

    def test_counts_what_each_scenario_is_made_of(self):
        for id, values, processes, threads, tasks in (
                ("processes.continents", {"workers": 3}, 4, 4, 0),
                ("processes.continents", {"workers": 2, "start": "spawn"}, 3, 3, 0),
                ("threads.square-cube", {"workers": 5}, 1, 6, 0),
                ("coroutines.print-name", {}, 1, 1, 0),
                ("async.count", {"tasks": 7, "second": 10}, 1, 1, 8),
                ("async.count-sync", {"calls": 4, "second": 10}, 1, 1, 0),
                ("async.makerandom", {"tasks": 2, "second": 10}, 1, 1, 3),
                ("async.chained", {"chains": 5, "second": 10}, 1, 1, 6)):
            with self.subTest(id, **values):
                figures = stats(self.record(id, **values))
                self.assertEqual((figures["processes"], figures["threads"], figures["tasks"]),
                                 (processes, threads, tasks))
                if id.startswith(("async.", "coroutines.")):
                    self.assertEqual(figures["max_running"], 1)

    def test_the_text_says_the_outcome_and_names_the_lanes(self):
        path = self.record("threads.square-cube")
        done = interleave("stats", path)
        self.assertEnds(done, 0)
        self.assertIn("Finished in", done.stdout)
        for lane in stats(path)["lanes"]:
            if lane["kind"] == "thread":
                self.assertIn(lane["name"], done.stdout)


class Pictures(ProgramTest):
    def test_run_and_export_write_png(self):
        self.check_kind("png")

    def test_run_and_export_write_svg(self):
        self.check_kind("svg")

    def test_run_and_export_write_pdf(self):
        self.check_kind("pdf")

    def check_kind(self, suffix):
        recording, first, again = (self.directory / name for name in ("run.ilv", f"run.{suffix}", f"again.{suffix}"))
        self.assertEnds(interleave("run", "async.count", "--set", "second=10", "--save", recording,
                                   f"--{suffix}", first), 0)
        self.assertEnds(interleave("export", recording, again), 0)
        for picture in (first, again):
            self.check_picture(suffix, picture.read_bytes())

    def check_picture(self, suffix, content):
        start, needed = {"png": (b"\x89PNG\r\n\x1a\n", b"IEND"), "svg": (b"<?xml", b"</svg>"),
                         "pdf": (b"%PDF-", b"%%EOF")}[suffix]
        self.assertTrue(content.startswith(start), suffix)
        self.assertIn(needed, content)

    def test_size_and_scale_decide_the_pixels(self):
        path = self.record("async.count", second=10)
        for theme in ("light", "dark"):
            for scale in (1, 2):
                picture = self.directory / f"{theme}{scale}.png"
                self.assertEnds(interleave("export", path, picture, "--size", "1200x600", "--scale", scale,
                                           "--theme", theme), 0)
                size = struct.unpack(">II", picture.read_bytes()[16:24])
                self.assertEqual(size, (1200 * scale, 600 * scale))
        self.assertNotEqual((self.directory / "light1.png").read_bytes(), (self.directory / "dark1.png").read_bytes())


if __name__ == "__main__":
    main()
