"""What the scenarios of generators and awaiting must show, read from their recordings."""

from program import ProgramTest, main
from recording import Recording


class Shows(ProgramTest):
    def recorded(self, scenario, **values):
        return Recording(self.record(scenario, **values))

    def assert_one_at_a_time(self, lanes):
        stretches = sorted((begin, end, lane.name) for lane in lanes for begin, end in lane.running())
        for (_, end, name), (begin, _, other) in zip(stretches, stretches[1:]):
            self.assertLessEqual(end, begin, f"{other} runs while {name} does")

    def assert_handed_over(self, recording, caller, generator):
        """Each of the generator's stretches lies in a wait of the caller's for it, and fills it."""
        waits = [(wait["start_ns"], wait["end_ns"]) for wait in caller.suspended("generator")]
        for stretch in generator.running():
            self.assertIn(stretch, waits)
        for wait in generator.suspended("yield"):
            self.assertEqual(wait["woken_by"], caller.id, f"{generator.name} is visited by its caller alone")
        self.assertEqual({wait["woken_by"] for wait in caller.suspended("generator")},
                         {child.id for child in recording.children(caller)})

    def test_print_name_hands_control_over_at_every_send(self):
        recording = self.recorded("coroutines.print-name", names="James,Dear James,Dear Jane")
        thread, coroutine = recording.named("main thread"), recording.named("print_name")
        self.assertEqual((recording.stats["processes"], recording.stats["threads"]), (1, 1))
        self.assert_one_at_a_time([thread, coroutine])
        self.assert_handed_over(recording, thread, coroutine)
        self.assertEqual(len(coroutine.running()), 5, "next, three times send, close")
        self.assertEqual([event["text"] for event in coroutine.of_kind("output")],
                         ["Searching prefix: Dear", "Dear James", "Dear Jane", "Closing coroutine!!"])

    def test_generators_run_one_at_a_time_and_keep_their_variable(self):
        generators, items = 5, 6
        recording = self.recorded("coroutines.generator", generators=generators, items=items)
        thread = recording.named("main thread")
        lanes = [recording.named(f"multiples({of})") for of in range(1, generators + 1)]
        self.assertEqual(recording.of_kind("generator"), lanes)
        self.assert_one_at_a_time([thread, *lanes])
        for of, lane in enumerate(lanes, start=1):
            self.assertEqual(lane.parent, thread.id)
            self.assertEqual([int(event["value"]) for event in lane.of_kind("counter")],
                             [of * item for item in range(1, items + 1)], "its own number at each stop")
            waits = {(wait["start_ns"], wait["end_ns"]) for wait in thread.suspended("generator")
                     if wait["woken_by"] == lane.id}
            self.assertEqual(set(lane.running()), waits, "it runs exactly while the caller waits for it")
        order = [number for _, number in sorted((begin, lane.id) for lane in lanes for begin, _ in lane.running())]
        self.assertEqual(order, [lane.id for lane in lanes] * (items + 1), "round after round in the caller's order")

    def test_delegation_nests_lanes_and_a_visit_walks_down_and_up(self):
        depth = 4
        recording = self.recorded("coroutines.delegation", depth=depth)
        chain = [recording.named("main thread"), recording.named("relay 1")]
        while below := recording.children(chain[-1]):
            chain += below
        self.assertEqual([lane.name for lane in chain[1:]], [f"relay {n}" for n in range(1, depth + 1)] + ["adder"])
        self.assert_one_at_a_time(chain)
        adder = chain[-1]
        self.assertEqual([int(event["value"]) for event in adder.of_kind("counter")], [10, 30, 60])
        for begin, end in adder.running()[:-1]:  # the last visit ends it, and the relays end on their way up
            entered = [max(b for b, _ in lane.running() if b <= begin) for lane in chain[1:]]
            left = [min(e for _, e in lane.running() if e >= end) for lane in chain[1:]]
            self.assertEqual(entered, sorted(entered), "going down")
            self.assertEqual(left, sorted(left, reverse=True), "coming up")
            last = [event["kind"] for event in adder.events if event["time_ns"] == end][0]
            self.assertEqual(last, "suspend")
        ends = [lane.finish_ns for lane in chain[1:]]
        self.assertEqual(ends, sorted(ends, reverse=True), "the innermost returns first")
        again = recording.named("relay 1 again")
        while below := recording.children(again):
            self.assertEqual(again.outcome, "closed")
            again = below[0]


if __name__ == "__main__":
    main()
