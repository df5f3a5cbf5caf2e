import multiprocessing
import os
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", min(64, 2 * os.cpu_count())))
work = int(options.get("work", 200))
seed = int(options.get("seed", 444))
ROWS = 100


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def count_for_a_while(row, microseconds):
    compute(microseconds / 1_000_000)
    return sum(4 <= n <= 8 for n in row)


def without_pool(data, microseconds):
    return [count_for_a_while(row, microseconds) for row in data]


def with_pool(data, microseconds, count):
    with multiprocessing.Pool(count) as pool:
        results = pool.starmap(count_for_a_while, [(row, microseconds) for row in data])
        pool.close()
        pool.join()
    return results


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(ROWS)]
    per_row = work * 1000 // ROWS
    print("cpu_count:", os.cpu_count())
    print("workers  tiny job  small job  large job")
    for count in range(workers + 1):
        line = f"{count:7}" if count else "no pool"
        for microseconds in (per_row // 100, per_row // 10, per_row):
            start = time.perf_counter()
            results = with_pool(data, microseconds, count) if count else without_pool(data, microseconds)
            line += f"  {time.perf_counter() - start:.4f} s"
        print(line)
    report(results, data)
