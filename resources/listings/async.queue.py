import asyncio
import random
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
producers = int(options.get("producers", 5))
consumers = int(options.get("consumers", 10))
items = int(options.get("items", 10))
cancel = options.get("cancel", "on") == "on"
seed = int(options.get("seed", 444))
second = int(options.get("second", 1000)) / 1000


def make_item():
    return random.randbytes(5).hex()


async def random_sleep(caller):
    i = random.randint(0, 10)
    print(f"{caller} sleeping for {i} seconds.")
    await asyncio.sleep(i * second)


async def produce(name, queue):
    count = random.randint(0, items)
    for _ in range(count):
        await random_sleep(f"Producer {name}")
        code = make_item()
        await queue.put((code, time.perf_counter()))
        print(f"Producer {name} added <{code}> to queue.")


async def consume(name, queue):
    while True:
        await random_sleep(f"Consumer {name}")
        code, put_at = await queue.get()
        waited = (time.perf_counter() - put_at) / second
        print(f"Consumer {name} got element <{code}> in {waited:0.5f} seconds.")
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    producing = [asyncio.create_task(produce(name, queue)) for name in range(producers)]
    consuming = [asyncio.create_task(consume(name, queue)) for name in range(consumers)]
    await asyncio.gather(*producing)
    await queue.join()
    if cancel:
        for task in consuming:
            task.cancel()
    else:
        await asyncio.gather(*consuming)


if __name__ == "__main__":
    random.seed(seed)
    start = time.perf_counter()
    asyncio.run(main())
    elapsed = (time.perf_counter() - start) / second
    print(f"Program completed in {elapsed:0.5f} seconds.")
