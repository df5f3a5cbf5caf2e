"""Files of a run: saved, exported, read back, cut, damaged, impossible to write."""

import csv
import gzip
import json
import os
import unittest
from xml.etree import ElementTree

from program import ProgramTest, interleave, main, stats


def letters_of(svg):
    """Its texts without blanks, at which lines break."""
    return "".join("".join(ElementTree.parse(svg).getroot().itertext()).split())


class Exports(ProgramTest):
    def test_chrome_json_reads_back_to_the_same_figures(self):
        path = self.record("async.chained", second=10)
        expected = stats(path)
        for suffix in ("json", "json.gz", "ilv"):
            out = self.directory / f"out.{suffix}"
            self.assertEnds(interleave("export", path, out), 0)
            self.assertEqual(stats(out), expected, suffix)
            self.assertEnds(interleave("check", out), 0)
            back = self.directory / f"back-{suffix}.ilv"
            self.assertEnds(interleave("export", out, back), 0)
            self.assertEqual(stats(back), expected, suffix)

    def test_every_scenario_survives_the_way_through_json(self):
        for id, values in (("processes.continents", {}), ("threads.square-cube", {}), ("coroutines.print-name", {}),
                           ("async.makerandom", {"second": 10})):
            with self.subTest(id):
                path = self.record(id, **values)
                out = self.directory / "out.json"
                self.assertEnds(interleave("export", path, out), 0)
                self.assertEqual(stats(out), stats(path))

    def test_chrome_json_is_one_record_a_line_between_header_and_footer(self):
        plain, packed = self.directory / "run.json", self.directory / "run.json.gz"
        self.assertEnds(interleave("run", "async.count", "--set", "second=10", "--trace", plain), 0)
        records = json.loads(plain.read_text(encoding="utf-8"))
        lines = [line for line in plain.read_text(encoding="utf-8").splitlines() if line.strip(" ,[]")]
        self.assertEqual(len(lines), len(records))
        self.assertEqual((records[0]["ph"], records[0]["name"]), ("M", "interleave_header"))
        self.assertEqual((records[-1]["ph"], records[-1]["name"]), ("M", "interleave_footer"))
        self.assertEnds(interleave("export", plain, packed), 0)
        self.assertEqual(json.loads(gzip.decompress(packed.read_bytes())), records)

    def test_a_picture_that_carries_its_run_opens_as_that_run(self):
        path = self.record("async.count", second=10)
        for suffix in ("png", "svg"):
            picture = self.directory / f"run.{suffix}"
            self.assertEnds(interleave("export", path, picture), 0)
            refused = interleave("stats", picture)
            self.assertEnds(refused, 4)
            self.assertOneSentence(refused.stderr)
            self.assertEnds(interleave("export", path, picture, "--embed"), 0)
            self.assertEqual(stats(picture), stats(path))

    def test_a_caption_says_what_the_run_means(self):
        path, plain, captioned = self.record("async.count", second=10), self.directory / "plain.svg", self.directory / "captioned.svg"
        sentence = interleave("explain", path).stdout.splitlines()[0]
        self.assertTrue(sentence.endswith("."), sentence)
        self.assertEnds(interleave("export", path, plain), 0)
        self.assertEnds(interleave("export", path, captioned, "--caption"), 0)
        self.assertNotIn(sentence.replace(" ", ""), letters_of(plain))
        self.assertIn(sentence.replace(" ", ""), letters_of(captioned))

    def test_a_report_has_the_runs_output_and_pictures(self):
        during, after = self.directory / "during.html", self.directory / "after.html"
        path = self.directory / "run.ilv"
        done = interleave("run", "async.count", "--set", "second=10", "--save", path, "--report", during)
        self.assertEnds(done, 0)
        self.assertEnds(interleave("export", path, after), 0)
        for report in (during, after):
            html = report.read_text(encoding="utf-8")
            self.assertIn(f"<pre>{done.stdout}</pre>", html)
            self.assertGreaterEqual(html.count("data:image/png;base64,"), 4)

    def test_csv_has_the_documented_columns(self):
        path, table = self.directory / "run.ilv", self.directory / "run.csv"
        values = ("--set", 'prefix=a"b', "--set", 'names=x,"a"b", ,a"b\'')
        done = interleave("run", "coroutines.print-name", *values, "--save", path, "--csv", table)
        self.assertEnds(done, 0)
        with open(table, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
        self.assertEqual(header, ["time_ns", "lane", "kind", "reason", "peer", "value", "text", "line"])
        ids = {str(lane["id"]) for lane in stats(path)["lanes"]}
        self.assertTrue(rows)
        for row in rows:
            self.assertEqual(len(row), len(header))
            self.assertIn(row[1], ids)
            self.assertIn(row[4], ids | {""})
        self.assertEqual([row[6] for row in rows if row[2] == "output"], done.stdout.splitlines())
        times = [int(row[0]) for row in rows]
        self.assertEqual(times, sorted(times))

    def test_check_accepts_an_orderly_trace_of_another_program(self):
        path = self.directory / "foreign.json"
        path.write_text(json.dumps([
            {"ph": "M", "name": "thread_name", "pid": 1, "tid": 9, "args": {"name": "idle"}},
            {"ph": "X", "name": "first", "pid": 1, "tid": 2, "ts": 1, "dur": 5},
            {"ph": "X", "name": "second", "pid": 1, "tid": 2, "ts": 10, "dur": 5}]))
        done = interleave("check", path)
        self.assertEnds(done, 0)
        self.assertIn("Every law holds", done.stdout)

    def test_the_suffix_decides_and_a_strange_one_is_a_usage_error(self):
        path = self.record("coroutines.print-name")
        done = interleave("export", path, self.directory / "run.docx")
        self.assertEnds(done, 2)
        self.assertOneSentence(done.stderr)
        self.assertEqual(os.listdir(self.directory), ["run.ilv"])


class Sections(ProgramTest):
    """export --from and --to."""

    def test_from_the_very_beginning_and_down_to_nanoseconds(self):
        path = self.record("async.count", second=10)
        for section in (["--from", "0"], ["--from", "0", "--to", "0.01"], ["--from", "0.000000001", "--to", ".0000005"],
                        ["--to", "86400.000000000"]):
            with self.subTest(section):
                self.assertEnds(interleave("export", path, self.directory / "out.svg", *section), 0)

    def test_what_is_no_time_within_a_day_is_a_usage_error(self):
        path = self.record("async.count", second=10)
        for section in (["--from", "-1"], ["--from", "0.0000000001"], ["--to", "86400.000000001"], ["--to", "."],
                        ["--to", ""], ["--from", "1e-3"], ["--from", "0.000000002", "--to", "0.000000001"]):
            with self.subTest(section):
                self.assertEnds(interleave("export", path, self.directory / "out.svg", *section), 2)
        self.assertEnds(interleave("run", "async.count", "--timeout", "0.000999999"), 2)


class Unwritable(ProgramTest):
    """Exit code 6, one sentence, and whatever was there before is untouched."""

    def test_a_place_where_nothing_can_be_written(self):
        path = self.record("coroutines.print-name")
        file = self.directory / "file"
        file.write_text("kept")
        for parent in (self.directory / "missing", file, "/proc"):
            for suffix in ("ilv", "json", "json.gz", "csv", "png", "svg", "pdf"):
                with self.subTest(parent=str(parent), suffix=suffix):
                    done = interleave("export", path, f"{parent}/run.{suffix}")
                    self.assertEnds(done, 6)
                    self.assertOneSentence(done.stderr)
        self.assertEqual(file.read_text(), "kept")
        self.assertEqual(sorted(os.listdir(self.directory)), ["file", "run.ilv"])

    def test_a_target_that_is_a_directory(self):
        path = self.record("coroutines.print-name")
        target = self.directory / "run.json"
        target.mkdir()
        self.assertEnds(interleave("export", path, target), 6)
        self.assertTrue(target.is_dir())

    def test_a_run_whose_files_cannot_be_written(self):
        for option in ("--save", "--trace", "--png", "--csv"):
            suffix = {"--save": "ilv", "--trace": "json"}.get(option, option[2:])
            with self.subTest(option):
                done = interleave("run", "coroutines.print-name", option, self.directory / "missing" / f"run.{suffix}")
                self.assertEnds(done, 6)
        self.assertEqual(os.listdir(self.directory), [])

    def test_a_standard_output_that_takes_nothing(self):
        path = self.record("coroutines.print-name")
        saved = self.directory / "again.ilv"
        for command in (["--help"], ["--version"], ["list"], ["list", "--json"], ["stats", path],
                        ["stats", path, "--json"], ["check", path],
                        ["run", "coroutines.print-name", "--quiet", "--save", saved],
                        ["run", "coroutines.print-name", "--quiet", "--json"]):
            with self.subTest(command[:2]), open("/dev/full", "w", encoding="utf-8") as full:
                done = interleave(*command, stdout=full)
                self.assertEnds(done, 6)
                self.assertOneSentence(done.stderr)
        self.assertEqual(stats(saved)["scenario"], "coroutines.print-name")

    @unittest.skipIf(os.geteuid() == 0, "root writes anywhere")
    def test_a_read_only_directory(self):
        path = self.record("coroutines.print-name")
        self.directory.chmod(0o500)
        self.addCleanup(self.directory.chmod, 0o700)
        self.assertEnds(interleave("export", path, self.directory / "out.json"), 6)


class Unreadable(ProgramTest):
    def test_what_is_no_run_is_refused_with_4_and_one_sentence(self):
        os.mkfifo(self.directory / "fifo.ilv")
        (self.directory / "folder.ilv").mkdir()
        for name, content in (("empty.ilv", b""), ("text.ilv", b"Dear James\n"), ("picture.json", b"\x89PNG\r\n\x1a\n\0\0"),
                              ("page.json", b"<!doctype html><title>404</title>"), ("zip.json.gz", b"\x1f\x8b\x08\0bad"),
                              ("object.json", b"{}"), ("number.json", b"7"), ("wide.json", '[{"ph":1}]'.encode("utf-16"))):
            (self.directory / name).write_bytes(content)
        for name in [*os.listdir(self.directory), "missing.ilv"]:
            for command in (["stats"], ["check"], ["export", self.directory / "out.png"]):
                with self.subTest(name, command=command[0]):
                    done = interleave(command[0], self.directory / name, *command[1:], timeout=20)
                    self.assertEnds(done, 4)
                    self.assertEqual(done.stdout, "")
                    self.assertOneSentence(done.stderr)
        self.assertFalse((self.directory / "out.png").exists())


class Damaged(ProgramTest):
    def cut(self, path, length):
        target = self.directory / f"cut{path.suffix}"
        target.write_bytes(path.read_bytes()[:length])
        return target

    def test_a_file_cut_anywhere_is_said_to_be_incomplete(self):
        native = self.record("async.makerandom", second=10)
        chrome = self.directory / "run.json"
        self.assertEnds(interleave("export", native, chrome), 0)
        for path in (native, chrome):
            size = path.stat().st_size
            for length in range(1, size - 2, max(1, size // 40)):
                with self.subTest(path.suffix, length=length, of=size):
                    cut = self.cut(path, length)
                    done = interleave("check", cut)
                    self.assertIn(done.returncode, (4, 5), done.stderr)
                    self.assertTrue(done.stderr.strip() or done.stdout.strip())
                    self.assertEnds(interleave("stats", cut, "--json"), done.returncode)

    def test_most_of_a_cut_file_is_still_there(self):
        path = self.record("async.chained", second=10, chains=200)
        cut = self.cut(path, path.stat().st_size - 10)
        done = interleave("stats", cut, "--json")
        self.assertEnds(done, 5)
        self.assertEqual(json.loads(done.stdout)["tasks"], 201)
        self.assertTrue(done.stderr.strip())
        out = self.directory / "out.json"
        self.assertEnds(interleave("export", cut, out), 5)
        self.assertTrue(out.exists())

    def test_check_finds_a_flipped_bit(self):
        path = self.record("async.makerandom", second=10)
        content = path.read_bytes()
        target = self.directory / "flipped.ilv"
        for position in range(0, len(content), max(1, len(content) // 60)):
            with self.subTest(position=position, of=len(content)):
                flipped = bytearray(content)
                flipped[position] ^= 1 << position % 8
                target.write_bytes(flipped)
                done = interleave("check", target)
                self.assertIn(done.returncode, (1, 4, 5), done.stdout)
                self.assertTrue(done.stderr.strip() or done.stdout.strip())
        self.assertEnds(interleave("check", path), 0)

    def test_check_names_the_law_that_a_forged_recording_breaks(self):
        native = self.record("async.count", second=10)
        chrome = self.directory / "run.json"
        self.assertEnds(interleave("export", native, chrome), 0)
        lines = chrome.read_text(encoding="utf-8").splitlines(keepends=True)
        records = [json.loads(line.strip().rstrip(",").strip("[]") or "{}") for line in lines]
        ends = [index for index, record in enumerate(records) if record.get("ph") == "E"]
        del lines[ends[len(ends) // 2]]
        chrome.write_text("".join(lines), encoding="utf-8")
        done = interleave("check", chrome)
        self.assertIn(done.returncode, (1, 5), done.stdout + done.stderr)
        self.assertTrue(done.stderr.strip() or done.stdout.strip())


if __name__ == "__main__":
    main()
