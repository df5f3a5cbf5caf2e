import asyncio
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 3))
blocks = int(options.get("blocks", 2))
second = int(options.get("second", 1000)) / 1000


async def count(number):
    print(f"{number}: One")
    if number == blocks:
        time.sleep(3 * second)
    else:
        await asyncio.sleep(1 * second)
    print(f"{number}: Two")


async def main():
    await asyncio.gather(*[count(number) for number in range(1, tasks + 1)])


if __name__ == "__main__":
    start = time.perf_counter()
    asyncio.run(main())
    elapsed = (time.perf_counter() - start) / second
    print(f"count executed in {elapsed:0.2f} seconds.")
