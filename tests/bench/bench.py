#!/usr/bin/env python3
"""What each element costs per frame, beside its peers on the same film in the same run.

    ./dev bench             the chain, element by element
    ./dev bench analyze     animatizeanalyze behind animatizemotion: a stream, and every frame analysed
    ./dev bench motion      animatizemotion against motioncells: still and moving camera, formats, sizes

How it is measured stands in meter.py. Ratios compare frames after the first.
"""

import argparse
import os
import pathlib
import shutil
import signal
import sys
import tempfile

from meter import Case, Film, Meter

RGB = "videoconvert ! video/x-raw,format=RGB"
RGBA = "videoconvert ! video/x-raw,format=RGBA"
MOTION = "animatizemotion"
# wait: what workers do is part of the cost, as it is when the film plays at its own speed.
ANALYZE = "animatizeanalyze wait=true"
PROMPT = "animatizeprompt wait=true"
GEN = "animatizegen wait=true"

# Name, the elements to measure, and what stands in front of them in both pipelines.
CHAIN = [
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

ALONE = "animatizeanalyze detect-objects=false"
ANALYSES = [
    ("videoconvert I420 to RGB", RGB, ""),
    ("scenechange", "scenechange", ""),
    ("without detectors, behind motion", ALONE, MOTION),
    ("with its detectors, behind motion", ANALYZE, MOTION),
    ("without detectors, every frame", f"{ALONE} interval=0", MOTION),
]


def on_panning_film(cases):
    return lambda width, height: [Case(*case, Film(True, "I420", width, height)) for case in cases]


def motion_cases(width, height):
    cases = []
    for pans in (False, True):
        for layout in ("I420", "NV12"):
            film = Film(pans, layout, width, height)
            cases += [Case("motioncells with conversion", f"{RGB} ! motioncells display=false", "",
                           film), Case("animatizemotion", MOTION, "", film)]
    for layout in ("UYVY", "v210"):
        cases.append(Case("animatizemotion", MOTION, "", Film(False, layout, width, height)))
    large = Film(False, "I420", 2 * width, 2 * height)
    return cases + [Case("animatizemotion", MOTION, "", large)]


def named(rows, name, film):
    """The cost per later frame of a case; None where it couldn't be measured."""
    for case, cost, _ in rows:
        if case.name == name and case.film == film and cost:
            return cost.later
    return None


def ratio(cost, reference):
    # Below a microsecond per frame it is the machine's noise that would be compared.
    return f"{cost.later / reference:.2f}" if reference and reference > 1e-3 else "-"


def chain_table(rows):
    yield ["", "ms/frame", "rounds, with the start", "core at 25/s", "x motioncells*",
           "x videoconvert", "start ms"]
    for case, cost, remark in rows:
        references = [named(rows, name, case.film)
                      for name in ("motioncells with conversion", "videoconvert I420 to RGB")]
        yield [case.name, remark] if not cost else [
            case.name, f"{cost.later:.3f}", f"{min(cost.rounds):.3f} .. {max(cost.rounds):.3f}",
            f"{cost.later * 25 / 10:.2f} %", *(ratio(cost, one) for one in references),
            f"{cost.start:.0f}"]


def motion_table(rows):
    yield ["", "ms/frame", "rounds, with the start", "x motioncells*", "x the first"]
    first = named(rows, MOTION, rows[1][0].film)
    for case, cost, remark in rows:
        film = case.film
        name = (f"{'moving' if film.pans else 'still'} camera, {film.format} "
                f"{film.width}x{film.height}: {case.name}")
        yield [name, remark] if not cost else [
            name, f"{cost.later:.3f}", f"{min(cost.rounds):.3f} .. {max(cost.rounds):.3f}",
            ratio(cost, named(rows, "motioncells with conversion", film)),
            ratio(cost, first) if case.name == MOTION else "-"]


TABLES = {
    "chain": (on_panning_film(CHAIN), chain_table),
    "analyze": (on_panning_film(ANALYSES), chain_table),
    "motion": (motion_cases, motion_table),
}


def print_table(table):
    table = list(table)
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


def at_least(least):
    def number(text):
        if int(text) < least:
            raise ValueError
        return int(text)
    return number


def options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("table", nargs="?", choices=TABLES, default="chain")
    add("--plugin-path", metavar="DIR", help="where the plugin is; else GST_PLUGIN_PATH")
    add("--rounds", type=at_least(1), default=7, help="how often everything runs (7)")
    add("--frames", type=at_least(2), default=250, help="length of the films (250)")
    add("--size", type=size, default=(1920, 1080), help="WxH, multiples of 4 (1920x1080)")
    return parser.parse_args(arguments)


def room_for(size_in_bytes):
    """A folder in memory if the films fit there, else wherever temporary files go."""
    shm = pathlib.Path("/dev/shm")
    if shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > size_in_bytes:
        return str(shm)
    return None


def main():
    asked = options()
    # Being ended is an exit like any other: the films don't stay behind in memory.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    make_cases, make_table = TABLES[asked.table]
    cases = make_cases(*asked.size)
    films = {case.film for case in cases}
    room = room_for((len(films) + 1) * 1_000_000_000)
    with tempfile.TemporaryDirectory(prefix="animatize-bench-", dir=room) as folder:
        meter = Meter(asked.rounds, asked.frames, folder, asked.plugin_path)
        rows = meter.measure(cases)
        print(f"At most {asked.frames} frames at 25/s: {meter.content}")
        print(f"CPU time of the whole process, medians of {asked.rounds} rounds\n")
    print_table(make_table(rows))
    sys.exit(1 if any(remark.startswith("fails") for _, _, remark in rows) else 0)


if __name__ == "__main__":
    main()
