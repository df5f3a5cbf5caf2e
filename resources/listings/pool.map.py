import multiprocessing
import os
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", min(64, os.cpu_count())))
rows = int(options.get("rows", 100))
chunk = int(options.get("chunk", 0))
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


def howmany_within_range_rowonly(row):
    return howmany_within_range(row, 4, 8)


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(rows)]
    with multiprocessing.Pool(workers) as pool:
        results = pool.map(howmany_within_range_rowonly, data, chunk or None)
        pool.close()
        pool.join()
    report(results, data)
