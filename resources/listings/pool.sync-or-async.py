import functools
import multiprocessing
import os
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", min(64, os.cpu_count())))
jobs = int(options.get("jobs", 8))
spread = int(options.get("spread", 90))
work = int(options.get("work", 400))
seed = int(options.get("seed", 444))


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def count_for_a_while(row, microseconds):
    compute(microseconds / 1_000_000)
    return sum(4 <= n <= 8 for n in row)


def make_jobs(data):
    average = work * 1000 // jobs
    # int(), as the division of a negative number must not round downwards.
    return [(row, average + int(average * spread * random.randint(-100, 100) / 10_000)) for row in data]


def print_order(how, order):
    print(f"{how}: the jobs came back in the order", ", ".join(str(index) for index in order[:10]))


def synchronous(pool, calls):
    order = []
    results = []
    for index, call in enumerate(calls):
        results.append(pool.apply(count_for_a_while, args=call))
        order.append(index)
    print_order("sync", order)
    return results


def asynchronous(pool, calls):
    order = []

    def note(index, _):
        order.append(index)

    waiting = [pool.apply_async(count_for_a_while, args=call, callback=functools.partial(note, index))
               for index, call in enumerate(calls)]
    results = [result.get() for result in waiting]
    print_order("async", order)
    return results


def report(results, data):
    expected = [sum(4 <= n <= 8 for n in row) for row in data]
    print(results[:10])
    print("sum:", sum(results))
    print("equal to serial:", "yes" if results == expected else "no")


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(jobs)]
    calls = make_jobs(data)
    with multiprocessing.Pool(workers) as pool:
        for name, way in (("sync", synchronous), ("async", asynchronous)):
            start = time.perf_counter()
            results = way(pool, calls)
            print(f"{name} took {time.perf_counter() - start:.2f} seconds")
            report(results, data)
        pool.close()
        pool.join()
