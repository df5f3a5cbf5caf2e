import asyncio
import multiprocessing
import resource
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
jobs = int(options.get("jobs", 8))
wait = int(options.get("wait", 100)) / 1000
workers = int(options.get("workers", 4))


def job():
    time.sleep(wait)


def share(worker):
    for _ in range(worker, jobs, workers):
        job()


def one_after_another():
    for _ in range(jobs):
        job()
    return 1, 1


def join_all(members):
    for member in members:
        member.start()
    for member in members:
        member.join()
    return len(members)


def processes():
    fork = multiprocessing.get_context("fork")
    started = join_all([fork.Process(target=share, args=(n,)) for n in range(min(workers, jobs))])
    return 1 + started, 1 + started


def threads():
    return 1, 1 + join_all([threading.Thread(target=share, args=(n,)) for n in range(min(workers, jobs))])


def thread_pool():
    with ThreadPoolExecutor(workers) as pool:
        for _ in range(jobs):
            pool.submit(job)
        started = threading.active_count()
    return 1, started


def generator_job():
    yield time.monotonic() + wait


def generators():
    due = dict.fromkeys([generator_job() for _ in range(jobs)], 0)
    while due:
        time.sleep(max(0, min(due.values()) - time.monotonic()))
        for generator in [each for each, when in due.items() if when <= time.monotonic()]:
            try:
                due[generator] = next(generator)
            except StopIteration:
                del due[generator]
    return 1, 1


async def all_tasks():
    await asyncio.gather(*[asyncio.sleep(wait) for _ in range(jobs)])


def event_loop():
    asyncio.run(all_tasks())
    return 1, 1


def cpu_time():
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


def one_model(name, model):
    cpu, start = cpu_time(), time.perf_counter()
    process_count, thread_count = model()
    wall, cpu = time.perf_counter() - start, cpu_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory += (process_count - 1) * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{name}: {wall:.2f} s, CPU {cpu:.2f} s, processes {process_count}, threads {thread_count}, "
          f"memory {memory * 1024 / 1e6:.0f} MB", flush=True)


models = {"one after another": one_after_another, "processes": processes, "threads": threads,
          "thread pool": thread_pool, "generators": generators, "event loop": event_loop}

if __name__ == "__main__":
    fresh = multiprocessing.get_context("spawn")
    for name, model in models.items():
        process = fresh.Process(target=one_model, args=(name, model))
        process.start()
        process.join()
