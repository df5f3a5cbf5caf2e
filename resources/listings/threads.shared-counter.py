import sys
import threading
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
number_of_threads = int(options.get("threads", 3))
increments = int(options.get("increments", 1000))
with_lock = options.get("lock", "off") == "on"

counter = 0
lock = threading.Lock()


def add_one():
    global counter
    value = counter
    time.sleep(0)  # let another thread run between reading and writing
    counter = value + 1


def increment():
    for _ in range(increments):
        if with_lock:
            with lock:
                add_one()
        else:
            add_one()


if __name__ == "__main__":
    threads = [threading.Thread(target=increment) for _ in range(number_of_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = number_of_threads * increments
    print(f"Expected: {expected}")
    print(f"Got: {counter}")
    print(f"Lost updates: {expected - counter}")
