import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
prefix = options.get("prefix", "Dear")
names = options.get("names", "James,Dear James").split(",")


def print_name(prefix):
    print(f"Searching prefix: {prefix}")
    try:
        while True:
            name = yield
            if prefix in name:
                print(name)
    except GeneratorExit:
        print("Closing coroutine!!")


if __name__ == "__main__":
    coroutine = print_name(prefix)
    next(coroutine)
    for name in names:
        coroutine.send(name)
    coroutine.close()
