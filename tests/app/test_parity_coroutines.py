"""Generators and awaiting: the lines of our programs beside CPython's; see parity.py."""

from parity import ParityTest
from program import main


class Parity(ParityTest):
    def test_generator(self):
        name = "coroutines.generator"
        self.check_order([(name, {}), (name, {"generators": 1, "items": 1}), (name, {"generators": 64, "items": 7}),
                          (name, {"generators": 2, "items": 100})])

    def test_delegation(self):
        self.check_order([("coroutines.delegation", {"depth": depth}) for depth in (1, 3, 16)])

    def test_await(self):
        self.check_order([("async.await", {"second": second}) for second in (100, 200)])

    def test_blocking_call(self):
        self.check_order([("async.blocking-call", {"second": second, **values}) for second, values in (
            (50, {}), (20, {"tasks": 1, "blocks": 1}), (20, {"tasks": 5, "blocks": 5}), (20, {"blocks": 0}),
            (20, {"tasks": 200, "blocks": 100}))])

    def test_async_generators(self):
        # The two generators' items are due together: which comes first is the timers' affair.
        self.check_multiset([("async.generators", {"items": items, "second": 50}) for items in (1, 5)])


if __name__ == "__main__":
    main()
