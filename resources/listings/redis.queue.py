import random
import sys
import time
from multiprocessing import Process

from redis import Redis
from rq import Queue, Retry, Worker, get_current_job

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", 2))
jobs = int(options.get("jobs", 20))
length = int(options.get("length", 100))
failing = int(options.get("failing", 1))
flaky = int(options.get("flaky", 1))
retries = int(options.get("retries", 2))
backoff = int(options.get("backoff", 50)) / 1000
urgent = int(options.get("urgent", 5))
dependent = int(options.get("dependent", 2))
seed = int(options.get("seed", 444))
server = options.get("server", "redis://localhost:6379/0")

# RQ's workers find a function by its module's name, and refuse "__main__"; ours are forked and know this one.
sys.modules["tasks"] = sys.modules[__name__]


def howmany_within_range(row, minimum, maximum, seconds, raises):
    """How many of the row's numbers lie from minimum to maximum; the first tries may raise."""
    time.sleep(seconds)
    tries = get_current_job().meta
    tries["failures"] = tries.get("failures", 0) + 1
    get_current_job().save_meta()
    if tries["failures"] <= raises:
        raise ValueError("the row cannot be read")
    return sum(minimum <= n <= maximum for n in row)


def work():
    """What `rq worker --with-scheduler high default` does, in as many terminals and on as many machines as you like."""
    Worker(["high", "default"], connection=Redis.from_url(server)).work(with_scheduler=True, logging_level="ERROR")


def enqueue_all(data, queues):
    first_good = min(jobs, failing + flaky)
    last_free = jobs - min(dependent, jobs - first_good - 1)
    enqueued = []
    for number, row in enumerate(data):
        seconds = length * random.randint(50, 150) // 100 / 1000
        raises = sys.maxsize if number < failing else 1 if number < first_good else 0
        is_urgent = urgent > 0 and number % urgent == urgent - 1
        enqueued.append(queues["high" if is_urgent else "default"].enqueue(
            "tasks.howmany_within_range", row, 4, 8, seconds, raises,
            retry=Retry(max=retries, interval=[max(1, round(backoff * 2 ** n)) for n in range(retries)]) if retries else None,
            depends_on=enqueued[first_good] if number >= last_free else None,
            result_ttl=500))
    return enqueued


if __name__ == "__main__":
    random.seed(seed)
    data = [[random.randint(0, 9) for _ in range(5)] for _ in range(jobs)]
    connection = Redis.from_url(server)
    enqueued = enqueue_all(data, {name: Queue(name, connection=connection) for name in ("high", "default")})
    processes = [Process(target=work) for _ in range(workers)]
    for process in processes:
        process.start()
    while not all(job.get_status(refresh=True) in ("finished", "failed") for job in enqueued):
        time.sleep(0.05)
    for process in processes:
        process.terminate()  # a worker finishes the job at hand first
        process.join()
    results = {number: job.return_value() for number, job in enumerate(enqueued) if job.is_finished}
    print(f"{jobs} jobs: {len(results)} finished, {sum(job.is_failed for job in enqueued)} failed")
    print("sum:", sum(results.values()))
    expected = all(result == sum(4 <= n <= 8 for n in data[number]) for number, result in results.items())
    print("results as expected:", "yes" if expected else "no")
