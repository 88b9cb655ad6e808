#!/usr/bin/env python3
"""The camera of real clips: what animatizemotion says, against labels made by eye, frame by frame.

Needs a folder with groundtruth.json and its clips in $ANIMATIZE_CLIPS, and the built plugin on
GST_PLUGIN_PATH; those of Debian's opencv-doc may lie where it or ./dev run puts them. Of a combined
label any part counts, push-in and pull-out are zooms; "handheld" or "shake" without a direction say
something about the steadiness only; what the labels call ambiguous, black or new is left out.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ALSO = (pathlib.Path("/usr/share/doc/opencv-doc/examples/data"), pathlib.Path(".cache/clips"))
WORDS = {
    "static": "static", "pan_left": "pan-left", "pan_right": "pan-right", "tilt_up": "tilt-up",
    "tilt_down": "tilt-down", "push_in": "zoom-in", "zoom_in": "zoom-in", "pull_out": "zoom-out",
    "zoom_out": "zoom-out", "roll_cw": "roll-clockwise", "roll_ccw": "roll-counterclockwise",
}
LEFT_OUT = ("ambiguous", "uncertain", "black frame", "occluded", "new shot")


def words(text):
    return {WORDS[word] for word in re.findall(r"[a-z]+(?:_[a-z]+)?", text) if word in WORDS}


def labels_of(clip):
    """Per frame: the set of right words, None where none is asked for; and whether by hand."""
    motion = [None] * clip["frames"]
    by_hand = [False] * clip["frames"]
    for span in clip["camera"]:
        text = span["motion"]
        if any(word in text for word in LEFT_OUT):
            continue
        main = re.sub(r"\(.*?\)", "", text)
        for frame in range(span["from"], min(span["to"] + 1, clip["frames"])):
            by_hand[frame] = "handheld" in main or "shake" in main
            motion[frame] = words(main) or None
        for note, first, last in re.findall(r"\(([^()]*?)(\d+)-(\d+)\)", text):
            for frame in range(int(first), int(last) + 1):
                motion[frame] = (motion[frame] or set()) | words(note)
    return motion, by_hand


def records_of(path):
    """The motion records of a clip, one per frame."""
    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder) / "motion.jsonl"
        subprocess.run(
            ["gst-launch-1.0", "-q", "filesrc", f"location={path}", "!", "decodebin", "!",
             "animatizemotion", "post-messages=false", f"json-location={lines}", "!", "fakesink"],
            check=True, stdout=subprocess.DEVNULL)
        records = [json.loads(line) for line in lines.read_text().splitlines()]
    return [r for r in records if r["type"] == "motion" and "event" not in r]


def find(folder, name):
    for place in (folder, *ALSO):
        if (place / name).is_file():
            return place / name
    return None


class Count:
    def __init__(self):
        self.right = self.all = self.hand_right = self.hand = 0
        self.changes = 0
        self.wrong = collections.Counter()

    def add(self, other):
        self.right += other.right
        self.all += other.all
        self.hand_right += other.hand_right
        self.hand += other.hand
        self.changes += other.changes

    def row(self, name):
        def share(part, whole):
            return f"{100 * part / whole:6.1f} %" if whole else "       -"
        often = ", ".join(f"{want} as {got} {count}"
                          for (want, got), count in self.wrong.most_common(3))
        print(f"{name:30} {self.all:6} {share(self.right, self.all)} {self.changes:7} "
              f"{self.hand:9} {share(self.hand_right, self.hand)}  {often}", flush=True)


def compare(clip, records):
    count = Count()
    motion, by_hand = labels_of(clip)
    before = None
    for want, hand, record in zip(motion, by_hand, records):
        said = record.get("camera-motion")
        count.changes += before is not None and said != before
        before = said
        if want:
            count.all += 1
            count.right += said in want
            if said not in want:
                count.wrong["/".join(sorted(want)), said or "nothing"] += 1
        if hand:
            count.hand += 1
            count.hand_right += record.get("steadiness") in ("handheld", "shaky")
    return count


def main():
    folder = os.environ.get("ANIMATIZE_CLIPS", "")
    truth = pathlib.Path(folder) / "groundtruth.json"
    if not folder or not truth.is_file():
        print("Labelled clips: left out, as $ANIMATIZE_CLIPS names no folder with groundtruth.json.")
        return
    print("\nCamera motion of real clips, share of the labelled frames with the right word\n")
    print(f"{'clip':30} {'frames':>6} {'right':>8} {'changes':>7} {'by hand':>9} {'said so':>8}"
          "  most often wrong")
    total = Count()
    for clip in json.loads(truth.read_text())["clips"]:
        if sys.argv[1:] and clip["file"] not in sys.argv[1:]:
            continue
        path = find(pathlib.Path(folder), clip["file"])
        if not path:
            print(f"{clip['file']:30} not there")
            continue
        count = compare(clip, records_of(path))
        count.row(clip["file"])
        total.add(count)
    total.row("all frames")


if __name__ == "__main__":
    main()
