"""The scenarios of "Which model when?" beside their listings under CPython: the same models in the same order,
with as many processes and threads. What they take in time and memory is the operating system's and each
language's own."""

import re
import unittest

from parity import ParityTest
from program import main

MODELS = ["one after another", "processes", "threads", "thread pool", "generators", "event loop"]
LINE = re.compile(r"^(.+): # s, CPU # s, processes (\d+), threads (\d+), memory \d+ MB$")


def one_line_a_model_with_its_counts(lines, values):
    found = [LINE.match(line) for line in lines]
    if not all(found) or [line[1] for line in found] != MODELS:
        return f"not one line a model: {lines}"
    workers = min(values["workers"], values["jobs"])
    expected = {"processes": (1 + workers, 1 + workers), "threads": (1, 1 + workers)}
    for line in found:
        counts = int(line[2]), int(line[3])
        if line[1] == "thread pool":  # starts threads only as they are needed
            if not (counts[0] == 1 and 2 <= counts[1] <= 1 + workers):
                return line[0]
        elif counts != expected.get(line[1], (1, 1)):
            return line[0]
    return None


class ModelsParity(ParityTest):
    def test_io_bound(self):
        self.check_invariant([("models.io-bound", {"jobs": jobs, "wait": 20, "workers": workers})
                              for jobs, workers in ((5, 3), (1, 4))], one_line_a_model_with_its_counts)

    def test_cpu_bound(self):
        self.check_invariant([("models.cpu-bound", {"jobs": 4, "work": 10, "workers": 2})],
                             one_line_a_model_with_its_counts)


if __name__ == "__main__":
    main()
