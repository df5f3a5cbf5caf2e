"""An independent reader of recordings: lanes from `stats --json`, events from the exported CSV."""

import csv
import json

from program import interleave


class Lane:
    def __init__(self, entry, events, waits):
        self.__dict__.update(entry)  # id parent kind name pid tid start_ns finish_ns running_ns … outcome
        self.events = events  # rows of the CSV, in order: time_ns lane kind reason peer value text line
        self.waits = waits    # reason start_ns end_ns woken_by wake_ns

    def of_kind(self, kind):
        return [event for event in self.events if event["kind"] == kind]

    def running(self):
        """(begin, end) of each stretch in which it ran, in ns."""
        stretches, begin = [], None
        for event in self.events:
            if event["kind"] in ("start", "resume"):
                begin = event["time_ns"]
            elif event["kind"] in ("suspend", "finish") and begin is not None:
                stretches.append((begin, event["time_ns"]))
                begin = None
        return stretches

    def suspended(self, reason):
        return [wait for wait in self.waits if wait["reason"] == reason]


class Recording:
    def __init__(self, path):
        self.stats = json.loads(self._done("stats", path, "--json"))
        table = path.with_suffix(".csv")
        self._done("export", path, table)
        with table.open(encoding="utf-8", newline="") as file:
            self.events = [self._event(row) for row in csv.DictReader(file)]
        self.lanes = [self._lane(entry) for entry in self.stats["lanes"]]
        self.by_id = {lane.id: lane for lane in self.lanes}
        self.lines = self.stats["output"].splitlines()

    @staticmethod
    def _done(*words):
        done = interleave(*words)
        if done.returncode != 0:
            raise AssertionError(f"{words} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    @staticmethod
    def _event(row):
        row["time_ns"] = int(row["time_ns"])
        row["lane"] = int(row["lane"])
        row["peer"] = int(row["peer"]) if row["peer"] else None
        return row

    def _lane(self, entry):
        return Lane(entry, [event for event in self.events if event["lane"] == entry["id"]],
                    [wait for wait in self.stats["waits"] if wait["lane"] == entry["id"]])

    def named(self, name):
        """The one lane of that name."""
        found = [lane for lane in self.lanes if lane.name == name]
        assert len(found) == 1, f"{len(found)} lanes are named {name}: {[lane.name for lane in self.lanes]}"
        return found[0]

    def of_kind(self, kind):
        return [lane for lane in self.lanes if lane.kind == kind]

    def children(self, lane):
        return [child for child in self.lanes if child.parent == lane.id]


def overlap(first, second):
    """How many ns two lists of (begin, end) have in common."""
    return sum(max(0, min(a_end, b_end) - max(a_begin, b_begin))
               for a_begin, a_end in first for b_begin, b_end in second)
