"""Whether printed lines are a possible outcome of tasks whose timers may fall together.

Each task is a generator that yields the lines it prints and, as integers, the document seconds it
sleeps. Of the tasks that are due at the same time any may go first; the lines say which one did,
and every random number must come out as drawn in that order.
"""

import random
import re


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


def is_possible(scenario, values, lines):
    """`lines` with # for measured times."""
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
