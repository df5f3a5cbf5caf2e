"""Whether printed lines are a possible outcome of tasks whose timers may fall together.

Each task is a generator that yields the lines it prints and, as integers, the document seconds it
sleeps. Of the tasks that are due at the same time any may go first; the lines say which one did,
and every random number must come out as drawn in that order.
"""

import math
import random
import re
from collections import deque

JUDGED = ("async.queue", "async.makerandom", "async.chained")


def makerandom(draw, idx):
    yield f"Initiated makerandom({idx})."
    i = draw()
    while i <= 10 - idx - 1:
        yield f"makerandom({idx}) == {i} too low; retrying."
        yield idx + 1
        i = draw()
    yield f"---> Finished: makerandom({idx}) == {i}"


def chain(draw, n):
    for part, arguments, result in ((1, f"({n})", f"result{n}-1"),
                                    (2, f"({n}, 'result{n}-1')", f"result{n}-2 derived from result{n}-1")):
        i = draw()
        yield f"part{part}{arguments} sleeping for {i} seconds."
        yield i
        yield f"Returning part{part}{arguments} == {result}."
    yield f"-->Chained result{n} => result{n}-2 derived from result{n}-1 (took # seconds)."


def follow(lines, tasks):
    """Whether the lines are what the tasks print, in one of the orders that their sleeps allow."""
    due = dict.fromkeys(tasks, 0)
    position = 0
    while due and position < len(lines):
        number = re.search(r"(?:\(|Chained result)(\d+)", lines[position])
        name = int(number[1]) if number else None
        if name not in due or due[name] > min(due.values()):
            return False
        for step in tasks[name]:
            if isinstance(step, int):
                due[name] += step
                break
            if position == len(lines) or lines[position] != step:
                return False
            position += 1
        else:
            del due[name]
    return not due and position == len(lines)


class QueueProgram:
    """async.queue: of those whose sleep is over, any may go on, but a consumer only when there is an item."""

    def __init__(self, values):
        self.random = random.Random(int(values.get("seed", 444)))
        self.items = int(values.get("items", 10))
        self.queue = deque()
        self.tasks = {("Producer", n): self.produce(n) for n in range(int(values.get("producers", 5)))}
        self.tasks |= {("Consumer", n): self.consume(n) for n in range(int(values.get("consumers", 10)))}
        self.due = dict.fromkeys(self.tasks, 0)
        self.now = 0

    def sleep(self, caller):
        i = self.random.randint(0, 10)
        yield f"{caller} sleeping for {i} seconds."
        yield i

    def produce(self, n):
        for _ in range(self.random.randint(0, self.items)):
            yield from self.sleep(f"Producer {n}")
            self.queue.append(self.random.randbytes(5).hex())
            yield f"Producer {n} added <{self.queue[-1]}> to queue."

    def consume(self, n):
        while True:
            yield from self.sleep(f"Consumer {n}")
            yield f"Consumer {n} got element <{self.queue.popleft()}> in # seconds."

    def step(self, name):
        """The lines until the task sleeps again or ends."""
        for step in self.tasks[name]:
            if isinstance(step, int):
                self.due[name] = self.now + step
                return
            yield step
        del self.due[name]

    def may_run_at(self, name):
        if name[0] == "Consumer":
            return max(self.due[name], self.now) if self.queue else math.inf
        return self.due[name]

    def prints(self, lines):
        lines = deque(lines)
        for name in list(self.tasks):  # each begins in the first turn, in its order
            for line in self.step(name):
                if not lines or lines.popleft() != line:
                    return False
        while lines:
            kind, n = re.match(r"(\w+) (\d+)", lines[0] + " 0").groups()
            name = (kind, int(n))
            if name not in self.due or self.may_run_at(name) > min(map(self.may_run_at, self.due)):
                return False
            self.now = max(self.now, self.may_run_at(name))
            for line in self.step(name):
                if not lines or lines.popleft() != line:
                    return False
        return not self.queue and all(kind == "Consumer" for kind, _ in self.due)


def is_possible(scenario, values, lines):
    """`lines` with # for measured times. Of a scenario that is not judged nothing is possible."""
    if scenario not in JUDGED:
        return False
    if scenario == "async.queue":
        return lines[-1] == "Program completed in # seconds." and QueueProgram(values).prints(lines[:-1])
    generator = random.Random(int(values.get("seed", 444)))

    def draw():
        return generator.randint(0, 10)

    if scenario == "async.makerandom":
        tasks = {idx: makerandom(draw, idx) for idx in range(int(values.get("tasks", 3)))}
        results = sorted((int(idx), i) for line in lines
                         for idx, i in re.findall(r"^---> Finished: makerandom\((\d+)\) == (\d+)$", line))
        ending = ["", ", ".join(f"r{idx + 1}: {i}" for idx, i in results)]
    else:
        tasks = {n: chain(draw, n) for n in range(1, int(values.get("chains", 3)) + 1)}
        ending = ["Program finished in # seconds."]
    return lines[-len(ending):] == ending and follow(lines[:-len(ending)], tasks)
