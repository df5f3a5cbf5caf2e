import multiprocessing
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", 4))
work = int(options.get("work", 0)) / 1000
start = options.get("start", "fork")

ARGUMENTS = [(), ("America",), ("Europe",), ("Africa",)]


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def print_func(continent="Asia"):
    compute(work)
    print("The name of continent is : ", continent)


if __name__ == "__main__":
    multiprocessing.set_start_method(start)
    processes = []
    for i in range(workers):
        process = multiprocessing.Process(target=print_func, args=ARGUMENTS[i % 4])
        processes.append(process)
        process.start()
    for process in processes:
        process.join()
