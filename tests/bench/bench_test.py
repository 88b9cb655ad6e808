"""The bench measures what it says: its film, its sums, and a short run of all of it."""

import pathlib
import subprocess
import sys
import unittest

import bench
import clip
import meter

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
        self.meter = meter.Meter(rounds=3, frames=101, folder="/nowhere")
        film = meter.Film(True, "I420", 64, 32)
        self.case = meter.Case("b", "b", "a", film)
        self.meter.seconds = {
            (film, "a", 101): [1.0, 1.5, 1.2], (film, "a ! b", 101): [2.01, 2.51, 2.41],
            (film, "a", 1): [0.1, 0.1, 0.1], (film, "a ! b", 1): [0.11, 0.11, 0.2],
        }

    def test_a_cost_is_the_difference_within_a_round(self):
        cost = self.meter.cost(self.case)
        self.assertAlmostEqual(cost.median(), 1010 / 101)
        self.assertAlmostEqual(max(cost.rounds), 1210 / 101)

    def test_starting_up_is_told_apart(self):
        cost = self.meter.cost(self.case)
        self.assertAlmostEqual(cost.start, 10)
        self.assertAlmostEqual(cost.later, 10)

    def test_films_are_as_long_as_there_is_room(self):
        self.assertEqual(self.meter.length(self.case.film), 101)
        self.assertEqual(meter.Film(True, "v210", 1920, 1080).frame_bytes(), 5120 * 1080)
        huge = meter.Film(True, "UYVY", 8192, 8192)
        self.assertEqual(self.meter.length(huge), 5)

    def test_ratios_are_of_the_same_film(self):
        other = self.case._replace(film=self.case.film._replace(pans=False))
        cost = self.meter.cost(self.case)
        rows = [(self.case, cost, ""), (other, None, "fails")]
        self.assertAlmostEqual(bench.named(rows, "b", self.case.film), 10)
        self.assertIsNone(bench.named(rows, "b", other.film))
        self.assertEqual(bench.ratio(cost, 20.0), "0.50")
        self.assertEqual(bench.ratio(cost, None), "-")

    def test_names_of_elements_are_found(self):
        self.assertEqual(meter.element_names("videoconvert ! video/x-raw,format=RGB ! a b=c"),
                         ["videoconvert", "a"])
        self.assertEqual(meter.element_names(""), [])


class RunTest(unittest.TestCase):
    def rows_of(self, table):
        script = pathlib.Path(__file__).with_name("bench.py")
        line = [sys.executable, script, table, "--rounds", "1", "--frames", "3", "--size", "160x88"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout.splitlines()

    def assert_measured(self, row, case):
        names = meter.element_names(meter.chained(case.front, case.elements))
        if "is not installed" in row:
            self.assertFalse(any(name.startswith("animatize") for name in names), row)
        else:
            self.assertRegex(row, r"  -?\d+\.\d{3}  ")

    def test_a_short_run_has_a_row_for_each_case(self):
        for table in ("chain", "analyze"):
            rows = self.rows_of(table)
            for case in bench.TABLES[table][0](160, 88):
                row = next(row for row in rows if row.startswith(f"{case.name}  "))
                self.assert_measured(row, case)

    def test_a_short_run_has_a_row_for_each_film_of_the_motion(self):
        cases = bench.motion_cases(160, 88)
        rows = [row for row in self.rows_of("motion") if " camera, " in row]
        self.assertEqual(len(rows), len(cases))
        for row, case in zip(rows, cases):
            self.assertIn(f"{case.film.format} {case.film.width}x{case.film.height}", row)
            self.assert_measured(row, case)


if __name__ == "__main__":
    unittest.main()
