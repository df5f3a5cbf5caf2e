#!/usr/bin/env python3
"""What GCC 12 compiles wrongly, without a warning, around co_await and co_yield. Usage:
test_coroutines.py REPOSITORY

Temporaries made from braces and lambdas that capture are destroyed twice, or too early, when they stand in
one full-expression with a co_await or co_yield. So: name it first, then await. This looks at text, not at
types, and so blames some harmless ones too (braces that call a constructor); naming those costs nothing.
A coroutine that is a lambda with captures is blamed as well: they die with the lambda, not with the
coroutine. Not seen: references among a coroutine's parameters."""

import pathlib
import re
import sys

from cppsource import code_only, line_of, matching, sources

KEYWORD = re.compile(r"\bco_(?:await|yield)\b")
ANY_KEYWORD = re.compile(r"\bco_(?:await|yield|return)\b")
CONTROL = re.compile(r"\b(?:if|while|for|switch|catch|constexpr)\s*$")
OPEN, CLOSE = "([{", ")]}"

LAMBDA = re.compile(r"(?<![\w)\]\[])\s*\[(?!\[)([^\[\]]*)\]\s*(?=[({<]|mutable\b|->)")
FAULTS = [
    (re.compile(r"\bco_yield\s*\{|[(,]\s*\{"), "an argument in braces"),
    (re.compile(r"[\w>]\s*\{"), "a temporary made with braces"),
]


def opener_before(code, place):
    """The unmatched opening bracket before `place`, or the end of the statement before it."""
    depth = 0
    for here in range(place - 1, -1, -1):
        letter = code[here]
        if letter in CLOSE:
            if letter == "}" and depth == 0 and is_block(code, here):
                return here
            depth += 1
        elif letter in OPEN:
            if depth == 0:
                return here
            depth -= 1
        elif letter == ";" and depth == 0:
            return here
    return -1


def is_block(code, close):
    """Whether the braces that end here hold statements; then a statement ends with them."""
    depth = 0
    for here in range(close, -1, -1):
        if code[here] in CLOSE:
            depth += 1
        elif code[here] in OPEN:
            depth -= 1
            if depth == 0:
                return holds_statements(code, here, close)
        elif code[here] == ";" and depth == 1:
            return True
    return True


def holds_statements(code, place, close):
    before = code[:place].rstrip()
    if not before or before[-1] in ");{}" or re.search(r"\b(?:else|do|try|const|noexcept|mutable)$", before):
        return True
    depth = 0
    for letter in code[place + 1 : close]:
        depth += (letter in OPEN) - (letter in CLOSE)
        if letter == ";" and depth == 0:
            return True
    return close == place + 1 and before[-1] == ">"


def end_after(code, place):
    """Where the expression around `place` ends: an unmatched closing bracket or a semicolon."""
    here = place
    while here < len(code):
        if code[here] in OPEN:
            here = matching(code, here)
        elif code[here] in CLOSE or code[here] == ";":
            return here
        here += 1
    return here


def full_expression(code, place):
    """The range of the full-expression that contains the keyword at `place`."""
    begin, end = opener_before(code, place), end_after(code, place)
    while begin >= 0 and code[begin] in OPEN:
        if code[begin] == "{" and holds_statements(code, begin, matching(code, begin)):
            break
        if code[begin] == "(" and CONTROL.search(code[:begin]):
            break
        begin, end = opener_before(code, begin), end_after(code, matching(code, begin) + 1)
    return begin + 1, end


def without_bodies(text):
    """The expression without the statements of the lambdas in it: those are expressions of their own."""
    here = text.find("{")
    while here >= 0:
        close = matching(text, here)
        if holds_statements(text, here, close):
            text = text[:here] + ";" + " " * (close - here) + text[close + 1 :]
        here = text.find("{", here + 1)
    return text


