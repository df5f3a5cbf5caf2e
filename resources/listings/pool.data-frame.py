import multiprocessing
import os
import random
import sys
import time

import numpy
import pandas

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", min(64, os.cpu_count())))
rows = int(options.get("rows", 100))
split = options.get("split", "row")
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


def within_range(column, minimum, maximum):
    """For each number of a column whether it lies within the range."""
    compute(work / 5)
    return column.between(minimum, maximum)


def howmany_in_frame(frame, minimum, maximum):
    return [howmany_within_range(row, minimum, maximum) for row in frame.itertuples(index=False)]


def by_row(pool, frame):
    return pool.starmap(howmany_within_range, [(tuple(row), 4, 8) for row in frame.itertuples(index=False)])


def by_column(pool, frame):
    marks = pool.starmap(within_range, [(frame[name], 4, 8) for name in frame], 1)
    return [int(count) for count in sum(column.astype(int) for column in marks)]


def by_frame(pool, frame):
    borders = [i * rows // min(workers, rows) for i in range(1, min(workers, rows))]
    frames = [frame.iloc[part] for part in numpy.split(numpy.arange(rows), borders)]
    counts = pool.starmap(howmany_in_frame, [(part, 4, 8) for part in frames], 1)
    return [count for of_frame in counts for count in of_frame]


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(rows)]
    frame = pandas.DataFrame(data, columns=list("abcde"))
    with multiprocessing.Pool(workers) as pool:
        results = {"row": by_row, "column": by_column, "frame": by_frame}[split](pool, frame)
        pool.close()
        pool.join()
    print("split by", split)
    report(results, data)
