"""Measures what elements cost per frame of a film: the CPU time (user + system, all threads) of a
whole gst-launch-1.0 process with them, less that of the same pipeline without.

Pipelines run one after the other, round after round, so that whatever else the machine does meets
them all; a cost is the median of the differences within a round. Decoding costs nothing: films are
raw video. Starting up (libraries, models, the first frame) is measured on a film of one frame.
"""

import os
import pathlib
import resource
import statistics
import subprocess
import sys
from typing import NamedTuple

import clip

MOST_BYTES = 800_000_000  # of one film


class Film(NamedTuple):
    pans: bool
    format: str
    width: int
    height: int

    def frame_bytes(self):
        share = {"I420": 3 / 2, "NV12": 3 / 2, "UYVY": 2}
        if self.format == "v210":
            return (self.width + 47) // 48 * 128 * self.height
        return int(self.width * self.height * share[self.format])


class Case(NamedTuple):
    name: str
    elements: str  # to measure
    front: str  # what stands in front of them in both pipelines
    film: Film


class Cost(NamedTuple):
    rounds: list  # ms per frame, starting up included
    start: float  # ms until the first frame is through
    later: float  # ms per frame after it

    def median(self):
        return statistics.median(self.rounds)


def chained(*parts):
    return " ! ".join(part for part in parts if part)


def element_names(elements):
    words = [part.split()[0] for part in elements.split(" ! ") if part]
    return [word for word in words if "/" not in word]


def show(text):
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text[:100]}", end="", file=sys.stderr, flush=True)


class Meter:
    def __init__(self, rounds, frames, folder, plugin_path=None):
        self.rounds, self.frames = rounds, frames
        self.folder = pathlib.Path(folder)
        self.env = dict(os.environ, GST_REGISTRY=str(self.folder / "registry.bin"))
        if plugin_path:
            self.env["GST_PLUGIN_PATH"] = str(pathlib.Path(plugin_path).resolve())
        self.seconds = {}  # (film, elements, frames) -> seconds of each round
        self.faults = {}  # (film, elements) -> what gst-launch-1.0 said
        self.content = ""

    def length(self, film):
        return max(2, min(self.frames, MOST_BYTES // film.frame_bytes()))

    def path(self, film, frames):
        what = "pan" if film.pans else "still"
        name = f"{what}-{film.format}-{film.width}x{film.height}-{frames}.raw"
        return self.folder / name

    def make(self, film):
        whole, first = self.path(film, self.length(film)), self.path(film, 1)
        if whole.exists():
            return
        self.content = clip.make(whole, film, self.length(film))
        with open(whole, "rb") as source:
            first.write_bytes(source.read(film.frame_bytes()))

    def lacks(self, elements):
        """The first element that isn't installed, or None."""
        for name in element_names(elements):
            # Not --exists: that wants a plugin as new as GStreamer itself.
            asked = subprocess.run(["gst-inspect-1.0", name], env=self.env, check=False,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if asked.returncode != 0:
                return name
        return None

    def line(self, film, elements, frames):
        source = (f"filesrc location={self.path(film, frames)} ! rawvideoparse "
                  f"format={film.format.lower()} width={film.width} height={film.height} "
                  "framerate=25/1")
        return "gst-launch-1.0 -q " + chained(source, elements, "fakesink")

    def run(self, film, elements, frames):
        """CPU seconds of one process; None when it fails."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self.line(film, elements, frames).split(), env=self.env, check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              timeout=900)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            self.faults[film, elements] = (done.stderr.strip().splitlines() or ["failed"])[0]
            return None
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def run_all(self, pipelines):
        for number in range(self.rounds):
            for film, elements in pipelines:
                show(f"round {number + 1} of {self.rounds}: {elements or 'nothing'}")
                for frames in (1, self.length(film)):
                    bad = (film, elements) in self.faults
                    seconds = None if bad else self.run(film, elements, frames)
                    if seconds is not None:
                        self.seconds.setdefault((film, elements, frames), []).append(seconds)
        show("")

    def differences(self, case, frames):
        """Milliseconds that the elements cost on so many frames, one for each round."""
        whole = self.seconds[case.film, chained(case.front, case.elements), frames]
        rest = self.seconds[case.film, case.front, frames]
        return [1000.0 * (a - b) for a, b in zip(whole, rest)]

    def cost(self, case):
        frames = self.length(case.film)
        whole, start = self.differences(case, frames), self.differences(case, 1)
        later = [(a - b) / (frames - 1) for a, b in zip(whole, start)]
        return Cost([a / frames for a in whole], statistics.median(start), statistics.median(later))

    def measure(self, cases):
        """[(Case, Cost or None, remark)] in the order of the cases."""
        missing = [self.lacks(chained(case.front, case.elements)) for case in cases]
        pipelines = []
        for case, lack in zip(cases, missing):
            if not lack:
                self.make(case.film)
                pipelines += [(case.film, case.front),
                              (case.film, chained(case.front, case.elements))]
        self.run_all(list(dict.fromkeys(pipelines)))
        return [self.row(case, lack) for case, lack in zip(cases, missing)]

    def row(self, case, lack):
        whole = chained(case.front, case.elements)
        fault = self.faults.get((case.film, case.front)) or self.faults.get((case.film, whole))
        if lack:
            return case, None, f"{lack} is not installed"
        if fault:
            return case, None, f"fails: {fault}"
        return case, self.cost(case), ""
