import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
calls = int(options.get("calls", 3))
second = int(options.get("second", 1000)) / 1000


def count():
    print("One")
    time.sleep(1 * second)
    print("Two")


def main():
    for _ in range(calls):
        count()


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    elapsed = (time.perf_counter() - start) / second
    print(f"count-sync executed in {elapsed:0.2f} seconds.")
