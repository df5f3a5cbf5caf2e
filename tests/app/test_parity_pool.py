"""The pool's scenarios print what multiprocessing.Pool's programs print under CPython; see parity.py."""

import re

from parity import ParityTest, cpython
from program import main

SERIAL = "pool.serial"
SAME_LINES = {  # scenarios whose lines do not depend on which worker is first, with small settings
    "pool.apply": {"rows": 23, "tasks": 5, "workers": 3},
    "pool.map": {"rows": 50, "chunk": 7, "workers": 3},
    "pool.starmap": {"rows": 50, "workers": 2},
    "pool.map-async": {"rows": 31, "chunk": 31, "workers": 2},
    "pool.starmap-async": {"rows": 9, "chunk": 1, "workers": 4},
}
SMALL = {"work": 0, "seed": 7}


def counts(lines):
    """Every vector's beginning, sum and verdict, as printed."""
    return [(vector, sum_, verdict) for vector, sum_, verdict in zip(lines, lines[1:], lines[2:]) if vector.startswith("[")]


def order_told(lines):
    """The tasks in the order in which they came back: one list a line that tells of it."""
    return [[int(number) for number in re.findall(r"\d+", line)] for line in lines
            if "the callback was told" in line or "came back" in line]


class Parity(ParityTest):
    def test_the_serial_result(self):
        self.check_order([(SERIAL, {"work": 5}), (SERIAL, {"rows": 1, "columns": 1, "work": 0}),
                          (SERIAL, {"rows": 2000, "columns": 9, "seed": 0, "work": 0})])

    def test_the_synchronous_calls_and_map_async(self):
        self.check_order([(scenario, SMALL | values) for scenario, values in SAME_LINES.items()])

    def test_the_defaults(self):
        for scenario in SAME_LINES:
            with self.subTest(scenario):
                self.assertEqual(self.ours((scenario, {})), cpython((scenario, {})))

    def test_a_data_frame_split_three_ways(self):
        for split in ("row", "column", "frame"):
            with self.subTest(split):
                case = ("pool.data-frame", SMALL | {"rows": 11, "workers": 3, "split": split})
                self.assertEqual(self.ours(case), cpython(case))

    def test_the_table_of_pool_sizes(self):
        case = ("pool.how-many", {"workers": 3, "work": 20})
        self.assertEqual(self.ours(case), cpython(case))

    def test_results_in_any_order_are_sorted_afterwards(self):
        """Invariant: all tasks come back, in whatever order, and the counts are CPython's."""
        for case in (("pool.apply-async", SMALL | {"rows": 20, "tasks": 8, "workers": 3}),
                     ("pool.sync-or-async", {"workers": 3, "work": 40, "jobs": 8})):
            theirs, ours = cpython(case), self.ours(case)
            self.assertEqual(counts(ours), counts(theirs))
            self.assertEqual(len(ours), len(theirs))
            self.assertEqual([sorted(order) for order in order_told(ours)], [sorted(order) for order in order_told(theirs)])
            self.assertEqual(sorted(order_told(ours)[-1]), list(range(8)))

    def test_every_scenario_gives_the_serial_vector(self):
        for seed in (7, 444):
            wanted = counts(self.ours((SERIAL, {"rows": 100, "work": 0, "seed": seed})))
            self.assertEqual(len(wanted), 1)
            for scenario in (*SAME_LINES, "pool.apply-async", "pool.data-frame"):
                with self.subTest(scenario, seed=seed):
                    lines = self.ours((scenario, {"rows": 100, "work": 0, "seed": seed}))
                    self.assertEqual(set(counts(lines)), set(wanted))
            self.assertEqual(set(counts(self.ours(("pool.sync-or-async", {"jobs": 100, "work": 0, "seed": seed})))), set(wanted))
            self.assertEqual(set(counts(self.ours(("pool.how-many", {"workers": 2, "work": 0, "seed": seed})))), set(wanted))


if __name__ == "__main__":
    main()
