"""What the tracer costs: instructions per frame of the chain, without it and with it.

    ./dev bench metrics [FRAMES]

Counted by valgrind's callgrind, so that the machine's noise doesn't matter; the start of the process is taken out by a
short run. Counting itself is always on, and in both.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

import clip
from meter import Film

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "gst" / "tracer"))
from scraping import free_port  # noqa: E402

FILM = Film(True, "I420", 1280, 720)
SHORT = 10  # frames
CHAIN = ("animatizemotion ! animatizeanalyze wait=true detect-objects=false threads=1 ! animatizeprompt wait=true ! "
         "animatizegen wait=true")


def pipeline(path, frames, sink):
    return (f"gst-launch-1.0 -q filesrc location={path} num-buffers={frames} blocksize={FILM.frame_bytes()} ! "
            f"rawvideoparse format=i420 width={FILM.width} height={FILM.height} framerate=25/1 ! {CHAIN} ! {sink}")


def instructions(path, frames, tracers):
    with tempfile.NamedTemporaryFile() as out:
        line = f"valgrind --tool=callgrind --callgrind-out-file={out.name} {pipeline(path, frames, 'fakesink')}"
        done = subprocess.run(line.split(), env=dict(os.environ, GST_TRACERS=tracers), check=True,
                              capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def per_frame(path, frames, tracers):
    whole, start = (instructions(path, count, tracers) for count in (frames, SHORT))
    return (whole - start) / (frames - SHORT)


def main():
    frames = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    subprocess.run(["gst-inspect-1.0", "animatizegen"], check=True, stdout=subprocess.DEVNULL)  # fills the registry
    with tempfile.TemporaryDirectory(prefix="animatize-bench-") as folder:
        path = pathlib.Path(folder) / "film.raw"
        print(f"{FILM.width}x{FILM.height}, {clip.make(path, FILM, frames)}, {frames} frames")
        off = per_frame(path, frames, "")
        on = per_frame(path, frames, f"animatize(metrics=127.0.0.1:{free_port()},spans=false)")
    print(f"without the tracer  {off:14,.0f} instructions per frame")
    print(f"with it             {on:14,.0f} ({(on - off) / off * 100:+.3f} %)")


if __name__ == "__main__":
    main()
