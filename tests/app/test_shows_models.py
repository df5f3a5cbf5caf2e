"""What the recordings of "Which model when?" must show: which jobs overlap, and what each model costs."""

import unittest

from program import ProgramTest, main
from recording import Recording, overlap

MODELS = ["one after another", "processes", "threads", "thread pool", "generators", "event loop"]
JOBS, WORKERS = 6, 3


def below(recording, lane):
    """The lane's descendants and itself."""
    return [lane] + [deeper for child in recording.children(lane) for deeper in below(recording, child)]


def most_at_once(stretches):
    edges = sorted([(begin, 1) for begin, _ in stretches] + [(end, -1) for _, end in stretches])
    depth = most = 0
    for _, step in edges:
        depth += step
        most = max(most, depth)
    return most


class Models(ProgramTest):
    def recorded(self, scenario, **values):
        recording = Recording(self.record(scenario, jobs=JOBS, workers=WORKERS, **values))
        processes = {lane.name: lane for lane in recording.of_kind("process") if lane.name in MODELS}
        return recording, {name: below(recording, lane) for name, lane in processes.items()}

    def assertOneAfterTheOther(self, models):
        processes = [models[name][0] for name in MODELS]
        self.assertEqual(len({process.pid for process in processes}), len(MODELS))
        for earlier, later in zip(processes, processes[1:]):
            self.assertLessEqual(earlier.finish_ns, later.start_ns)

    def test_waits_overlap_as_the_model_allows(self):
        recording, models = self.recorded("models.io-bound", wait=60)
        self.assertOneAfterTheOther(models)
        sleeping = {name: most_at_once([(wait["start_ns"], wait["end_ns"]) for lane in lanes
                                        for wait in lane.suspended("sleep")]) for name, lanes in models.items()}
        self.assertEqual(sleeping["one after another"], 1)
        self.assertEqual(sleeping["event loop"], JOBS)
        for name in ("processes", "threads", "thread pool"):
            self.assertEqual(sleeping[name], WORKERS, name)
        standing = [lane.suspended("yield")[0] for lane in models["generators"] if lane.kind == "generator"]
        self.assertEqual(most_at_once([(wait["start_ns"], wait["end_ns"]) for wait in standing]), JOBS)
        self.assertEqual(len([lane for lane in models["generators"] if lane.kind == "thread"]), 1)
        self.assertEqual(len([lane for lane in models["event loop"] if lane.kind == "thread"]), 1)
        self.assertEqual(len([lane for lane in models["processes"] if lane.kind == "process"]), 1 + WORKERS)
        self.assertEqual(len(recording.lines), len(MODELS))

    def test_only_processes_and_threads_compute_at_once(self):
        _, models = self.recorded("models.cpu-bound", work=30)
        self.assertOneAfterTheOther(models)
        for name, lanes in models.items():
            computing = [lane.running() for lane in lanes if lane.kind in ("thread", "task", "generator")
                         and not (lane.kind == "thread" and lane.name == "main thread" and lane.parent == lanes[0].id)]
            at_once = sum(overlap(first, second) for index, first in enumerate(computing) for second in computing[:index])
            if name in ("processes", "threads", "thread pool"):
                self.assertGreater(at_once, 0, name)
            else:
                self.assertEqual(at_once, 0, name)

    def test_each_model_stands_in_the_figure(self):
        recording, _ = self.recorded("models.io-bound", wait=1)
        plots = [event["text"] for event in recording.events if event["kind"] == "counter"
                 and event["text"].startswith("plot ")]
        self.assertEqual(plots, [f"plot {series} @ {name}" for name in MODELS for series in ("time", "CPU time")])


if __name__ == "__main__":
    main()
