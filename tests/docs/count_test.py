"""The counter of ./dev test counts what failed, whatever way it failed in."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

COUNT = pathlib.Path(__file__).parents[1] / "support" / "count.py"
GOOD = "ok 1 - a.cpp:g:one: Passed\nok 2 - a.cpp:g:two: Passed\n1..2\n"
BAD = "ok 1 - a.cpp:g:one: Passed\nnot ok 2 - a.cpp:g:two: 1 == 2\nok, says the message\n1..2\n"
CUT_OFF = "ok 1 - a.cpp:g:one: Passed\n"


class CountTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.build = pathlib.Path(folder.name)
        (self.build / "tap").mkdir()
        (self.build / "meson-logs").mkdir()
        self.log = []

    def program(self, name, result, tap=None):
        env = {}
        if tap is not None:
            env["CK_TAP_LOG_FILE_NAME"] = str(self.build.resolve() / "tap" / f"{name}.tap")
            pathlib.Path(env["CK_TAP_LOG_FILE_NAME"]).write_text(tap)
        self.log.append(json.dumps({"name": name, "result": result, "env": env}))

    def count(self):
        if self.log:
            (self.build / "meson-logs" / "testlog.json").write_text("\n".join(self.log))
        done = subprocess.run([sys.executable, COUNT, self.build], capture_output=True, text=True)
        return done.stdout.splitlines()[-1], done.returncode

    def test_cases_of_a_program_count_one_by_one(self):
        self.program("a", "OK", GOOD)
        self.assertEqual(self.count(), ("2 passed, 0 failed", 0))

    def test_a_failing_case_is_one_failure(self):
        self.program("a", "FAIL", BAD)
        self.assertEqual(self.count(), ("1 passed, 1 failed", 1))

    def test_a_program_that_ran_out_of_time_fails(self):
        self.program("a", "TIMEOUT", CUT_OFF)
        self.assertEqual(self.count(), ("1 passed, 1 failed", 1))

    def test_a_program_that_fails_behind_good_cases_fails(self):
        self.program("a", "FAIL", GOOD)
        self.assertEqual(self.count(), ("2 passed, 1 failed", 1))

    def test_a_program_that_says_it_is_fine_but_stopped_halfway_fails(self):
        self.program("a", "OK", CUT_OFF)
        self.assertEqual(self.count(), ("1 passed, 1 failed", 1))

    def test_a_program_without_cases_is_one(self):
        self.program("script", "OK")
        self.program("other", "FAIL")
        self.program("absent", "SKIP")
        self.assertEqual(self.count(), ("1 passed, 1 failed", 1))

    def test_no_run_at_all_is_a_failure(self):
        self.assertEqual(self.count(), ("0 passed, 1 failed", 1))


if __name__ == "__main__":
    unittest.main()
