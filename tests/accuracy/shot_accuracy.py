#!/usr/bin/python3
"""The accuracy tables of shots: animatizeanalyze beside scenechange of gst-plugins-bad and, where
ffmpeg is installed, its scdet.

    build-release/tests/accuracy/accuracy-shots [KIND...]

Films with exactly known boundaries come from shot-films beside this program; the folder of labelled clips
is ANIMATIZE_CLIPS, where it is set (clips of Debian's opencv-doc are looked for in .cache/clips, too). All
detectors see the same pictures. A cut counts at its exact frame only; a dissolve or fade counts when what
was found and what was made overlap by more than half of their union, and is of that kind.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parents[1]
os.environ["GST_PLUGIN_PATH"] = str(BUILD / "gst")

import gi  # noqa: E402

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

HARD = ("photos", "drawings", "similar", "cartoons", "clips")
GRADUAL = ("dissolves", "fades", "clip-dissolves", "clip-fades")
COUNT, SEED = 150, 1
FILM = ["fdsrc", "name=in", "!", "rawvideoparse", "format=i420", "width=320", "height=180",
        "framerate=25/1"]


class Watch:
    """Plays a source to both detectors; boundaries are frames counted at the sink."""

    def __init__(self, source, fd=None):
        folder = tempfile.TemporaryDirectory()
        records = pathlib.Path(folder.name) / "shots.jsonl"
        self.times, self.changes = [], []
        pipeline = Gst.parse_launchv([
            *source, "!", "videoconvert", "!", "video/x-raw,format=I420", "!",
            "animatizeanalyze", "detect-objects=false", f"json-location={records}", "!",
            "scenechange", "!", "fakesink", "name=out", "sync=false"])
        if fd is not None:
            pipeline.get_by_name("in").set_property("fd", fd)
        out = pipeline.get_by_name("out").get_static_pad("sink")
        out.add_probe(Gst.PadProbeType.BUFFER | Gst.PadProbeType.EVENT_DOWNSTREAM, self.look)
        pipeline.set_state(Gst.State.PLAYING)
        message = pipeline.get_bus().timed_pop_filtered(
            Gst.CLOCK_TIME_NONE, Gst.MessageType.EOS | Gst.MessageType.ERROR)
        pipeline.set_state(Gst.State.NULL)
        if message.type == Gst.MessageType.ERROR:
            raise SystemExit(f"{source}: {message.parse_error()[0].message}")
        self.read(records)
        folder.cleanup()

    def look(self, _, info):
        if info.type & Gst.PadProbeType.BUFFER:
            self.times.append(info.get_buffer().pts)
            return Gst.PadProbeReturn.OK
        structure = info.get_event().get_structure()
        if structure and structure.get_name() == "GstForceKeyUnit":
            self.changes.append(len(self.times))
        return Gst.PadProbeReturn.OK

    def read(self, records):
        index = {time: number for number, time in enumerate(self.times)}
        self.cuts, self.gradual = [], []
        for line in records.read_text().splitlines():
            one = json.loads(line)
            if one["type"] != "shot" or one["event"] != "begin":
                continue
            if one["transition"] == "cut":
                self.cuts.append(index[one["pts"]])
            elif one["transition"] in ("dissolve", "fade"):
                end = one["transition-start"] + one["transition-duration"]
                last = max(number for time, number in index.items() if time < end)
                self.gradual.append((one["transition"], index[one["transition-start"]], last))


def scdet(source, stdin=None):
    """The frames that ffmpeg's scdet takes for cuts; None where there is no ffmpeg."""
    if not shutil.which("ffmpeg"):
        return None
    line = ["ffmpeg", "-v", "error", *source, "-vf", "scdet,metadata=print:file=-", "-f", "null", "-"]
    said = subprocess.run(line, stdin=stdin, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [int(frame) for frame in re.findall(r"^frame:(\d+)(?=.*\n(?:lavfi.*\n)*lavfi\.scd\.time)",
                                               said, re.MULTILINE)]


def made_film(kind, clips, truth):
    return subprocess.Popen([HERE / "shot-films", kind, str(COUNT), str(SEED), truth, clips],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def film(kind, clips):
    with tempfile.NamedTemporaryFile("r") as truth:
        made = made_film(kind, clips, truth.name)
        watch = Watch(FILM, made.stdout.fileno())
        made.stdout.close()
        return watch, [json.loads(line) for line in truth] if made.wait() == 0 else None


def scdet_of_film(kind, clips):
    made = made_film(kind, clips, os.devnull)
    found = scdet(["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "320x180", "-r", "25", "-i", "-"],
                  made.stdout)
    made.stdout.close()
    made.wait()
    return found


def overlap(a, b):
    common = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return common / (max(a[1], b[1]) - min(a[0], b[0]) + 1)


def matched(found, truth):
    """How many of `found` are one of `truth`, each counted once."""
    left = list(truth)
    for one in found:
        hit = next((other for other in left if one[0] == other[0] and overlap(one[1:], other[1:]) > 0.5),
                   None)
        if hit:
            left.remove(hit)
    return len(truth) - len(left)


class Score:
    def __init__(self):
        self.right = self.found = self.truth = 0

    def add(self, right, found, truth):
        self.right, self.found, self.truth = self.right + right, self.found + found, self.truth + truth

    def row(self):
        precision = self.right / self.found if self.found else float(not self.truth)
        recall = self.right / self.truth if self.truth else 1.0
        both = 2 * self.right / (self.found + self.truth) if self.found + self.truth else 1.0
        return f"{self.right:5} {self.found:6} {self.truth:6} {precision:7.3f} {recall:7.3f} {both:7.3f}"


def of_cuts(found, truth):
    score = Score()
    score.add(len(set(found) & set(truth)), len(set(found)), len(truth))
    return score


HEAD = "                                 right  found  truth       P       R      F1"


def films(kinds, clips):
    """(kind, Watch, truth) of those that can be made."""
    for kind in kinds:
        watch, truth = film(kind, clips)
        if truth is not None:
            yield kind, watch, truth


def hard_table(kinds, clips):
    print(f"Hard cuts of generated joins, {COUNT} a film, tolerance 0\n\n{HEAD}")
    for kind, watch, truth in films(kinds, clips):
        cuts = [one["at"] for one in truth]
        for who, found in (("animatizeanalyze", watch.cuts), ("scenechange", watch.changes),
                           ("ffmpeg scdet", scdet_of_film(kind, clips))):
            if found is not None:
                print(f"{kind:15} {who:16} {of_cuts(found, cuts).row()}", flush=True)
    print()


def gradual_table(kinds, clips):
    print(f"Dissolves and fades of 5 to 40 frames, {COUNT} a film, overlap above one half\n\n{HEAD}")
    for kind, watch, truth in films(kinds, clips):
        spans = [(one["kind"], one["from"], one["to"]) for one in truth if one["kind"] != "cut"]
        score = Score()
        score.add(matched(watch.gradual, spans), len(watch.gradual), len(spans))
        print(f"{kind:15} {'gradual':16} {score.row()}")
        cuts = [one["at"] for one in truth if one["kind"] == "cut"]
        print(f"{'':15} {'cuts':16} {of_cuts(watch.cuts, cuts).row()}")
    print()


def traps(clips):
    watch, truth = film("traps", clips)
    if truth is None:
        return
    cuts = {one["at"] for one in truth}
    false = [one for one in watch.cuts if one not in cuts]
    print(f"{COUNT} shots of exposure, haze, titles, focus, covered lens and whip pans: "
          f"{len(false)} false cuts (scenechange {len(set(watch.changes) - cuts)}), "
          f"{len(watch.gradual)} false dissolves and fades\n")


def labelled(folder):
    """Every clip that is there, with its labels."""
    labels = json.loads((folder / "groundtruth.json").read_text())
    cache = pathlib.Path(".cache/clips")
    for clip in labels["clips"]:
        for path in (folder / clip["file"], cache / clip["file"]):
            if path.exists():
                yield path, clip
                break


def clip_table(folder):
    names = ("animatizeanalyze", "scenechange", "ffmpeg scdet")
    total = {name: Score() for name in names}
    gradual, hits = Score(), dict.fromkeys(names, 0)
    for path, clip in labelled(folder):
        watch = Watch(["filesrc", f"location={path}", "!", "decodebin"])
        spans = [(one["type"], one["from"], one["to"]) for one in clip["gradual"]]
        inside = {frame for _, first, last in spans for frame in range(first, last + 1)}
        for name, found in zip(names, (watch.cuts, watch.changes, scdet(["-i", path]) or [])):
            counted = {frame for frame in found if frame not in inside or frame in clip["cuts"]}
            total[name].add(len(counted & set(clip["cuts"])), len(counted), len(clip["cuts"]))
            hits[name] += len(counted & set(clip["not_cuts"]))
        real = [(kind.split("_")[0], first, last) for kind, first, last in spans
                if "text" not in kind and "title" not in kind]
        gradual.add(matched(watch.gradual, real), len(watch.gradual), len(real))
    print(f"Labelled clips, hard cuts at tolerance 0 (hits inside gradual parts don't count)\n\n{HEAD}")
    for name in names:
        print(f"{'all clips':15} {name:16} {total[name].row()}   {hits[name]} on listed traps")
    print(f"{'':15} {'gradual':16} {gradual.row()}\n")


def main():
    Gst.init(None)
    wanted = sys.argv[1:]
    folder = pathlib.Path(os.environ["ANIMATIZE_CLIPS"]) if "ANIMATIZE_CLIPS" in os.environ else None
    clips = str(folder or "")
    chosen = [kind for kind in HARD + GRADUAL + ("traps",) if not wanted or kind in wanted]
    if not (HERE / "shot-films").exists():
        print("accuracy-shots: no films, because OpenCV's videoio is missing")
        chosen = []
    if folder and (not wanted or "labelled" in wanted):
        clip_table(folder)
    if any(kind in HARD for kind in chosen):
        hard_table([kind for kind in chosen if kind in HARD], clips)
    if any(kind in GRADUAL for kind in chosen):
        gradual_table([kind for kind in chosen if kind in GRADUAL], clips)
    if "traps" in chosen:
        traps(clips)


if __name__ == "__main__":
    main()
