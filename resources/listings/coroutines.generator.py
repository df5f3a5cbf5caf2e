import sys

options = dict(argument.split("=", 1) for argument in sys.argv[1:])
generators = int(options.get("generators", 3))
items = int(options.get("items", 4))


def all_multiples(of):
    numbers = []
    for number in range(of, of * items + 1, of):
        numbers.append(number)
    return numbers


def multiples(of):
    for number in range(of, of * items + 1, of):
        yield number


def visit(unfinished):
    left = []
    for of, generator in unfinished:
        try:
            number = next(generator)
            print(f"multiples({of}) stops with number = {number}")
            left.append((of, generator))
        except StopIteration:
            print(f"multiples({of}) has ended")
    return left


if __name__ == "__main__":
    print("The function returns", ", ".join(map(str, all_multiples(1))), "at once")
    unfinished = [(of, multiples(of)) for of in range(1, generators + 1)]
    while unfinished:
        unfinished = visit(unfinished)
