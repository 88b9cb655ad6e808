"""once_more.sh runs a program again when LeakSanitizer itself crashed, and only then."""

import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[1] / "support" / "once_more.sh"
CRASH = "LeakSanitizer has encountered a fatal error"


class OnceMoreTest(unittest.TestCase):
    def run_program(self, first, status):
        """A program that says `first` and ends with `status`, and is good from then on."""
        with tempfile.TemporaryDirectory() as folder:
            runs = pathlib.Path(folder) / "runs"
            program = (f'echo x >>"{runs}"; [ "$(wc -l <"{runs}")" = 1 ] || exit 0; '
                       f'echo "{first}"; exit {status}')
            done = subprocess.run([SCRIPT, "bash", "-c", program], capture_output=True, text=True,
                                  check=False)
            self.assertIn(first, done.stdout)
            return done.returncode, len(runs.read_text().splitlines())

    def test_a_good_program_runs_once(self):
        self.assertEqual(self.run_program("fine", 0), (0, 1))

    def test_a_failing_program_runs_once(self):
        self.assertEqual(self.run_program("1 == 2 failed", 3), (3, 1))

    def test_a_crash_of_the_sanitizer_is_no_verdict(self):
        self.assertEqual(self.run_program(CRASH, 1), (0, 2))

    def test_what_was_found_before_the_crash_counts(self):
        found = f"SUMMARY: AddressSanitizer: heap-use-after-free\n{CRASH}"
        self.assertEqual(self.run_program(found, 1), (1, 1))


if __name__ == "__main__":
    unittest.main()
