import sys
import threading
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
number = int(options.get("number", 10))
workers = int(options.get("workers", 2))
work = int(options.get("work", 0)) / 1000


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def print_square(num):
    compute(work)
    print(f"Square: {num * num}")


def print_cube(num):
    compute(work)
    print(f"Cube: {num * num * num}")


if __name__ == "__main__":
    threads = []
    for i in range(workers):
        target = print_square if i % 2 == 0 else print_cube
        threads.append(threading.Thread(target=target, args=(number,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("Done!")
