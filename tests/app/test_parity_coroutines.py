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


if __name__ == "__main__":
    main()
