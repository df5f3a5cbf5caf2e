import asyncio
import selectors
import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
tasks = int(options.get("tasks", 3))
own = options.get("loop", "qt") == "own"
second = int(options.get("second", 1000)) / 1000


def word(yes):
    return "yes" if yes else "no"


def print_state(when, loop):
    print(f"{when}: running {word(loop.is_running())}, closed {word(loop.is_closed())}.")


async def nothing():
    pass


async def visit(n):
    print(f"Task {n}: its first turn.")
    await nothing()  # ends without waiting, so nobody else comes in between
    print(f"Task {n}: still its first turn.")
    await asyncio.sleep(0)
    print(f"Task {n}: its second turn.")
    await asyncio.sleep(n / tasks * second)
    print(f"Task {n}: its timer is due.")


async def main():
    loop = asyncio.get_running_loop()
    print("main begins.")
    print_state("During", loop)
    visits = [visit(n) for n in range(1, tasks + 1)]
    await asyncio.sleep(0)
    print("The coroutines are made, and none has begun.")
    everything = asyncio.gather(*visits)
    print("They are scheduled, and none has begun.")
    loop.call_later(0.5 * second, print, "A callback with a timer.")
    await everything
    print("main gives its turn away, but nobody else is ready.")
    await asyncio.sleep(0)
    print("main goes on.")


if __name__ == "__main__":
    # The default selector, or another one that the same loop can wait on.
    loop = asyncio.SelectorEventLoop(selectors.PollSelector() if own else None)
    print_state("Before", loop)
    loop.call_soon(print, "A plain callback, first in the line.")
    loop.run_until_complete(main())
    print_state("After", loop)
    loop.close()
    print_state("Closed", loop)
