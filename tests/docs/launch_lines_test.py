"""Every launch line of the docs runs: one case per line.

Lines of ```sh fences that begin with gst-launch-1.0 (or with variables in front of it) and need
nothing but test sources are run as they stand, in an empty folder. Lines that need a camera, a
screen or a film are only parsed: their elements and properties have to exist.
"""

import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GLib, Gst  # noqa: E402

ROOT = pathlib.Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
LIMIT = 60  # seconds


def launch_lines():
    """[(name of the page, line)], continued lines put together."""
    found = []
    for page in PAGES:
        for block in FENCE.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                if "gst-launch-1.0 " in line:
                    found.append((page.relative_to(ROOT), line.strip()))
    return found


def runs_anywhere(line):
    return "videotestsrc" in line and "num-buffers" in line


class LaunchLinesTest(unittest.TestCase):
    def test_there_are_lines(self):
        self.assertGreaterEqual(sum(runs_anywhere(line) for _, line in launch_lines()), 5)

    def test_lines_run_or_can_be_built(self):
        Gst.init(None)
        for page, line in launch_lines():
            with self.subTest(page=str(page), line=line):
                if "animatizeoverlay" in line and not Gst.ElementFactory.find("animatizeoverlay"):
                    self.skipTest("animatizeoverlay is built only where Pango is")
                (self.run_line if runs_anywhere(line) else self.build_line)(line)

    def run_line(self, line):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, text=True,
                                  timeout=LIMIT)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            # GST_DEBUG writes there too, levels in capitals.
            if "GST_DEBUG=" not in line:
                self.assertNotIn("WARNING", done.stderr)

    def build_line(self, line):
        words = shlex.split(line[line.index("gst-launch-1.0 "):], comments=True)[1:]
        try:
            Gst.parse_launchv([word for word in words if word not in ("-q", "-m", "-e", "-v")])
        except GLib.Error as error:
            self.fail(error.message)


if __name__ == "__main__":
    unittest.main()
