import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
depth = int(options.get("depth", 3))


def adder():
    total = 0
    try:
        while (sent := (yield total)) is not None:
            total += sent
    except GeneratorExit:
        print(f"adder is closed at {total}")
        raise
    print(f"adder returns {total}")
    return total


def relay(level):
    try:
        if level < depth:
            returned = yield from relay(level + 1)
        else:
            returned = yield from adder()
    except GeneratorExit:
        print(f"relay {level} is closed")
        raise
    print(f"relay {level} returns {returned} + 1")
    return returned + 1


def to_its_end():
    outermost = relay(1)
    next(outermost)
    for number in 10, 20, 30:
        print(f"sent {number}, got {outermost.send(number)}")
    try:
        next(outermost)
    except StopIteration as stop:
        print(f"the caller gets {stop.value}")


def closed_on_its_way():
    outermost = relay(1)
    next(outermost)
    print(f"sent 10, got {outermost.send(10)}")
    outermost.close()


if __name__ == "__main__":
    to_its_end()
    closed_on_its_way()
