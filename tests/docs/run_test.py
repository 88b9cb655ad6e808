"""./dev run: what it prints and leaves, and how it says that it can't."""

import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "run"
sys.path.insert(0, str(EXAMPLE))
import figures  # noqa: E402
import records  # noqa: E402
import sources  # noqa: E402
import timeline  # noqa: E402
import watching  # noqa: E402
from gi.repository import Gst  # noqa: E402

Gst.init(None)
HAS_OVERLAY = Gst.ElementFactory.find(watching.OVERLAY) is not None
NAME = "a ball's flight ! & more"
SIZE = {"frame-width": 160, "frame-height": 120}
CAPS = "video/x-raw,width=160,height=120,framerate=25/1"


def make_video(path, *source):
    subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", *source, "!", CAPS, "!", "jpegenc", "!",
                    "avimux", "!", "filesink", f"location={path}"], check=True)


def frames_in(path):
    """How many pictures a file has, and how large they are."""
    told = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
                           "stream=width,height,nb_read_frames", "-of", "csv=p=0", path],
                          check=True, capture_output=True, text=True).stdout
    width, height, count = (int(number) for number in told.strip().split(","))
    return count, (width, height)


def line(kind, **fields):
    return json.dumps({"schema": "animatize/1", "type": kind} | fields) + "\n"


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *arguments):
        blind = {name: value for name, value in os.environ.items() if not name.endswith("DISPLAY")}
        return subprocess.Popen([sys.executable, EXAMPLE / "run.py", *arguments], cwd=self.folder, env=blind,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run_on(self, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


class RunTest(Folder):
    def setUp(self):
        super().setUp()
        self.video = self.folder / f"{NAME}.avi"
        make_video(self.video, "num-buffers=60", "pattern=ball")

    def results(self):
        return self.folder / "out" / sources.folder_name(NAME)

    def test_leaves_records_keyframes_and_a_report_that_needs_no_network(self):
        status, out, err = self.run_on(self.video.name)
        self.assertEqual(status, 0, err)
        found = [json.loads(one) for one in (self.results() / "metadata.jsonl").read_text().splitlines()]
        frames = [one for one in found if one["type"] == "motion" and "event" not in one]
        self.assertEqual(len(frames), 60)
        times = [one["pts"] for one in found if "pts" in one]
        self.assertEqual(times, sorted(times))
        prompts = [json.loads(one) for one in (self.results() / "prompts.jsonl").read_text().splitlines()]
        self.assertEqual(prompts, [one for one in found if one["type"] == "prompt"])
        self.assertEqual(len(list(self.results().glob("keyframe-*.png"))), 8)
        if HAS_OVERLAY:
            self.assertEqual(frames_in(self.results() / "annotated.mkv"), (60, (160, 120)))
        page = (self.results() / "report.html").read_text()
        links = re.findall(r'(?:src|href)="([^"]{0,9})', page) + re.findall(r"url\(([^)]*)", page)
        self.assertEqual([link for link in links if not link.startswith(("data:", "#"))], [])
        self.assertGreaterEqual(page.count("data:image/jpeg"), 9)
        self.assertIn("fps", err)
        self.check_figures(out.splitlines())

    def check_figures(self, lines):
        """The table at the end: a row for each element, and one for all of them."""
        chain = [*sources.ELEMENTS, *([watching.OVERLAY] if HAS_OVERLAY else [])]
        table = lines[-1 - len(chain) - HAS_OVERLAY:]
        self.assertEqual(table[0].split(), "ms per frame frames skipped mean p50 p95 p99 max cache hits".split())
        rows = [row.split() for row in table[1:len(chain) + 1]]
        self.assertEqual([row[:3] for row in rows], [[name, "60", "0"] for name in chain])
        if HAS_OVERLAY:
            self.assertTrue(table[-1].startswith("all before the overlay"), table[-1])
            mean, *percentiles, longest = (float(cell) for cell in table[-1].split()[4:])
            self.assertEqual(percentiles, sorted(percentiles))
            self.assertLessEqual(mean, longest)
            parts = sum(float(row[3]) for row in rows if row[0] != watching.OVERLAY)
            self.assertAlmostEqual(mean, parts, delta=0.05 * parts + 0.03)

    def test_the_printed_line_does_the_same_work_when_pasted(self):
        _, out, _ = self.run_on(self.video.name)
        before = (self.results() / "prompts.jsonl").read_text()
        pasted = out.splitlines()[0]
        self.assertIn("gst-launch-1.0", shlex.split(pasted))
        subprocess.run(["bash", "-c", pasted], cwd=self.folder, check=True, capture_output=True)
        self.assertEqual((self.results() / "prompt.jsonl").read_text().count('"type":"prompt"'),
                         before.count('"type":"prompt"'))
        self.assertIn(before.splitlines()[0], (self.results() / "prompt.jsonl").read_text())

    def test_an_older_result_makes_way(self):
        self.results().mkdir(parents=True)
        (self.results() / "keyframe-99999.png").write_text("old")
        (self.results() / "notes.txt").write_text("mine")
        self.run_on(self.video.name)
        self.assertFalse((self.results() / "keyframe-99999.png").exists())
        self.assertTrue((self.results() / "notes.txt").exists())

    def test_interrupted_it_completes_what_it_has(self):
        long = self.folder / "long.avi"
        make_video(long, "num-buffers=20000", "pattern=ball")
        process = self.start(long.name)
        process.stdout.readline()
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, err)
        motion = (self.folder / "out/long/metadata.jsonl").read_text().count('"type":"motion"')
        self.assertGreater(motion, 0)
        self.assertLess(motion, 20000)
        self.assertTrue((self.folder / "out/long/report.html").exists())


@unittest.skipUnless(HAS_OVERLAY, "animatizeoverlay is built only where Pango is")
class WatchingTest(unittest.TestCase):
    """Where the frames go behind the chain."""

    def line(self, live, display):
        source = sources.Source("it", "it", [], live, 0 if live else 10**9)
        with unittest.mock.patch.dict(os.environ, {"DISPLAY": ":0" if display else "", "WAYLAND_DISPLAY": ""}):
            return [one if isinstance(one, str) else " ".join(one) for one in watching.elements(source, "out")]

    def test_a_display_shows_a_file_as_fast_as_it_is_worked_on(self):
        line = self.line(live=False, display=True)
        self.assertEqual(line[:2], ["animatizeoverlay", "tee name=annotated"])
        self.assertIn("filesink location=out/annotated.mkv", line)
        self.assertEqual(line[-1], "autovideosink sync=false")

    def test_without_a_display_there_is_only_the_file(self):
        self.assertEqual(self.line(live=False, display=False)[-1], "filesink location=out/annotated.mkv")

    def test_nothing_behind_the_chain_holds_up_a_camera(self):
        for display, sink in ((True, "autovideosink sync=true"), (False, "fakesink sync=true qos=true")):
            line = self.line(live=True, display=display)
            self.assertEqual(line[-1], sink)
            self.assertEqual([one for one in line if one.startswith("queue") and "leaky=downstream" not in one], [])


class FiguresTest(unittest.TestCase):
    def test_a_cache_that_nobody_asked_has_no_rate(self):
        self.assertEqual(figures.hit_rate({}), "")
        self.assertEqual(figures.hit_rate({"cache-hits": 0, "cache-misses": 0}), "")
        self.assertEqual(figures.hit_rate({"cache-hits": 3, "cache-misses": 1}), "75% of 4")
        self.assertEqual(figures.hit_rate({"cache": {"hits": 1, "misses": 3}}), "25% of 4")


class PicturesTest(Folder):
    def make(self, name, encoder, pattern, size):
        subprocess.run(["gst-launch-1.0", "-q", "videotestsrc", "num-buffers=1", f"pattern={pattern}",
                        "!", f"video/x-raw,width={size[0]},height={size[1]}", "!", *encoder, "!",
                        "filesink", f"location={self.folder / 'album' / name}"], check=True)

    def setUp(self):
        super().setUp()
        (self.folder / "album").mkdir()
        self.make("1 bars.png", ["pngenc"], "smpte", (160, 120))
        self.make("2 ball.jpg", ["jpegenc"], "ball", (160, 120))
        self.make("3 zone.png", ["pngenc"], "circular", (200, 100))
        self.make("5 again.png", ["pngenc"], "smpte", (160, 120))
        (self.folder / "album" / "4 broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
        (self.folder / "album" / "notes.txt").write_text("about the pictures")

    def test_every_picture_is_a_shot_with_one_record_and_what_cannot_be_read_is_named(self):
        status, out, err = self.run_on("album")
        self.assertEqual(status, 0, err)
        refused = [one for one in err.splitlines() if one.startswith("animatize: ")]
        self.assertEqual([one.split(":")[1].strip() for one in refused], ["4 broken.jpg", "notes.txt"])
        found = [json.loads(one) for one in
                 (self.folder / "out/album/metadata.jsonl").read_text().splitlines()]
        begun = [one["timestamp"] for one in found if one["type"] == "shot" and one["event"] == "begin"]
        self.assertEqual(begun, [at * 2 * 10**9 for at in range(4)])
        analysed = {one["analysed-pts"] for one in found if one["type"] == "scene"}
        self.assertEqual(sorted(analysed), begun)
        self.assertIn("4 shots", out)
        if HAS_OVERLAY:
            self.assertEqual(frames_in(self.folder / "out/album/annotated.mkv"), (8, (1280, 720)))


class RefusalTest(Folder):
    def refuses(self, argument, why):
        status, _, err = self.run_on(argument)
        self.assertEqual(status, 1)
        self.assertEqual(len(err.splitlines()), 1, err)
        self.assertIn(why, err)
        self.assertIn(argument, err)

    def test_a_file_that_is_not_there(self):
        self.refuses("nowhere.mp4", "no such file")

    def test_a_file_that_is_no_video(self):
        (self.folder / "notes.mp4").write_text("not a video at all\n" * 100)
        self.refuses("notes.mp4", "can't be decoded")

    def test_a_file_of_noise(self):
        (self.folder / "noise.avi").write_bytes(bytes(i * i % 251 for i in range(5000)))
        self.refuses("noise.avi", "can't be decoded")

    def test_an_empty_file(self):
        (self.folder / "empty.avi").touch()
        self.refuses("empty.avi", "can't be decoded")

    def test_a_sound(self):
        sound = self.folder / "sound.wav"
        subprocess.run(["gst-launch-1.0", "-q", "audiotestsrc", "num-buffers=10", "!", "wavenc",
                        "!", "filesink", f"location={sound}"], check=True)
        self.refuses("sound.wav", "no video")

    def test_a_folder_without_pictures(self):
        (self.folder / "films").mkdir()
        self.refuses("films", "no picture")

    def test_a_folder_in_which_nothing_can_be_read(self):
        (self.folder / "films").mkdir()
        (self.folder / "films" / "notes.txt").write_text("no picture")
        status, _, err = self.run_on("films")
        self.assertEqual(status, 1)
        self.assertEqual(err.splitlines(), ["animatize: notes.txt: this is not a picture",
                                            "animatize: films: there is no picture in this folder"])

    def test_a_server_that_is_not_there(self):
        status, _, err = self.run_on("http://127.0.0.1:9/film.mp4")
        self.assertEqual(status, 1)
        self.assertIn("http://127.0.0.1:9/film.mp4: ", err.splitlines()[-1])


class StoryTest(Folder):
    def story(self):
        (self.folder / "motion.jsonl").write_text("".join(
            line("motion", pts=at * 10, **SIZE, **{"camera-motion": label, "camera-pan": 0.1})
            for at, label in enumerate(["static", "pan-left", "pan-left", "zoom-in"])))
        (self.folder / "scene.jsonl").write_text("".join([
            line("shot", pts=0, event="begin", transition="start", **{"shot-id": 7}),
            line("shot", pts=0, event="end", transition="start", **{"shot-id": 7}),
            line("shot", pts=20, event="begin", transition="cut", **{"shot-id": 8}),
            line("summary")]))
        (self.folder / "prompt.jsonl").write_text(
            line("prompt", pts=20, confidence=0.3, **{"shot-id": 8, "prompt-id": "8-1"}) +
            line("prompt", pts=30, confidence=0.9, **{"shot-id": 8, "prompt-id": "8-2"}))
        return records.Story(records.merge(self.folder))

    def test_records_stand_in_the_order_of_time_and_summaries_last(self):
        self.story()
        types = [json.loads(one)["type"] for one in (self.folder / "metadata.jsonl").read_text().splitlines()]
        self.assertEqual(types, ["motion", "shot", "shot", "motion", "motion", "shot", "prompt",
                                 "motion", "prompt", "summary"])
        self.assertFalse((self.folder / "motion.jsonl").exists())

    def test_a_shot_lasts_until_the_next_one(self):
        shots = self.story().shots
        self.assertEqual([(shot.id, shot.start, shot.end) for shot in shots],
                         [(7, 0, 20), (8, 20, 40)])
        self.assertEqual(shots[0].camera_shares(), [("static", 0.5), ("pan-left", 0.5)])

    def test_the_prompt_of_the_keyframes_stands_for_the_shot_else_the_surest(self):
        shot = self.story().shots[1]
        self.assertEqual(shot.prompt()["prompt-id"], "8-2")
        shot.keyframes = [{"prompt-id": "8-1"}]
        self.assertEqual(shot.prompt()["prompt-id"], "8-1")

    def test_a_curve_has_a_gap_where_a_value_is_not_known(self):
        shot = self.story().shots[0]
        del shot.motion[1]["camera-pan"]
        points = timeline.columns(shot.motion, shot, "camera-pan")
        self.assertEqual([value for _, value in points], [0.1, None])
        self.assertEqual(len(list(timeline.runs(points))), 1)


class SourceTest(unittest.TestCase):
    def test_names_are_safe_as_folders(self):
        for text in ("../../etc", "..", "", "a b/c", "-rf"):
            self.assertRegex(sources.folder_name(text), r"^[A-Za-z0-9][A-Za-z0-9._-]*$")

    def test_a_password_does_not_become_a_name(self):
        source = sources.uri_source("rtsp://me:secret@camera.local/")
        self.assertEqual(source.name, "camera")
        self.assertTrue(source.live)


if __name__ == "__main__":
    os.environ.setdefault("GST_PLUGIN_PATH", str(ROOT / "build" / "gst"))
    unittest.main()
