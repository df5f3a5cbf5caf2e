import asyncio
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
chains = int(options.get("chains", 3))
seed = int(options.get("seed", 444))
second = int(options.get("second", 1000)) / 1000


async def part1(n):
    i = random.randint(0, 10)
    print(f"part1({n}) sleeping for {i} seconds.")
    await asyncio.sleep(i * second)
    result = f"result{n}-1"
    print(f"Returning part1({n}) == {result}.")
    return result


async def part2(n, previous):
    i = random.randint(0, 10)
    print(f"part2({n}, '{previous}') sleeping for {i} seconds.")
    await asyncio.sleep(i * second)
    result = f"result{n}-2 derived from {previous}"
    print(f"Returning part2({n}, '{previous}') == {result}.")
    return result


async def chain(n):
    start = time.perf_counter()
    first = await part1(n)
    last = await part2(n, first)
    took = (time.perf_counter() - start) / second
    print(f"-->Chained result{n} => {last} (took {took:0.2f} seconds).")


async def main():
    await asyncio.gather(*[chain(n) for n in range(1, chains + 1)])


if __name__ == "__main__":
    random.seed(seed)
    start = time.perf_counter()
    asyncio.run(main())
    elapsed = (time.perf_counter() - start) / second
    print(f"Program finished in {elapsed:0.2f} seconds.")
