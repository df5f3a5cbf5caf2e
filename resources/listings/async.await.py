import asyncio
import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
second = int(options.get("second", 1000)) / 1000


async def f():
    print("f runs and waits")
    await asyncio.sleep(1 * second)
    print("f returns 3")
    return 3


async def g():
    print("g awaits f")
    r = await f()
    print(f"g goes on with {r}")
    print(f"await f() ** 2 is {await f() ** 2}")
    return r


async def something_else():
    for turn in range(1, 5):
        print(f"something else runs: turn {turn}")
        await asyncio.sleep(0.4 * second)
    return 4


async def main():
    results = await asyncio.gather(g(), something_else())
    print(f"main is given {results[0]} and {results[1]}")


if __name__ == "__main__":
    asyncio.run(main())
