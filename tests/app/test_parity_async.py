"""The loop's queue, futures and turns print what the listings print under CPython; see parity.py."""

import unittest

from parity import ParityTest, cpython
from possibleorder import is_possible
from program import main


class ParityAsync(ParityTest):
    def test_queue_with_many_seeds(self):
        # Sleeps of whole document seconds fall together: which of them goes first is CPython's chance, too.
        self.check_order([("async.queue", {"second": 20, "seed": seed}) for seed in (444, 0, 7, 2023)])

    def test_queue_with_other_counts(self):
        name = "async.queue"
        self.check_order([(name, {"second": 10, "producers": 1, "consumers": 1, "items": 3}),
                          (name, {"second": 20, "producers": 9, "consumers": 2, "items": 1, "seed": 3}),
                          (name, {"second": 20, "producers": 2, "consumers": 30, "items": 5, "seed": 4})])

    def test_futures(self):
        name = "async.futures"
        self.check_order([(name, {"second": 100}), (name, {"second": 50, "failing": 0, "timeout": 0}),
                          (name, {"second": 100, "tasks": 1, "failing": 1}),
                          (name, {"second": 100, "tasks": 5, "failing": 5, "timeout": 2}),
                          (name, {"second": 50, "tasks": 4, "failing": 1, "timeout": 10})])

    def test_event_loop_on_either_implementation(self):
        name = "async.event-loop"
        self.check_order([(name, {"second": 100, "loop": loop}) for loop in ("qt", "own")]
                         + [(name, {"second": 200, "tasks": tasks, "loop": "own"}) for tasks in (1, 2, 9)])


class PossibleQueue(unittest.TestCase):
    """The judge itself: what it accepts and what it refuses."""

    case = ("async.queue", {"second": 10, "seed": 1, "producers": 3, "consumers": 3})

    def test_accepts_what_cpython_prints(self):
        self.assertTrue(is_possible(*self.case, cpython(self.case)))

    def test_refuses_another_seed_a_lost_line_and_a_wrong_order(self):
        lines = cpython(self.case)
        self.assertFalse(is_possible("async.queue", {**self.case[1], "seed": 2}, lines))
        for place in range(len(lines)):
            self.assertFalse(is_possible(*self.case, lines[:place] + lines[place + 1:]), lines[place])
        got = next(place for place, line in enumerate(lines) if "got element" in line)
        added = max(place for place in range(got) if "added" in lines[place])
        moved = lines[:added] + [lines[got]] + lines[added:got] + lines[got + 1:]
        self.assertFalse(is_possible(*self.case, moved))


if __name__ == "__main__":
    main()
