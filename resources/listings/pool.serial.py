import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
rows = int(options.get("rows", 100))
columns = int(options.get("columns", 5))
work = int(options.get("work", 400)) / 1000
seed = int(options.get("seed", 444))


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def howmany_within_range(row, minimum, maximum):
    """How many of the row's numbers lie from minimum to maximum."""
    compute(work / rows)
    return sum(minimum <= n <= maximum for n in row)


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(columns)] for _ in range(rows)]
    start = time.perf_counter()
    results = []
    for row in data:
        results.append(howmany_within_range(row, 4, 8))
    print(f"serial took {time.perf_counter() - start:.2f} seconds")
    report(results, data)
