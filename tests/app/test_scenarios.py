"""The whole catalogue: every scenario is described in full, has its listing, and runs lawfully with its
defaults, with everything at its smallest and with everything at its largest."""

import json
import re
import unittest
from concurrent.futures import ThreadPoolExecutor

from program import LISTINGS, ProgramTest, interleave, main, settings

CATALOGUE = """
    processes.continents processes.same-script processes.isolated-memory
    threads.square-cube threads.shared-counter threads.notify threads.take-turns
    coroutines.print-name coroutines.generator coroutines.delegation
    async.count async.count-sync async.blocking-call async.await async.makerandom async.chained async.queue
    async.reddit async.full-program async.generators async.event-loop async.futures
    pool.serial pool.apply pool.map pool.starmap pool.apply-async pool.map-async pool.starmap-async
    pool.sync-or-async pool.how-many pool.data-frame
    redis.queue
    models.io-bound models.cpu-bound
""".split()
RUNS_ON = ("async.reddit",)    # until it is stopped
ALLOWED_AT_MOST = (0, 7, 124)  # done, more than this machine has, stopped in time
STOP_AFTER = 2                 # seconds
HANGS_AFTER = 60


def catalogue():
    return {scenario["id"]: scenario for scenario in json.loads(interleave("list", "--json").stdout)}


def extreme(scenario, which):
    return {parameter["name"]: parameter[which] for parameter in scenario["parameters"] if parameter["type"] == "int"}


class Scenarios(ProgramTest):
    def run_each(self, values_of, codes_of):
        """Runs every scenario, two at a time, saves it and checks its laws. One that must end is waited for."""
        def run(scenario):
            path = self.directory / f"{scenario['id']}.ilv"
            done = interleave("run", scenario["id"], *settings(values_of(scenario)), "--quiet", "--save", path,
                              "--timeout", STOP_AFTER if 124 in codes_of(scenario["id"]) else HANGS_AFTER)
            checked = interleave("check", path) if path.exists() else None
            return scenario["id"], done, checked
        with ThreadPoolExecutor(2) as pool:
            for name, done, checked in pool.map(run, catalogue().values()):
                with self.subTest(scenario=name):
                    self.assertIn(done.returncode, codes_of(name), done.stderr)
                    if done.returncode == 7:
                        self.assertOneSentence(done.stderr)
                    else:
                        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    @staticmethod
    def ends_itself(name):
        return (124,) if name in RUNS_ON else (0,)

    def test_the_table_is_complete(self):
        self.assertEqual(sorted(set(CATALOGUE) - set(catalogue())), [])

    def test_each_runs_with_its_defaults(self):
        def quick(scenario):
            return {name: 10 for name in ("second",) if name in extreme(scenario, "min")}
        self.run_each(quick, self.ends_itself)

    def test_each_runs_at_its_smallest(self):
        self.run_each(lambda scenario: extreme(scenario, "min"), self.ends_itself)

    def test_each_runs_at_its_largest_or_says_why_not(self):
        self.run_each(lambda scenario: extreme(scenario, "max"), lambda name: ALLOWED_AT_MOST)

    def test_each_is_described(self):
        for name, scenario in catalogue().items():
            with self.subTest(scenario=name):
                self.assertTrue(scenario["documents"])
                for document in scenario["documents"]:
                    self.assertRegex(document, r"^00[0-4]: \S")
                self.assertRegex(scenario["summary"], r"^[A-Z].*\.$")
                for parameter in scenario["parameters"]:
                    self.assertRegex(parameter["name"], r"^[a-z]+$")
                    self.assertTrue(parameter["label"])

    def test_each_listing_has_the_catalogues_defaults(self):
        for name, scenario in catalogue().items():
            with self.subTest(scenario=name):
                source = (LISTINGS / f"{name}.py").read_text(encoding="utf-8")
                given = dict(re.findall(r'options\.get\("(\w+)", "?([^")]*)"?\)', source))
                for parameter in scenario["parameters"]:
                    if parameter["name"] in given and re.fullmatch(r"-?\d+", given[parameter["name"]]):
                        self.assertEqual(given[parameter["name"]], str(parameter["default"]), parameter["name"])


if __name__ == "__main__":
    main()
