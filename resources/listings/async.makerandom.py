import asyncio
import random
import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 3))
seed = int(options.get("seed", 444))
second = int(options.get("second", 1000)) / 1000


async def makerandom(idx, threshold):
    print(f"Initiated makerandom({idx}).")
    i = random.randint(0, 10)
    while i <= threshold:
        print(f"makerandom({idx}) == {i} too low; retrying.")
        await asyncio.sleep((idx + 1) * second)
        i = random.randint(0, 10)
    print(f"---> Finished: makerandom({idx}) == {i}")
    return i


async def main():
    return await asyncio.gather(*[makerandom(i, 10 - i - 1) for i in range(tasks)])


if __name__ == "__main__":
    random.seed(seed)
    results = asyncio.run(main())
    print()
    print(", ".join(f"r{n}: {r}" for n, r in enumerate(results, start=1)))
