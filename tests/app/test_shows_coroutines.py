"""What the scenarios of generators and awaiting must show, read from their recordings."""

from program import ProgramTest, main
from recording import Recording, overlap


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
                         {child.id for child in recording.children(caller) if child.kind == "generator"})

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

    def test_await_nests_f_in_g_and_lets_something_else_run(self):
        recording = self.recorded("async.await", second=100)
        self.assertEqual((recording.stats["processes"], recording.stats["threads"]), (1, 1))
        g, other = recording.named("g"), recording.named("something else")
        calls = recording.children(g)
        self.assertEqual([(lane.name, lane.kind) for lane in calls], [("f", "coroutine")] * 2)
        self.assert_one_at_a_time([recording.named("main"), g, *calls, other])
        waits = g.suspended("await")
        self.assertEqual(len(waits), 2)
        for wait, f in zip(waits, calls):
            self.assertEqual((wait["start_ns"], wait["end_ns"]), (f.start_ns, f.finish_ns), "control goes to f and back")
            self.assertEqual(wait["woken_by"], f.id)
            meanwhile = overlap([(wait["start_ns"], wait["end_ns"])], other.running())
            self.assertGreater(meanwhile, 0, "something else has its turns meanwhile")
            self.assertEqual(len(f.suspended("sleep")), 1)

    def test_blocking_call_holds_the_loop_and_the_others_stand_ready(self):
        tasks, blocks, second = 5, 3, 40_000_000
        recording = self.recorded("async.blocking-call", tasks=tasks, blocks=blocks, second=second // 1_000_000)
        loop, thread = recording.named("event loop"), recording.named("main thread")
        holder = recording.named(f"count {blocks}")
        (held,) = loop.suspended("held")
        (suspension,) = [event for event in loop.of_kind("suspend") if event["reason"] == "held"]
        self.assertEqual(suspension["peer"], holder.id, "the loop's lane says by whom")
        (asleep,) = thread.suspended("sleep")
        self.assertEqual((held["start_ns"], held["end_ns"]), (asleep["start_ns"], asleep["end_ns"]))
        self.assertGreaterEqual(held["end_ns"] - held["start_ns"], 3 * second)
        self.assertEqual(holder.waits, [], "it never gives its turn back")
        self.assertEqual(overlap(holder.running(), [(held["start_ns"], held["end_ns"])]),
                         held["end_ns"] - held["start_ns"])
        for number in set(range(1, tasks + 1)) - {blocks}:
            lane = recording.named(f"count {number}")
            self.assertEqual(overlap(lane.running(), holder.running()), 0)
            (ready,) = [event["time_ns"] for event in lane.of_kind("wake") if event["time_ns"] < held["end_ns"]
                        and (number > blocks or event["time_ns"] > held["start_ns"])]
            if number < blocks:  # it slept, and its time came while the loop was held
                (sleep,) = lane.suspended("sleep")
                self.assertLess(abs(ready - sleep["start_ns"] - second), second // 4)
                self.assertGreater(sleep["end_ns"], held["end_ns"], "ready, but it goes on only afterwards")
            else:
                self.assertLess(ready, held["start_ns"], "ready from the beginning")
                self.assertGreater(lane.start_ns, held["end_ns"])
        free = self.recorded("async.blocking-call", name="free.ilv", tasks=tasks, blocks=0, second=second // 1_000_000)
        self.assertEqual(free.named("event loop").suspended("held"), [])

    def test_counts_take_one_sleep_asynchronously_and_n_synchronously(self):
        number, second = 5, 60_000_000
        one = self.recorded("async.count", tasks=number, second=second // 1_000_000)
        many = self.recorded("async.count-sync", name="sync.ilv", calls=number, second=second // 1_000_000)
        tasks = [one.named(f"count {n}") for n in range(1, number + 1)]
        self.assert_one_at_a_time([one.named("main"), *tasks])
        waits = [(wait["start_ns"], wait["end_ns"]) for task in tasks for wait in task.suspended("sleep")]
        self.assertEqual(len(waits), number)
        self.assertGreater(min(end for _, end in waits), max(begin for begin, _ in waits), "all sleep at once")
        slept = many.named("main thread").suspended("sleep")
        self.assertEqual(len(slept), number)
        for before, after in zip(slept, slept[1:]):
            self.assertLessEqual(before["end_ns"], after["start_ns"], "one after the other")
        self.assertGreaterEqual(many.stats["wall_ns"], number * second)
        total = sum(end - begin for begin, end in waits)
        self.assertLess(max(end for _, end in waits) - min(begin for begin, _ in waits), total / 2)

    def test_only_gather_is_concurrent_over_the_items(self):
        items = 4
        recording = self.recorded("async.generators", items=items, second=50)
        self.assertEqual((recording.stats["processes"], recording.stats["threads"]), (1, 1))
        bars = {name: recording.named(name) for name in ("async for", "comprehension", "gather")}
        for name, bar in bars.items():
            sleeps = sorted((wait["start_ns"], wait["end_ns"]) for lane in self.below(recording, bar)
                            for wait in lane.suspended("sleep"))
            gathered = [(wait["start_ns"], wait["end_ns"]) for lane in recording.lanes if lane.name.startswith("square")
                        and lane.kind == "task" for wait in lane.suspended("sleep")]
            if name == "gather":
                self.assertEqual(sleeps, [], "its items are tasks of their own")
                self.assertEqual(len(gathered), items)
                self.assertGreater(min(end for _, end in gathered), max(begin for begin, _ in gathered))
            else:
                self.assertEqual(len(sleeps), items, name)
                for (_, end), (begin, _) in zip(sleeps, sleeps[1:]):
                    self.assertLessEqual(end, begin, f"{name}: one item after the other")
        length = {name: bar.finish_ns - bar.start_ns for name, bar in bars.items()}
        self.assertGreater(length["async for"], 2 * length["gather"])
        self.assertGreater(length["comprehension"], 2 * length["gather"])

    def below(self, recording, lane):
        return [lane] + [deeper for child in recording.children(lane) for deeper in self.below(recording, child)]


if __name__ == "__main__":
    main()
