"""explain: why a lane is in its state, what a run's length is made of, and the same as JSON; check: the share
of waits that say why they were and who ended them."""

import json
import re
import unittest

from program import ProgramTest, interleave, main, stats


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def with_checksum(text):
    """An exported run that was edited, as if it had been written so."""
    body, _, footer = text.rpartition("\n")
    return body + "\n" + re.sub(r'"crc32c":"\w+"', f'"crc32c":"{crc32c((body + chr(10)).encode()):08x}"', footer)


class Explain(ProgramTest):
    def explained(self, path, lane, at_ns):
        done = interleave("explain", path, "--lane", lane, "--at", f"{at_ns / 1e9:.9f}", "--json")
        self.assertEnds(done, 0)
        return json.loads(done.stdout)

    def test_a_run_says_why_it_took_as_long_as_it_did(self):
        path = self.record("async.count", second=200)
        done = interleave("explain", path)
        self.assertEnds(done, 0)
        self.assertRegex(done.stdout, r"^Three tasks, one thread, never more than one running: \d+ ms because the three waits "
                                      r"overlap; one after the other they would take \d+ ms\.\n")
        self.assertRegex(done.stdout, r"(?m)^share of it .* running +ready +suspended +all$")
        whole = json.loads(interleave("explain", path, "--json").stdout)
        steps = whole["critical_path"]
        self.assertEqual([step["end_ns"] for step in steps[:-1]], [step["start_ns"] for step in steps[1:]])
        shared = sum(share[key] for share in whole["shares"] for key in ("running_ns", "ready_ns", "suspended_ns"))
        self.assertEqual(shared, steps[-1]["end_ns"] - steps[0]["start_ns"])
        self.assertIn("sleep", [step["reason"] for step in steps])

    def test_every_wait_of_a_queue_is_explained_with_who_ended_it(self):
        path = self.record("async.queue", second=10, items=3)
        names = {lane["id"]: lane["name"] for lane in stats(path)["lanes"]}
        waits = [wait for wait in stats(path)["waits"]
                 if wait["reason"] == "queue empty" and wait["wake_ns"]]
        self.assertTrue(waits)
        for wait in waits[:10]:
            middle = (wait["start_ns"] + wait["wake_ns"]) // 2
            said = self.explained(path, str(wait["lane"]), middle)
            self.assertEqual(said["segment"]["reason"], "queue empty")
            self.assertEqual(said["segment"]["woken_by"], wait["woken_by"])
            self.assertTrue(said["sentences"][0].startswith(f"{names[wait['lane']]} waits because queue is empty (line "))
            self.assertRegex(said["sentences"][2], rf"^Then {re.escape(names[wait['woken_by']])} (put something in|cancelled it)\.$")

    def test_before_and_after_a_lanes_life(self):
        path = self.record("async.count", second=50)
        task = [lane for lane in stats(path)["lanes"] if lane["kind"] == "task"][-1]
        before = self.explained(path, str(task["id"]), 0)
        self.assertIsNone(before["segment"])
        self.assertIn("does not exist yet", before["sentences"][0])
        after = self.explained(path, str(task["id"]), task["finish_ns"] + 1)
        self.assertIn("is over", after["sentences"][0])

    def test_what_makes_no_sense_is_refused(self):
        path = self.record("async.count", second=10)
        for words in (("--lane", "main"), ("--at", "0"), ("--lane", "nobody", "--at", "0"), ("--lane", "main", "--at", "x")):
            self.assertOneSentence(interleave("explain", path, *words).stderr)
            self.assertEqual(interleave("explain", path, *words).returncode, 2)

    def test_check_prints_the_share_of_waits(self):
        path = self.record("threads.square-cube")
        self.assertRegex(interleave("check", path).stdout,
                         r"(?m)^\d+ waits: 100 % with their reason; \d+ ended: 100 % with who ended them\.$")

    def test_check_fails_for_a_wait_that_does_not_say_who_ended_it(self):
        path = self.record("threads.square-cube")
        whole, edited, lacking = (self.directory / name for name in ("whole.json", "edited.json", "lacking.ilv"))
        self.assertEnds(interleave("export", path, whole), 0)
        joined = next(wait for wait in stats(path)["waits"] if wait["reason"] == "join")
        text = whole.read_text(encoding="utf-8")
        nobody = re.sub(rf'(\[\d+,{joined["lane"]},"wake",0),{joined["woken_by"]},', r"\1,0,", text)
        self.assertNotEqual(nobody, text)
        edited.write_text(with_checksum(nobody), encoding="utf-8")
        self.assertEnds(interleave("export", edited, lacking), 0)
        checked = interleave("check", lacking)
        self.assertEnds(checked, 1)
        self.assertRegex(checked.stdout, r'(?m)^wait: thread "main thread" .* its join at .* does not say who ended it\.$')
        self.assertRegex(checked.stdout, r"ended: \d\d?(\.\d\d)? % with who ended them\.")


if __name__ == "__main__":
    main()
