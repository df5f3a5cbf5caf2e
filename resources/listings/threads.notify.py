import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 8))
workers = int(options.get("workers", 3))
failing = int(options.get("failing", 3))
work = int(options.get("work", 10)) / 1000


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def square(number):
    compute(work)
    if number == failing:
        raise ValueError(f"no square of {number} today")
    return number * number


async def notification(number, future):
    try:
        result = await future
        print(f"Task {number} is done: {result}")
    except ValueError as error:
        print(f"Task {number} has failed: {error}")


async def something_else():
    while True:
        await asyncio.sleep(0.005)


async def main(pool):
    loop = asyncio.get_running_loop()
    notifications = []
    for i in range(1, tasks + 1):
        future = loop.run_in_executor(pool, square, i)
        notifications.append(notification(i, future))
    print("The main thread goes on.")
    other = asyncio.create_task(something_else())
    await asyncio.gather(*notifications)
    other.cancel()


if __name__ == "__main__":
    with ThreadPoolExecutor(workers) as pool:
        asyncio.run(main(pool))
