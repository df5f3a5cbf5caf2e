"""The listings beside the runs: every line at which a scenario waits is in the C++ that is shown, and goes with a
line of the Python listing."""

import csv
import re
import unittest
from concurrent.futures import ThreadPoolExecutor

from program import LISTINGS, ROOT, ProgramTest, interleave, main, settings, stats
from test_scenarios import RUNS_ON, catalogue, extreme

# Waits that stand at no line: the program's surroundings begin and end them between two of its instructions.
SURROUNDINGS = ("poll", "pool", "not observed", "held")
EXECUTING = ("thread", "event loop", "task", "coroutine", "generator")


class Listing:
    """As ui/models/listing.cpp reads it."""

    def __init__(self, name):
        pairs = (LISTINGS / f"{name}.lines").read_text(encoding="utf-8").splitlines() if (LISTINGS / f"{name}.lines").exists() else []
        source = pairs.pop(0)[3:] if pairs and pairs[0].startswith("in ") else re.sub(r"[.-]", "", name) + ".cpp"
        self.python = (LISTINGS / f"{name}.py").read_text(encoding="utf-8").splitlines()
        text = (ROOT / "core" / "scenarios" / source).read_text(encoding="utf-8")
        self.cpp = text.partition("\nconst ScenarioRegistration ")[0].splitlines()
        self.pairs = {}
        self.problems = []
        for pair in pairs:
            cpp, _, python = pair.partition(" <-> ")
            both = self.number(self.cpp, cpp), self.number(self.python, python)
            if None in both:
                self.problems.append(pair)
            else:
                self.pairs[both[0]] = both[1]

    @staticmethod
    def number(lines, wanted):
        text, place = re.fullmatch(r"(.*?)(?: #(\d+))?", wanted).groups()
        found = [number for number, line in enumerate(lines, 1) if line.strip() == text]
        if place is None:
            return found[0] if len(found) == 1 else None
        return found[int(place) - 1] if int(place) <= len(found) else None


class Listings(ProgramTest):
    def waits_at(self, scenario, values):
        """(line, reason) of every wait of a lane that executes."""
        name = scenario["id"]
        path, table = self.directory / f"{name}.ilv", self.directory / f"{name}.csv"
        done = interleave("run", name, *settings(values), "--quiet", "--save", path, "--timeout", 2 if name in RUNS_ON else 60)
        self.assertIn(done.returncode, (0, 124) if name in RUNS_ON else (0,), done.stderr)
        self.assertEnds(interleave("export", path, table), 0)
        kinds = {str(lane["id"]): lane["kind"] for lane in stats(path)["lanes"]}
        with open(table, encoding="utf-8", newline="") as file:
            return {(int(row["line"] or 0), row["reason"], kinds[row["lane"]]) for row in csv.DictReader(file)
                    if row["kind"] == "suspend" and kinds[row["lane"]] in EXECUTING}

    def assertHasLines(self, name, waits):
        listing = Listing(name)
        for line, reason, kind in sorted(waits):
            between_instructions = line == 0 and kind == "thread" and reason in ("lock", "turn")  # an interpreter lock's
            if reason not in SURROUNDINGS and not between_instructions:
                with self.subTest(scenario=name, line=line, reason=reason):
                    self.assertIn(line, listing.pairs)

    def test_every_pair_names_one_line_of_each(self):
        for name in catalogue():
            with self.subTest(scenario=name):
                self.assertEqual(Listing(name).problems, [])

    def test_every_wait_stands_at_a_line_of_both_listings(self):
        def quick(scenario):
            return {name: 10 for name in ("second",) if name in extreme(scenario, "min")}
        scenarios = list(catalogue().values())
        with ThreadPoolExecutor(2) as pool:
            for scenario, waits in zip(scenarios, pool.map(lambda each: self.waits_at(each, quick(each)), scenarios)):
                self.assertHasLines(scenario["id"], waits)

    def test_so_it_does_with_other_parameters(self):
        known = catalogue()
        for name, values in (("async.queue", {"second": 10, "items": 2, "producers": 2, "consumers": 2}),
                             ("threads.shared-counter", {"lock": "on"}), ("threads.take-turns", {"gil": "off"})):
            if set(values) <= {parameter["name"] for parameter in known[name]["parameters"]}:
                self.assertHasLines(name, self.waits_at(known[name], values))


if __name__ == "__main__":
    main()