def expression_faults(code):
    for match in KEYWORD.finditer(code):
        begin, end = full_expression(code, match.start())
        expression = without_bodies(code[begin:end])
        if any(found.group(1).strip() for found in LAMBDA.finditer(code[begin:end])):
            yield match.start(), "a lambda with captures"
            continue
        reason = next((reason for pattern, reason in FAULTS if pattern.search(expression)), None)
        if reason:
            yield match.start(), reason


def lambda_faults(code):
    """Lambdas with captures whose own body is a coroutine."""
    for match in LAMBDA.finditer(code):
        body = code.find("{", match.end())
        if not match.group(1).strip() or body < 0 or ";" in code[match.end() : body]:
            continue
        if ANY_KEYWORD.search(without_bodies(code[body + 1 : matching(code, body)])):
            yield match.start(1), None


def findings(path, text):
    code = code_only(text)
    found = [(place, f"{reason} beside co_await or co_yield: GCC 12 destroys it wrongly; name it first")
             for place, reason in expression_faults(code)]
    found += [(place, "a coroutine must not be a lambda with captures: hand them over as parameters")
              for place, _ in lambda_faults(code)]
    return [f"{path}:{line_of(text, place)}: {reason}" for place, reason in sorted(found)]


WRONG = [
    'co_await f({"a", "b"});',
    'co_await qCoro(process).start("x", {"argument"});',
    'co_await f(Agg{"x", object});',
    "co_await f({.name = name});",
    "auto r = co_await g(1, std::vector<int>{1, 2});",
    "co_await [s]() -> Task<> { co_await g(s); }();",
    "co_await call([s] { return s; });",
    "co_await f(std::function<void()>([s] { print(s); }));",
    "co_await AggregateAwaiter{object};",
    "co_yield Agg{1, text};",
    "co_yield {1, text};",
    "auto r = co_await QtConcurrent::run([text] { return text.size(); });",
    # ahead of the keyword, around it, and behind its brackets
    "use(Agg{text}, co_await f());",
    "auto a = Agg{co_await f(), text};",
    "use(co_await f()).with(Agg{text});",
    "if (co_await f(Agg{text})) { g(); }",
    "for (int i = 0; i < n; ++i) { use(co_await f(),\n    [=] { return i; }); }",
    "return co_await f(Agg{});",
    # a coroutine with captures, wherever it stands
    "auto job = [text]() -> Task<> { g(text); co_return; };",
]
RIGHT = [
    "auto future = QtConcurrent::run([text] { return text.size(); });\nauto r = co_await future;",
    "Agg agg{text};\nco_await f(std::move(agg));",
    "Task<> f(Program &p) { co_await p.sleep(1s); }\nTask<> g(Program &p) { co_await p.gather(f(p), f(p)); }",
    "if (ready) { use(Agg{text}); }\nco_await f();",
    "while (co_await next()) { list = {1, 2}; use(Agg{text}); }",
    "for (auto x : co_await f()) { use(Agg{x}); }",
    "co_await f(values[index], table[0](1));",
    "co_await call([] { return Agg{1}; });",
    "co_return Agg{text};",
    "auto [a, b] = co_await f();",
    'co_await f("{", \'{\'); // {"a"}',
    "auto job = []() -> Task<> { co_await f(); };",
    "auto call = [text] { return text; };\nco_await f();",
    "struct Message { Message(int); int a; };\nTask<> f() { co_yield Message(1); }",
    "try { co_await f(); } catch (const Error &) { failed = true; }",
]


def self_test():
    for text in WRONG:
        inside = f"Task<> coroutine() {{\n{text}\n}}\n"
        assert findings("a.cpp", inside), f"the lint lets pass: {text}"
    for text in RIGHT:
        inside = f"Task<> coroutine() {{\n{text}\n}}\n"
        assert not findings("a.cpp", inside), f"the lint blames {findings('a.cpp', inside)} in: {text}"


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    paths = list(sources(root, "app", "core", "ui", "tests"))
    found = [line for path in paths for line in findings(path, (root / path).read_text(encoding="utf-8"))]
    print("\n".join(found + [f"{len(paths)} files, {len(found)} findings"]))
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
