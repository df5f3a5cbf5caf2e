import subprocess
import sys
import time

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
instances = int(options.get("instances", 4))
work = int(options.get("work", 20)) / 1000

STEPS = 10


def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def script():
    counter = 0
    for _ in range(STEPS):
        compute(work / STEPS)
        counter += 1
    print(f"This script has counted to {counter}.")


if __name__ == "__main__":
    if "script" in options:
        script()
    else:
        command = [sys.executable, __file__, *sys.argv[1:], "script=yes"]
        scripts = [subprocess.Popen(command) for _ in range(instances)]
        for instance in scripts:
            instance.wait()
