#!/usr/bin/env python3
"""Runs the benchmarks and writes their rows as one table: assemble.py FOLDER [--quick] [PROGRAM...]

FOLDER is the build's folder: the programs are its tests/bench/bench_*, and bench.json is written
into it. Every row of ROWS stands in both, measured or not; a program may give more, which come
last. Of a row that two programs measure, in two ways, the worse result counts. The table is printed in the end. Ends with 1 when a row is not met or was not measured.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager

# What the design asks for, row by row: the words of its table and, where a row has several goals,
# those of each figure.
FRAMES = [f"{millions} M events, {size}: {what}" for millions in (10, 100) for size in ("1920×1080", "3840×2160")
          for what in ("bars", "whole picture")]
OPENINGS = [f"{millions} M events: {what}" for millions in (10, 100) for what in ("first correct frame", "resident")]
TABLE = {
    "record one event, one thread": ["on", "off"],
    "record one event, two threads at once": [],
    "a task switch (suspend + resume)": [],
    "into shared memory": [],
    "memory per event, index included": ["opened", "live"],
    "saved file per event, index included": [],
    "open a saved run": OPENINGS,
    "open without its index (a cut file)": [],
    "import Chrome JSON, 10 M events": ["one record a line", "other layouts", "memory"],
    "any frame, zoom 1 … 10⁶": FRAMES,
    "truth of a pixel": [],
    "live, 1 M events/s from two producers": ["lost", "frames", "event → screen p99", "share of a core"],
    "live, 5 M events/s": ["lost", "frames"],
    "live, overload": ["longest stall"],
    "job queue on Redis": [*(f"{what}, {count} worker{'s' if count > 1 else ''}" for count in (1, 2, 4)
                             for what in ("jobs", "cost of watching")), "enqueue → start"],
    "start to first window, warm": [],
    "Run pressed → first event on screen": [],
}
ROWS = [f"{row}: {figure}" if figure else row for row, figures in TABLE.items() for figure in figures or [""]]
COLUMNS = ("row", "value", "unit", "limit", "ratio", "goal", "")


@contextmanager
def display():
    """The environment with an X server of our own in it; the one at hand where there is no Xvfb."""
    if not shutil.which("Xvfb"):
        yield dict(os.environ)
        return
    reader, writer = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "3840x2160x24", "-nolisten", "tcp"],
                              pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as number:
        shown = number.readline().strip()
    try:
        yield dict(os.environ, QT_QPA_PLATFORM="xcb", DISPLAY=f":{shown}") if shown else dict(os.environ)
    finally:
        server.terminate()
        server.wait()


def run(program, rows, options, environment):
    """Lets the benchmark append its rows. Whether it ended well."""
    print(f"\n== {program.name}", flush=True)
    try:
        ended = subprocess.run([program, "--rows", rows, *options], env=environment, timeout=400).returncode
    except subprocess.TimeoutExpired:
        ended = "after 400 s by force"
    if ended != 0:
        print(f"{program.name} ended with {ended}", file=sys.stderr, flush=True)
    return ended == 0


def unmeasured(name):
    return {"row": name, "value": None, "unit": "", "limit": None, "ratio": None, "goal": None, "met": False,
            "why": "no benchmark gave it"}


def worse(one, other):
    """Of two measurements of a row, the one further from its goal, beside the limit that either has."""
    if one is None:
        return other
    chosen, left = sorted((one, other), key=lambda row: (row["met"], -(row["value"] or 0)))
    if chosen["value"] is not None and chosen["limit"] is None and left["limit"]:
        chosen = {**chosen, "limit": left["limit"], "ratio": chosen["value"] / left["limit"]}
    return chosen


def in_order(measured):
    """All rows of the design's table in its order, then what else was measured."""
    by_name = {}
    for row in measured:
        by_name[row["row"]] = worse(by_name.get(row["row"]), row)
    return [by_name.pop(name, None) or unmeasured(name) for name in ROWS] + list(by_name.values())


def cells(row):
    shown = [f"{row[key]:.4g}" if isinstance(row[key], float | int) else row[key] or "-" for key in
             ("value", "unit", "limit", "ratio", "goal")]
    verdict = "met" if row["met"] else "NOT MET" if row["value"] is not None else f"not measured: {row['why']}"
    return (row["row"], *shown, verdict)


def print_table(rows):
    lines = [COLUMNS, *map(cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS) - 1)]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)), line[-1], sep="  ")


def main(arguments):
    options = [argument for argument in arguments[1:] if argument.startswith("--")]
    folder = pathlib.Path(arguments[0]).resolve()
    wanted = set(arguments[1:]) - set(options)
    programs = [program for program in sorted((folder / "tests" / "bench").glob("bench_*"))
                if program.is_file() and os.access(program, os.X_OK) and (not wanted or program.name in wanted)]
    with tempfile.TemporaryDirectory() as temporary, display() as environment:
        rows = pathlib.Path(temporary, "rows")
        rows.touch()
        ended_well = [run(program, rows, options, environment) for program in programs]
        measured = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    table = in_order(measured)
    print_table(table)
    text = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in table)
    (folder / "bench.json").write_text(f"[{text}]\n", encoding="utf-8")
    met = sum(row["met"] for row in table)
    print(f"\n{met} of {len(table)} rows met; written to bench.json in the build folder")
    return 0 if met == len(table) and all(ended_well) and programs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
