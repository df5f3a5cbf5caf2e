"""The scenarios of processes and threads print what their listings print under CPython; see parity.py."""

import re

from parity import ParityTest
from program import main


def counter_lines(lines):
    """The three numbers of threads.shared-counter."""
    numbers = [re.fullmatch(r"(Expected|Got|Lost updates): (\d+)", line) for line in lines]
    if not all(numbers) or [number[1] for number in numbers] != ["Expected", "Got", "Lost updates"]:
        return None
    return [int(number[2]) for number in numbers]


def counts_its_losses(lines, values):
    """Expected is the product, Got and Lost add up to it, and no more is lost than can be."""
    numbers = counter_lines(lines)
    if numbers is None:
        return f"other lines: {lines}"
    expected, got, lost = numbers
    if expected != values["threads"] * values["increments"] or got + lost != expected:
        return f"wrong sums: {lines}"
    if lost and (values.get("lock") == "on" or values["threads"] == 1):
        return f"lost under a lock: {lines}"
    return None if 1 <= got <= expected else f"impossible: {lines}"


class ParityOfThreads(ParityTest):
    def test_same_script(self):
        name = "processes.same-script"
        self.check_multiset([(name, {}), (name, {"instances": 1, "work": 0}), (name, {"instances": 6, "work": 1})])

    def test_isolated_memory(self):
        name = "processes.isolated-memory"
        self.check_multiset([(name, {}), (name, {"workers": 1, "increments": 1}),
                             (name, {"workers": 7, "increments": 50})])

    def test_isolated_memory_has_its_halves_in_order(self):
        def in_order(lines, values):
            workers = values["workers"]
            places = [line.startswith("Process ") for line in lines] + [line.startswith("Thread ") for line in lines]
            wanted = [True] * workers + [False] * (workers + 2) + [False] * (workers + 1) + [True] * workers + [False]
            return None if places == wanted else f"other order: {lines}"

        self.check_invariant([("processes.isolated-memory", {"workers": 4, "increments": 10})], in_order)

    def test_shared_counter_with_a_lock_loses_nothing(self):
        name = "threads.shared-counter"
        self.check_order([(name, {"lock": "on"}), (name, {"lock": "on", "threads": 8, "increments": 100}),
                          (name, {"threads": 1, "increments": 7})])

    def test_shared_counter_without_a_lock_keeps_account_of_what_it_lost(self):
        name = "threads.shared-counter"
        self.check_invariant([(name, {"threads": threads, "increments": increments, "lock": lock})
                              for threads, increments in ((1, 1), (2, 1000), (3, 1000), (9, 100))
                              for lock in ("off", "on")], counts_its_losses)

    def test_notify(self):
        name = "threads.notify"
        self.check_multiset([(name, {}), (name, {"tasks": 1, "workers": 1, "failing": 1, "work": 0}),
                             (name, {"tasks": 20, "workers": 7, "failing": 0, "work": 1}),
                             (name, {"tasks": 5, "workers": 64, "failing": 9, "work": 2})])

    def test_notify_goes_on_before_any_result(self):
        self.check_invariant([("threads.notify", {"tasks": 4, "work": 0})],
                             lambda lines, values: None if lines[0] == "The main thread goes on." else str(lines))

    def test_take_turns(self):
        name = "threads.take-turns"
        self.check_multiset([(name, {"work": 8}), (name, {"threads": 1, "work": 1}),
                             (name, {"threads": 6, "interval": 1, "work": 12}),
                             (name, {"threads": 5, "kind": "waiting", "work": 20}),
                             (name, {"threads": 3, "gil": "off", "work": 4})])

    def test_take_turns_says_at_the_end_that_all_is_done(self):
        self.check_invariant([("threads.take-turns", {"threads": 2, "work": 4})],
                             lambda lines, values: None if lines[-1] == "All done in # seconds." else str(lines))


if __name__ == "__main__":
    main()
