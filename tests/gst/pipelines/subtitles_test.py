"""The prompts as the subtitle track of a Matroska file, read by a player's library, FFmpeg.

What ffprobe reads has to be what the element has said: each prompt once, with its text, from its
start on, for `interval`. Needs GStreamer's plugins on GST_PLUGIN_PATH_1_0, as
tests/gst/meson.build sets it, and Debian's package ffmpeg.
"""

import html
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

INTERVAL = 1_000_000_000  # ns
WIDTH, HEIGHT, RATE = 640, 360, 25
FRAMES = 50  # of each shot
SHOTS = ["ball", "smpte75", "circular"]
LIMIT = 120  # seconds
CUE = re.compile(r"(\d+):(\d+):(\d+),(\d+) --> (\d+):(\d+):(\d+),(\d+)")


def run(*words):
    done = subprocess.run(words, check=False, capture_output=True, timeout=LIMIT)
    if done.returncode:
        raise AssertionError(f"{' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def launch_line(folder):
    """Three shots, one behind the other, into FOLDER/film.mkv and FOLDER/prompts.jsonl."""
    shots = " ".join(
        f"videotestsrc pattern={pattern} num-buffers={FRAMES} ! "
        f"video/x-raw,format=I420,width={WIDTH},height={HEIGHT},framerate={RATE}/1 ! c."
        for pattern in SHOTS)
    return (f"gst-launch-1.0 -q concat name=c ! animatizemotion ! "
            "animatizeanalyze detect-objects=false wait=true ! "
            f"animatizeprompt name=p interval={INTERVAL} wait=true base-prompt='a <b> & c' "
            f"json-location={folder}/prompts.jsonl ! jpegenc ! matroskamux name=m ! "
            f"filesink location={folder}/film.mkv {shots} p.prompt ! m.")


def expected(lines):
    """[(start, text)] of the prompts in ms: never before the one in front has ended."""
    cues, covered = [], 0
    for line in lines.splitlines():
        record = json.loads(line)
        if record["type"] != "prompt":
            continue
        start = max(record["start"], covered)
        covered = start + INTERVAL
        cues.append((start // 1_000_000, record["text"]))
    return cues


def milliseconds(parts):
    hours, minutes, seconds, rest = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def cues_of(srt):
    """[(start, end, text)] of a file in SubRip's format."""
    cues = []
    for block in re.split(r"\n\s*\n", srt.strip()):
        lines = block.splitlines()
        times = CUE.search(lines[1]).groups()
        cues.append((milliseconds(times[:4]), milliseconds(times[4:]), "\n".join(lines[2:])))
    return cues


def pictures(video, *filters):
    size = WIDTH * HEIGHT
    data = run("ffmpeg", "-v", "error", "-i", video, *filters, "-map", "0:v:0", "-f", "rawvideo",
               "-pix_fmt", "gray", "-")
    return [data[i:i + size] for i in range(0, len(data), size)]


class SubtitlesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.video = str(pathlib.Path(cls.folder.name) / "film.mkv")
        run("bash", "-c", launch_line(cls.folder.name))
        lines = (pathlib.Path(cls.folder.name) / "prompts.jsonl").read_text(encoding="utf-8")
        cls.prompts = expected(lines)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def probe(self, *words):
        return json.loads(run("ffprobe", "-v", "error", "-of", "json", *words, self.video))

    def test_there_is_a_prompt_for_each_shot_at_least(self):
        self.assertGreaterEqual(len(self.prompts), len(SHOTS))

    def test_the_track_is_a_subtitle_that_players_know(self):
        streams = self.probe("-show_streams")["streams"]
        kinds = sorted((stream["codec_type"], stream["codec_name"]) for stream in streams)
        self.assertEqual(kinds, [("subtitle", "subrip"), ("video", "mjpeg")])

    def test_packets_have_the_times_of_the_prompts(self):
        packets = self.probe("-select_streams", "s:0", "-show_packets")["packets"]
        read = [(round(float(packet["pts_time"]) * 1000), round(float(packet["duration_time"]) * 1000))
                for packet in packets]
        self.assertEqual(read, [(start, INTERVAL // 1_000_000) for start, _ in self.prompts])

    def test_cues_have_the_texts_of_the_prompts(self):
        srt = run("ffmpeg", "-v", "error", "-i", self.video, "-map", "0:s:0", "-c:s", "copy", "-f",
                  "srt", "-").decode("utf-8")
        cues = cues_of(srt)
        self.assertEqual([(start, html.unescape(text)) for start, _, text in cues], self.prompts)
        for start, end, _ in cues:
            self.assertEqual(end - start, INTERVAL // 1_000_000)

    def test_a_seek_finds_the_prompt_that_is_shown_then(self):
        middle = self.prompts[len(self.prompts) // 2][0]
        packets = self.probe("-select_streams", "s:0", "-show_packets", "-read_intervals",
                             f"{middle / 1000:.3f}%+0.5")["packets"]
        read = [round(float(packet["pts_time"]) * 1000) for packet in packets]
        self.assertIn(middle, read)

    def test_a_player_shows_them(self):
        bare = pictures(self.video)
        shown = pictures(self.video, "-vf", f"subtitles={self.video}")
        self.assertEqual(len(bare), len(SHOTS) * FRAMES)
        self.assertEqual(len(shown), len(bare))
        for i, (without, with_text) in enumerate(zip(bare, shown)):
            time = i * 1000 // RATE
            due = any(start <= time < start + INTERVAL // 1_000_000 for start, _ in self.prompts)
            self.assertEqual(without != with_text, due, f"frame {i}")


if __name__ == "__main__":
    unittest.main()
