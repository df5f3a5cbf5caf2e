import asyncio
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
items = int(options.get("items", 3))
second = int(options.get("second", 1000)) / 1000


async def square(item):
    await asyncio.sleep(1 * second)
    return item * item


async def squares():
    for item in range(1, items + 1):
        yield await square(item)


async def with_for():
    results = []
    async for result in squares():
        print(f"async for is given {result}")
        results.append(result)
    return results


async def with_comprehension():
    return [result async for result in squares()]


async def with_gather():
    return await asyncio.gather(*[square(item) for item in range(1, items + 1)])


async def timed(name, work):
    start = time.perf_counter()
    results = await work
    elapsed = (time.perf_counter() - start) / second
    print(f"{name}: {', '.join(map(str, results))} in {elapsed:0.2f} seconds")


async def main():
    await asyncio.gather(
        timed("async for", with_for()),
        timed("comprehension", with_comprehension()),
        timed("gather", with_gather()),
    )


if __name__ == "__main__":
    asyncio.run(main())
