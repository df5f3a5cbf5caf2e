import multiprocessing
import os
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", min(64, os.cpu_count())))
rows = int(options.get("rows", 100))
tasks = int(options.get("tasks", 20))
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


def howmany_in_rows(part, minimum, maximum):
    return [howmany_within_range(row, minimum, maximum) for row in part]


def howmany_with_index(index, part):
    return index, howmany_in_rows(part, 4, 8)


def parts(data, count):
    """The rows in that many parts, as even as can be, none of them empty."""
    count = min(count, len(data))
    return [data[i * len(data) // count:(i + 1) * len(data) // count] for i in range(count)]


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


def with_callback(pool, calls):
    collected = []
    waiting = [pool.apply_async(howmany_with_index, args=(index, part), callback=collected.append)
               for index, part in enumerate(calls)]
    for result in waiting:
        result.wait()
    print("the callback was told of the parts", ", ".join(str(index) for index, _ in collected[:10]))
    collected.sort()
    return [count for _, counts in collected for count in counts]


def as_list(pool, calls):
    waiting = [pool.apply_async(howmany_in_rows, args=(part, 4, 8)) for part in calls]
    return [count for result in waiting for count in result.get()]


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(rows)]
    with multiprocessing.Pool(workers) as pool:
        report(with_callback(pool, parts(data, tasks)), data)
        report(as_list(pool, parts(data, tasks)), data)
        pool.close()
        pool.join()
