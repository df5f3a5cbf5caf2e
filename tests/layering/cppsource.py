"""C++ sources for the lint tests: which files there are, and their text without comments and strings."""

import pathlib
import re

SUFFIXES = {".cpp", ".h"}

_HIDDEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)\\?\""""
    r"""|"(?:\\.|[^"\\\n])*"|(?<![\w'])'(?:\\.|[^'\\\n])+'""",
    re.DOTALL | re.VERBOSE,
)


def sources(root, *folders):
    """Paths of all C++ files below these folders, relative to the root."""
    for folder in folders:
        for path in sorted((pathlib.Path(root) / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                yield path.relative_to(root).as_posix()


def code_only(text):
    """The text with comments blanked and strings emptied; every character keeps its place."""

    def hide(match):
        found = match.group()
        blank = re.sub(r"[^\n]", " ", found)
        return found[0] + blank[1:-1] + found[-1] if found[0] in "\"'" else blank

    return _HIDDEN.sub(hide, text)


def line_of(text, place):
    return text.count("\n", 0, place) + 1


def matching(code, place):
    """The place of the bracket that closes the one at `place`."""
    depth = 0
    for here in range(place, len(code)):
        depth += (code[here] in "([{") - (code[here] in ")]}")
        if depth == 0:
            return here
    return len(code)
