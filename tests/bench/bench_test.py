"""The bench measures what it says: its film, its sums, and a short run of all of it."""

import pathlib
import subprocess
import sys
import unittest

import bench
import clip

WIDTH, HEIGHT = 32, 16


def still(base):
    """A picture whose luma says where it is: base + x + 3 y; chroma is `base`."""
    width, height = clip.even(WIDTH * 1.5), clip.even(HEIGHT * 1.5)
    luma = bytes((base + x + 3 * y) % 256 for y in range(height) for x in range(width))
    return clip.Still(luma + bytes([base]) * (width * height // 2), width, height)


def luma_of(index):
    picture = b"".join(clip.frame(still(0), still(128), index, WIDTH, HEIGHT))
    assert len(picture) == WIDTH * HEIGHT * 3 // 2
    return [picture[y * WIDTH:(y + 1) * WIDTH] for y in range(HEIGHT)]


class ClipTest(unittest.TestCase):
    def test_the_camera_pans_right_by_whole_pixels(self):
        self.assertEqual(luma_of(1)[0][0] - luma_of(0)[0][0], clip.PAN)
        self.assertEqual(luma_of(2)[0][0] - luma_of(0)[0][0], 2 * clip.PAN + 3 * 2)

    def test_something_crosses_in_front(self):
        row = clip.even(HEIGHT / 3)
        left = [next(x for x, sample in enumerate(luma_of(i)[row]) if sample >= 128)
                for i in range(3)]
        self.assertEqual(left, [0, 3 * clip.PAN, 6 * clip.PAN])

    def test_places_go_to_and_fro(self):
        self.assertEqual([clip.to_and_fro(step, 10) for step in (0, 4, 10, 12, 20, 24)],
                         [0, 4, 10, 8, 0, 4])
        self.assertEqual(clip.to_and_fro(7, 0), 0)


class SumsTest(unittest.TestCase):
    def setUp(self):
        asked = bench.options(["--frames", "101", "--rounds", "3"])
        self.bench = bench.Bench(asked, "/nowhere")
        self.bench.seconds = {
            (self.bench.film, "a"): [1.0, 1.5, 1.2], (self.bench.film, "a ! b"): [2.01, 2.51, 2.41],
            (self.bench.first, "a"): [0.1, 0.1, 0.1], (self.bench.first, "a ! b"): [0.11, 0.11, 0.2],
        }

    def test_a_cost_is_the_difference_within_a_round(self):
        cost = self.bench.cost("b", "a")
        self.assertAlmostEqual(cost.median(), 1010 / 101)
        self.assertAlmostEqual(max(cost.rounds), 1210 / 101)

    def test_starting_up_is_told_apart(self):
        cost = self.bench.cost("b", "a")
        self.assertAlmostEqual(cost.start, 10)
        self.assertAlmostEqual(cost.later, 10)

    def test_names_of_elements_are_found(self):
        self.assertEqual(bench.element_names("videoconvert ! video/x-raw,format=RGB ! a b=c"),
                         ["videoconvert", "a"])
        self.assertEqual(bench.element_names(""), [])


class RunTest(unittest.TestCase):
    def test_a_short_run_has_a_row_for_each_case(self):
        script = pathlib.Path(__file__).with_name("bench.py")
        line = [sys.executable, script, "--rounds", "1", "--frames", "3", "--size", "160x88"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = done.stdout.splitlines()
        for name, elements, front in bench.CASES:
            row = next(row for row in rows if row.startswith(f"{name}  "))
            names = bench.element_names(bench.chained(front, elements))
            peers_only = not any(name.startswith("animatize") for name in names)
            if "is not installed" not in row:
                self.assertRegex(row, r"  -?\d+\.\d{3}  ")
            else:
                self.assertTrue(peers_only, row)


if __name__ == "__main__":
    unittest.main()
