#!/usr/bin/env python3
"""What each element costs per frame, beside its peers on the same film in the same run.

Cost is the CPU time (user + system, all threads) of a whole gst-launch-1.0 process with the
element, less that of the same pipeline without it, per frame. Pipelines run one after the other,
round after round, so that whatever else the machine does meets them all; a cost is the median of
the differences within a round. Decoding costs nothing: the film is raw video in memory.

Starting up (libraries, models, the first frame) is in the cost per frame; it is also measured by
itself, on a film of one frame, and the last column is the cost of each frame after the first.
"""

import argparse
import os
import pathlib
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from typing import NamedTuple

import clip

RGB = "videoconvert ! video/x-raw,format=RGB"
RGBA = "videoconvert ! video/x-raw,format=RGBA"
MOTION = "animatizemotion"
# wait: what workers do is part of the cost, as it is when the film plays at its own speed.
ANALYZE = "animatizeanalyze wait=true"
PROMPT = "animatizeprompt wait=true"
GEN = "animatizegen wait=true"

# Name, the elements to measure, and what stands in front of them in both pipelines.
CASES = [
    ("videoconvert I420 to RGB", RGB, ""),
    ("motioncells", "motioncells display=false", RGB),
    ("motioncells with conversion", f"{RGB} ! motioncells display=false", ""),
    ("scenechange", "scenechange", ""),
    ("segmentation", "segmentation", RGBA),
    ("segmentation with conversion", f"{RGBA} ! segmentation", ""),
    ("animatizemotion", MOTION, ""),
    ("animatizeanalyze", ANALYZE, ""),
    ("animatizeanalyze behind motion", ANALYZE, MOTION),
    ("animatizeprompt behind them", PROMPT, f"{MOTION} ! {ANALYZE}"),
    ("animatizegen behind them", GEN, f"{MOTION} ! {ANALYZE} ! {PROMPT}"),
    ("the chain of all four", f"{MOTION} ! {ANALYZE} ! {PROMPT} ! {GEN}", ""),
]
REFERENCES = ["motioncells with conversion", "videoconvert I420 to RGB"]


def chained(*parts):
    return " ! ".join(part for part in parts if part)


def element_names(elements):
    words = [part.split()[0] for part in elements.split(" ! ") if part]
    return [word for word in words if "/" not in word]


