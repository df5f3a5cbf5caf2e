#!/usr/bin/env python3
"""The rules of the house that the linker cannot enforce: which folder includes what, where Qt, widgets,
charts and colours may be, and what no file may contain. Usage: test_layers.py REPOSITORY"""

import pathlib
import re
import sys

from cppsource import code_only, line_of, matching, sources

# Folder of core: the folders of core that it may include besides itself.
CORE = {
    "base": set(),
    "trace": {"base"},
    "analysis": {"trace", "base"},
    "io": {"trace", "base"},
    "kernel": {"trace", "base"},
    "redis": {"base"},
    "executors": {"redis", "kernel", "trace", "base"},
    "scenarios": {"executors", "kernel", "trace", "base"},
    "server": {"base"},
    "session": {"redis", "server", "scenarios", "executors", "kernel", "io", "trace", "base"},
}
TOP = {"core": {"core"}, "ui": {"ui", "core"}, "app": {"app", "ui", "core"}}
WITHOUT_LIBRARIES = ("core/base/", "core/trace/", "core/analysis/", "core/kernel/")

LIBRARY = re.compile(r"^(Q[A-Z]\w*|Qt\w*/.*|qcoro.*|QCoro.*|fmt/.*|nlohmann/.*|zlib\.h|hiredis/.*)$")
CHARTS = re.compile(r"^(QtCharts\b.*|Q\w*Chart\w*|Q\w+Series|Q\w+Axis|QBarSet|QPieSlice|QBoxSet|QLegend\w*)$")
WIDGETS = re.compile(
    r"^(QtWidgets\b.*|Q\w*Widget\w*|QApplication|QMainWindow|Q\w*Dialog|Q\w*MessageBox|Q\w*Button|Q\w*ComboBox"
    r"|QAbstractScrollArea|QScrollArea|QScrollBar|Q\w*Slider|Q\w*SpinBox|QLabel|Q\w*LineEdit|Q\w*TextEdit|QTextBrowser"
    r"|QTreeView|QTableView|QListView|QAbstractItemView|QHeaderView|Q\w*Layout\w*|QMenu|QMenuBar|QToolBar|QStatusBar"
    r"|QSplitter|QSplashScreen|QProgressBar|Q\w*Style|QStyleOption\w*|QStylePainter|QStyleFactory|QToolTip|QWhatsThis"
    r"|QGraphics\w+|QRubberBand|QFrame|QGroupBox|QTabBar|Q\w*ItemDelegate|QShortcutWidget|QCompleter|QSystemTrayIcon)$"
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
NUMBERS = re.compile(r"\b(strto(?:d|f|ld)|atof|sto(?:d|f|ld))\s*\(")
PRINTF = re.compile(r"\b\w*printf\s*\(")
FLOATING = re.compile(r"%[-+ #0-9.*]*[lL]?[aefgAEFG]")
COLOUR = re.compile(r'"#[0-9a-fA-F]{3,8}"|\b(?:QColor|QRgb|qRgb\w*)\b[^;\n]*\b0[xX][0-9a-fA-F]{6,8}\b')
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def folder_problem(path, target):
    """Why `path` must not include the repository's file `target`, if so."""
    here, there = path.split("/"), target.split("/")
    if here[0] not in TOP or there[0] not in {"core", "ui", "app", "tests"}:
        return None
    if there[0] not in TOP[here[0]]:
        return f"{here[0]} must not include {there[0]}"
    if here[0] == there[0] == "core" and here[1] != there[1] and there[1] not in CORE.get(here[1], set()):
        return f"core/{here[1]} must not include core/{there[1]}"
    if path.startswith("ui/models/") and there[0] == "ui" and there[1] not in {"models", "theme"}:
        return f"ui/models must not include ui/{there[1]}"
    return None


def library_problem(path, target):
    """Why `path` must not include the foreign header `target`, if so."""
    if target == "coroutine":
        return "include <qcoro/coroutine.h>, never <coroutine>"
    if path.startswith(WITHOUT_LIBRARIES) and LIBRARY.match(target):
        return "only the standard library belongs here"
    if CHARTS.match(target) and path.startswith(("app/", "core/", "ui/")) and not path.startswith("ui/charts/"):
        return "Qt Charts belong in ui/charts"
    if WIDGETS.match(target):
        if path.startswith(("core/", "ui/models/")):
            return "widgets belong in ui, and not in ui/models"
        if path.startswith("app/") and target != "QApplication":
            return "widgets belong in ui"
    return None


def content_problems(path, text):
    """Pairs of place and reason for what no file, or not this one, may contain."""
    code = code_only(text)
    for match in UNFINISHED.finditer(text):
        yield match.start(), f"{match.group()}: do it or leave it out"
    for match in NUMBERS.finditer(code):
        yield match.start(), f"{match.group(1)} obeys the user's locale: use std::from_chars or QString"
    for match in PRINTF.finditer(code):
        formats = FLOATING.finditer(text, match.end(), matching(code, match.end() - 1))
        if any(code[found.start()] == " " for found in formats): # within a string
            yield match.start(), "printf of a floating number obeys the user's locale"
    if not path.startswith(("ui/theme/", "tests/")):
        for match in COLOUR.finditer(text):
            if not code[match.start()].isspace():
                yield match.start(), "colours belong in ui/theme"
    awaits = re.search(r"\bco_await\b", code)
    if awaits and re.search(r"\bQThread\b", code) and not path.startswith(("core/executors/", "tests/")):
        yield awaits.start(), "co_await and QThread meet only in core/executors"


def findings(path, text):
    found = list(content_problems(path, text))
    for match in INCLUDE.finditer(text):
        problem = (folder_problem if match.group(1) == '"' else library_problem)(path, match.group(2))
        if problem:
            found.append((match.start(2), f"includes {match.group(2)}: {problem}"))
    return [f"{path}:{line_of(text, place)}: {reason}" for place, reason in sorted(found)]


WRONG = [
    ("core/trace/a.cpp", '#include "ui/models/zoomstate.h"'),
    ("core/trace/a.cpp", '#include "core/analysis/states.h"'),
    ("core/io/a.cpp", '#include "core/session/session.h"'),
    ("core/executors/a.cpp", '#include "core/scenarios/scenario.h"'),
    ("ui/shell/a.cpp", '#include "app/commandline.h"'),
    ("ui/models/a.h", '#include "ui/timeline/picture.h"'),
    ("core/base/a.h", "#include <QString>"),
    ("core/trace/a.h", "#include <QtCore/QString>"),
    ("core/kernel/a.h", "#  include <fmt/core.h>"),
    ("core/session/a.h", "#include <QWidget>"),
    ("ui/models/a.h", "#include <QTreeView>"),
    ("app/a.cpp", "#include <QMainWindow>"),
    ("ui/panels/a.h", "#include <QChartView>"),
    ("ui/panels/a.h", "#include <QtCharts/QBarSet>"),
    ("core/executors/a.h", "#include <coroutine>"),
    ("core/session/a.cpp", "QThread t; f = co_await g();"),
    ("ui/panels/a.cpp", 'QColor c(QStringLiteral("#ff0000"));'),
    ("ui/panels/a.cpp", "const QColor c(0xff0000);"),
    ("ui/panels/a.cpp", "constexpr QRgb c = 0xffaa0000;"),
    ("core/io/a.cpp", "double x = std::stod(text);"),
    ("core/io/a.cpp", "double x = strtod (text, nullptr);"),
    ("tests/core/a.cpp", 'std::printf("%5.2f", x);'),
    ("core/io/a.cpp", 'snprintf(buffer, size,\n "%lg", x);'),
    ("core/io/a.cpp", "// TO" + "DO: later"),
]
RIGHT = [
    ("core/trace/a.cpp", '#include "core/base/ids.h"\n#include <vector>'),
    ("core/session/a.cpp", '#include "core/io/tracefile.h"\n#include <QObject>'),
    ("ui/shell/a.cpp", '#include "core/session/session.h"\n#include <QMainWindow>'),
    ("app/main.cpp", "#include <QApplication>"),
    ("ui/charts/a.h", "#include <QChartView>"),
    ("core/executors/a.cpp", "#include <qcoro/coroutine.h>\nQThread t; co_await g();"),
    ("ui/theme/a.cpp", 'QColor c(QStringLiteral("#ff0000"));'),
    ("core/io/a.cpp", '// std::stod(text) would obey the locale\nf("strtod(");'),
    ("core/io/a.cpp", 'std::printf("%d of %s", 1, text); // not %f'),
    ("core/io/a.cpp", 'std::printf("%d", (a % f), g);'),
    ("core/io/a.cpp", "// co_await on a QThread\nconst auto mask = 0xffffff;"),
]


def self_test():
    for path, text in WRONG:
        assert findings(path, text), f"the lint lets pass in {path}: {text}"
    for path, text in RIGHT:
        assert not findings(path, text), f"the lint blames: {findings(path, text)}"


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    paths = list(sources(root, "app", "core", "ui", "tests"))
    found = [line for path in paths for line in findings(path, (root / path).read_text(encoding="utf-8"))]
    print("\n".join(found + [f"{len(paths)} files, {len(found)} findings"]))
    return 1 if found or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
