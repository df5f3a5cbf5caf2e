import asyncio
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 3))
second = int(options.get("second", 1000)) / 1000


async def count():
    print("One")
    await asyncio.sleep(1 * second)
    print("Two")


async def main():
    await asyncio.gather(*[count() for _ in range(tasks)])


if __name__ == "__main__":
    start = time.perf_counter()
    asyncio.run(main())
    elapsed = (time.perf_counter() - start) / second
    print(f"count executed in {elapsed:0.2f} seconds.")
