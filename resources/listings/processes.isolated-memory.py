import multiprocessing
import sys
import threading

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
workers = int(options.get("workers", 3))
increments = int(options.get("increments", 1000))

counter = 0
lock = threading.Lock()


def count_in_process(number):
    global counter
    for _ in range(increments):
        counter += 1
    print(f"Process {number} has counted to {counter}.")


def use_processes():
    fork = multiprocessing.get_context("fork")
    processes = []
    for i in range(1, workers + 1):
        process = fork.Process(target=count_in_process, args=(i,))
        processes.append(process)
        process.start()
    for process in processes:
        process.join()
    print(f"The process that started them is still at {counter}.")


def count_in_thread(number):
    global counter
    for _ in range(increments):
        with lock:
            counter += 1
    print(f"Thread {number} has added {increments}.")


def use_threads():
    threads = [threading.Thread(target=count_in_thread, args=(i,)) for i in range(1, workers + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"The process of the threads is at {counter}.")


if __name__ == "__main__":
    spawn = multiprocessing.get_context("spawn")
    for half in (use_processes, use_threads):
        process = spawn.Process(target=half)
        process.start()
        process.join()
