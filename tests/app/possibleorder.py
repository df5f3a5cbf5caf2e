"""Whether printed lines are a possible outcome of tasks that sleep, on a machine that may stall at any time.

Each task is a generator that yields the lines it prints and, as integers, the document seconds it
sleeps. The lines say which task went on when, and every random number must come out as drawn in that
order; and there must be moments for these steps such that each sleep lasted at least its time and
timers ended in the order of their deadlines.
"""

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


class Steps:
    """The moments at which tasks went on, as far as their order and sleeps bound them, in document seconds."""

    def __init__(self):
        self.count = 0
        self.asleep = {}  # by task: the step after which it went to sleep, and for how long
        self.bounds = []  # (a, b, d): moment a is at most d after moment b

    def go_on(self, name, rivals=()):
        """The task's sleep, if it was asleep, is over, and before those of the rivals."""
        if self.count > 0:
            self.bounds.append((self.count - 1, self.count, 0))
        if name in self.asleep:
            before, slept = self.asleep.pop(name)
            self.bounds.append((before, self.count, -slept))
            if slept > 0:  # else there was no timer
                timers = [self.asleep[rival] for rival in rivals]
                self.bounds += [(before, since, its - slept) for since, its in timers if its > 0]
        self.count += 1

    def sleep(self, name, seconds):
        self.asleep[name] = (self.count - 1, seconds)

    def are_possible(self):
        """Bellman and Ford: differences can be bounded so, unless a circle of bounds is negative."""
        moments = [0] * self.count
        for _ in range(self.count + 1):
            changed = False
            for a, b, difference in self.bounds:
                if moments[a] > moments[b] + difference:
                    moments[a] = moments[b] + difference
                    changed = True
            if not changed:
                return True
        return False


def follow(lines, tasks):
    """Whether the lines are what the tasks print, in one of the orders that their sleeps allow."""
    steps = Steps()
    running = dict(tasks)
    position = 0
    while running and position < len(lines):
        number = re.search(r"(?:\(|Chained result)(\d+)", lines[position])
        name = int(number[1]) if number else None
        has_not_begun = steps.count < len(tasks) and name not in steps.asleep
        if name not in running or (steps.count < len(tasks) and not has_not_begun):
            return False
        steps.go_on(name, [rival for rival in steps.asleep if rival != name])
        for step in running[name]:
            if isinstance(step, int):
                steps.sleep(name, step)
                break
            if position == len(lines) or lines[position] != step:
                return False
            position += 1
        else:
            del running[name]
    return not running and position == len(lines) and steps.are_possible()


class QueueProgram:
    """async.queue: of those whose sleep is over, any may go on, but a consumer only when there is an item."""

    def __init__(self, values):
        self.random = random.Random(int(values.get("seed", 444)))
        self.items = int(values.get("items", 10))
        self.queue = deque()
        self.tasks = {("Producer", n): self.produce(n) for n in range(int(values.get("producers", 5)))}
        self.tasks |= {("Consumer", n): self.consume(n) for n in range(int(values.get("consumers", 10)))}
        self.steps = Steps()

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
        """The lines until the task sleeps again or ends. When a consumer got its item says nothing of its timer."""
        producers = [rival for rival in self.steps.asleep if rival[0] == "Producer" and rival != name]
        self.steps.go_on(name, producers if name[0] == "Producer" else [])
        for step in self.tasks[name]:
            if isinstance(step, int):
                self.steps.sleep(name, step)
                return
            yield step

    def prints(self, lines):
        lines = deque(lines)
        for name in list(self.tasks):  # each begins in the first turn, in its order
            for line in self.step(name):
                if not lines or lines.popleft() != line:
                    return False
        while lines:
            kind, n = re.match(r"(\w+) (\d+)", lines[0] + " 0").groups()
            name = (kind, int(n))
            if name not in self.steps.asleep or (kind == "Consumer" and not self.queue):
                return False
            for line in self.step(name):
                if not lines or lines.popleft() != line:
                    return False
        return not self.queue and all(kind == "Consumer" for kind, _ in self.steps.asleep) and self.steps.are_possible()


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
