"""Our program's lines beside CPython's: every listing is run several times under CPython 3.11.

Where these agree, ours must be equal line by line. A machine that stalls longer than two timers lie
apart reorders any program: a run of ours that differs must be a possible order, and a further run must
be equal. Where timers fall together and CPython's runs differ, ours must be a possible order. Of every
run of ours that is judged so the recording must show that sleepers were woken in the order of deadlines.
Where the operating system decides, the lines agree as a multiset or keep an invariant that the test names.
Measured times are compared as text without their numbers.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from possibleorder import JUDGED, is_possible
from program import LISTINGS, ProgramTest, interleave, settings
from recording import Recording
from timerorder import sleeps, wrong_wake

RUNS = 5
AGAIN = 10  # runs of ours at most where the first differs: one that no stall disturbed is among them
AGAIN_UNJUDGED = 3  # of scenarios whose possible orders nobody computes


def comparable(text):
    return re.sub(r"\b\d+\.\d+ (seconds|s|ms)\b", r"# \1", text).splitlines()


def cpython(case):
    """The listing's lines; `case` is the scenario's id and its settings."""
    scenario, values = case
    command = [sys.executable, LISTINGS / f"{scenario}.py", *(f"{name}={value}" for name, value in values.items())]
    # Buffered, as Python is by itself: otherwise a line and its line feed are two writes.
    buffered = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return comparable(subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=120,
                                     env=buffered).stdout)


def cpython_several_times(cases, runs=RUNS):
    with ThreadPoolExecutor(2) as pool:
        started = [[pool.submit(cpython, case) for _ in range(runs)] for case in cases]
        return [[run.result() for run in of_case] for of_case in started]


class ParityTest(ProgramTest):
    def ours(self, case, *options):
        scenario, values = case
        done = interleave("run", scenario, *settings(values), "--quiet", *options)
        self.assertEnds(done, 0)
        return comparable(done.stdout)

    def ours_by_timers(self, case):
        """The lines of a run whose recording proves that its order came from its timers."""
        path = self.directory / "judged.ilv"
        ours = self.ours(case, "--save", path)
        self.assertIsNone(wrong_wake(sleeps(Recording(path))), "\n".join(ours))
        return ours

    def agree(self, theirs, ours, case):
        if all(lines == theirs[0] for lines in theirs):
            return ours == theirs[0]
        return ours in theirs or is_possible(*case, ours)

    def check_order(self, cases):
        for case, theirs in zip(cases, cpython_several_times(cases)):
            with self.subTest(scenario=case[0], **case[1]):
                ours = self.ours_by_timers(case) if case[0] in JUDGED else self.ours(case)
                if not self.agree(theirs, ours, case):
                    self.check_order_again(case, theirs)

    def check_order_again(self, case, theirs):
        print(f"asking again: {case}", file=sys.stderr)
        theirs += cpython_several_times([case])[0]  # five may agree by chance on timers that fall together
        if case[0] not in JUDGED:  # nobody can say that an order is possible: each further run must be right
            for ours in [self.ours(case) for _ in range(AGAIN_UNJUDGED)]:
                self.assertTrue(self.agree(theirs, ours, case), "\n".join(["CPython:", *theirs[0], "", "ours:", *ours]))
            return
        for _ in range(AGAIN):
            ours = self.ours_by_timers(case)
            self.assertTrue(is_possible(*case, ours), "\n".join(["not a possible order:", *ours]))
            if self.agree(theirs, ours, case):
                return
        self.fail("\n".join(["CPython:", *theirs[0], "", f"none of {AGAIN} runs of ours equals it; the last:", *ours]))

    def check_multiset(self, cases):
        for case, theirs in zip(cases, cpython_several_times(cases)):
            with self.subTest(scenario=case[0], **case[1]):
                ours = sorted(self.ours(case))
                for lines in theirs:
                    self.assertEqual(ours, sorted(lines))

    def check_invariant(self, cases, holds):
        """`holds(lines, values)` says nothing or what is wrong, of CPython's lines as of ours."""
        for case in cases:
            with self.subTest(scenario=case[0], **case[1]):
                self.assertIsNone(holds(cpython(case), case[1]), "CPython's")
                self.assertIsNone(holds(self.ours(case), case[1]), "ours")
