import asyncio
import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 3))
failing = int(options.get("failing", 2))
timeout = int(options.get("timeout", 1))
second = int(options.get("second", 1000)) / 1000


class JobFailed(Exception):
    pass


def duration(n):
    return 1.5 * (2 * (tasks - n) + 1) / tasks


async def job(n):
    try:
        await asyncio.sleep(duration(n) * second)
    except asyncio.CancelledError:
        print(f"Job {n} is cancelled.")
        raise
    if n == failing:
        raise JobFailed(f"job {n} failed")
    print(f"Job {n} is done.")
    return n * n


def begin(purpose):
    return [asyncio.create_task(job(n), name=f"{purpose}: job {n}") for n in range(1, tasks + 1)]


def print_ends(jobs):
    for n, task in enumerate(jobs, start=1):
        try:
            print(f"Task {n}: result {task.result()}.")
        except asyncio.CancelledError:
            print(f"Task {n}: cancelled.")
        except JobFailed as error:
            print(f"Task {n}: {error}.")


async def gather_all():
    jobs = begin("gather")
    try:
        results = await asyncio.gather(*jobs)
        print(f"gather gives {results}.")
    except JobFailed as error:
        print(f"gather raises: {error}.")
    await asyncio.wait(jobs)  # those that have not failed run on
    print_ends(jobs)


async def take_as_completed():
    for following in asyncio.as_completed(begin("as_completed")):
        try:
            result = await following
            print(f"as_completed gives {result}.")
        except JobFailed as error:
            print(f"as_completed raises: {error}.")


async def wait_a_while():
    jobs = begin("wait")
    done, pending = await asyncio.wait(jobs, timeout=timeout * second)
    print(f"wait: {len(done)} done, {len(pending)} pending.")
    for task in jobs:
        if task in pending:
            task.cancel()
    if pending:
        await asyncio.wait(pending)
    print_ends(jobs)


async def wait_for_one():
    try:
        result = await asyncio.wait_for(job(1), timeout * second)
        print(f"wait_for gives {result}.")
    except TimeoutError:
        print("wait_for raises: the time is over.")
    except JobFailed as error:
        print(f"wait_for raises: {error}.")


async def main():
    await gather_all()
    await take_as_completed()
    await wait_a_while()
    await wait_for_one()


if __name__ == "__main__":
    asyncio.run(main())
