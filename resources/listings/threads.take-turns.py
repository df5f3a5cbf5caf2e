import sys
import threading
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
number_of_threads = int(options.get("threads", 4))
interval = int(options.get("interval", 5)) / 1000
kind = options.get("kind", "computing")
work_per_thread = int(options.get("work", 40)) / 1000
# The option gil has no effect here: CPython 3.11 cannot run without its interpreter lock.

PARTS = 4


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def work(number):
    for i in range(1, PARTS + 1):
        if kind == "computing":
            compute(work_per_thread / PARTS)
        else:
            time.sleep(work_per_thread / PARTS)
        print(f"Thread {number} has done part {i}.")


if __name__ == "__main__":
    start = time.perf_counter()
    sys.setswitchinterval(interval)
    threads = [threading.Thread(target=work, args=(i,)) for i in range(1, number_of_threads + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"All done in {time.perf_counter() - start:.2f} seconds.")