class Cost(NamedTuple):
    rounds: list  # ms per frame
    start: float  # ms until the first frame is through
    later: float  # ms per frame after it

    def median(self):
        return statistics.median(self.rounds)


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.film = pathlib.Path(folder) / "film.i420"
        self.first = pathlib.Path(folder) / "first.i420"  # its first frame
        self.env = dict(os.environ, GST_REGISTRY=str(pathlib.Path(folder) / "registry.bin"))
        if options.plugin_path:
            self.env["GST_PLUGIN_PATH"] = str(pathlib.Path(options.plugin_path).resolve())
        self.seconds = {}  # (film, elements) -> seconds of each round
        self.faults = {}  # elements -> what gst-launch-1.0 said

    def make_films(self):
        width, height = self.options.size
        what = clip.make(self.film, width, height, self.options.frames)
        with open(self.film, "rb") as film:
            self.first.write_bytes(film.read(width * height * 3 // 2))
        return what

    def lacks(self, elements):
        """The first element that isn't installed, or None."""
        for name in element_names(elements):
            # Not --exists: that wants a plugin as new as GStreamer itself.
            asked = subprocess.run(["gst-inspect-1.0", name], env=self.env, check=False,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if asked.returncode != 0:
                return name
        return None

    def line(self, film, elements):
        width, height = self.options.size
        source = (f"filesrc location={film} ! rawvideoparse format=i420 "
                  f"width={width} height={height} framerate=25/1")
        return "gst-launch-1.0 -q " + chained(source, elements, "fakesink")

    def run(self, film, elements):
        """CPU seconds of one process; None when it fails."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self.line(film, elements).split(), env=self.env, check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              timeout=900)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            self.faults[elements] = (done.stderr.strip().splitlines() or ["failed"])[0]
            return None
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def run_all(self, pipelines):
        for number in range(self.options.rounds):
            for elements in pipelines:
                show(f"round {number + 1} of {self.options.rounds}: {elements or 'nothing'}")
                for film in (self.first, self.film):
                    seconds = None if elements in self.faults else self.run(film, elements)
                    if seconds is not None:
                        self.seconds.setdefault((film, elements), []).append(seconds)
        show("")

    def differences(self, film, elements, front):
        """Milliseconds that the elements cost on a film, one for each round."""
        whole, rest = self.seconds[film, chained(front, elements)], self.seconds[film, front]
        return [1000.0 * (a - b) for a, b in zip(whole, rest)]

    def cost(self, elements, front):
        whole = self.differences(self.film, elements, front)
        start = self.differences(self.first, elements, front)
        frames = self.options.frames
        later = [(a - b) / max(1, frames - 1) for a, b in zip(whole, start)]
        return Cost([a / frames for a in whole], statistics.median(start), statistics.median(later))


def show(text):
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:100]}", end="", file=sys.stderr, flush=True)


def measure(bench):
    """[(name, Cost or None, remark)] in the order of CASES."""
    missing = {name: bench.lacks(chained(front, elements)) for name, elements, front in CASES}
    pipelines = [""]
    for name, elements, front in CASES:
        if not missing[name]:
            pipelines += [front, chained(front, elements)]
    bench.run_all(list(dict.fromkeys(pipelines)))
    rows = []
    for name, elements, front in CASES:
        fault = bench.faults.get(front) or bench.faults.get(chained(front, elements))
        if missing[name]:
            rows.append((name, None, f"{missing[name]} is not installed"))
        elif fault:
            rows.append((name, None, f"fails: {fault}"))
        else:
            rows.append((name, bench.cost(elements, front), ""))
    return rows


def cells_of(name, cost, references):
    # Below a microsecond per frame it is the machine's noise that would be compared.
    ratios = [f"{cost.median() / reference:.2f}" if reference and reference > 1e-3 else "-"
              for reference in references]
    return [name, f"{cost.median():.3f}", f"{min(cost.rounds):.3f} .. {max(cost.rounds):.3f}",
            f"{cost.median() * 25 / 10:.2f} %", *ratios, f"{cost.start:.0f}", f"{cost.later:.3f}"]


def print_table(rows):
    medians = {name: cost.median() for name, cost, _ in rows if cost}
    references = [medians.get(name) for name in REFERENCES]
    table = [["", "ms/frame", "rounds", "core at 25/s", "x motioncells*", "x videoconvert",
              "start ms", "ms/frame then"]]
    table += [cells_of(name, cost, references) if cost else [name, remark]
              for name, cost, remark in rows]
    full = [row for row in table if len(row) > 2]
    widths = [max(len(row[i]) for row in full) for i in range(1, len(table[0]))]
    first = max(len(row[0]) for row in table)
    for row in table:
        cells = row[1:] if len(row) == 2 else [c.rjust(w) for c, w in zip(row[1:], widths)]
        print("  ".join([row[0].ljust(first), *cells]).rstrip())
    print("* with the conversion to RGB that it needs")


def size(text):
    width, height = (int(number) for number in text.split("x"))
    if width < 16 or height < 16 or width % 4 or height % 4:
        raise ValueError
    return width, height


def at_least_one(text):
    if int(text) < 1:
        raise ValueError
    return int(text)


def options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--plugin-path", metavar="DIR", help="where the plugin is; else GST_PLUGIN_PATH")
    add("--rounds", type=at_least_one, default=5, help="how often everything runs (5)")
    add("--frames", type=at_least_one, default=250, help="length of the film (250)")
    add("--size", type=size, default=(1920, 1080), help="WxH, multiples of 4 (1920x1080)")
    return parser.parse_args(arguments)


def room_for(size_in_bytes):
    """A folder in memory if the film fits there twice, else wherever temporary files go."""
    shm = pathlib.Path("/dev/shm")
    if shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 2 * size_in_bytes:
        return str(shm)
    return None


def main():
    asked = options()
    # Being ended is an exit like any other: the film doesn't stay behind in memory.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    width, height = asked.size
    room = room_for(asked.frames * width * height * 3 // 2)
    with tempfile.TemporaryDirectory(prefix="animatize-bench-", dir=room) as folder:
        bench = Bench(asked, folder)
        what = bench.make_films()
        print(f"{asked.frames} frames of {width}x{height} I420 at 25/s: {what}")
        print(f"CPU time of the whole process, medians of {asked.rounds} rounds\n")
        rows = measure(bench)
    print_table(rows)
    sys.exit(1 if any(remark.startswith("fails") for _, _, remark in rows) else 0)


if __name__ == "__main__":
    main()
