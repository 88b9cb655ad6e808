"""Analyses and animates videos: what `./dev run` does.

    GST_PLUGIN_PATH=build-release/gst /usr/bin/python3 docs/examples/run/run.py [FILE|FOLDER|URI|DEVICE]...

Each video leaves annotated.mkv, metadata.jsonl, prompts.jsonl, keyframe-*.png and report.html in out/NAME/; so does a
folder of pictures, which are copied there first as picture-*.png, each a shot of its own. The pipeline is built from the very gst-launch-1.0 line that is printed. Ctrl-C ends it in good order.
"""

import argparse
import os
import pathlib
import shlex
import signal
import sys
import time

import figures
import pictures
import records
import report
import sources
import watching
from gi.repository import Gst

STEP = 200 * Gst.MSECOND  # between two looks at the pipeline
PATIENCE = 15  # seconds that a pipeline has to end after Ctrl-C


def launch_arguments(source, folder):
    """The pipeline as arguments of gst-launch-1.0. Only what has an end can be waited for."""
    wait = [] if source.live else ["wait=true"]
    elements = [
        ["animatizemotion", f"json-location={folder}/{records.FILES[0]}"],
        ["animatizeanalyze", f"json-location={folder}/{records.FILES[1]}", *wait],
        ["animatizeprompt", f"json-location={folder}/{records.FILES[2]}", *wait],
        ["animatizegen", f"json-location={folder}/{records.FILES[3]}",
         f"location={folder}/keyframe-%05d.png", "frames=8", *wait],
        *watching.elements(source, folder),
    ]
    arguments = list(source.elements)
    for element in elements:
        branch = isinstance(element, str)
        arguments += [element] if branch else ["!", *element]
    return arguments


def launch_line(arguments):
    """The same as a line for a shell."""
    words = [word if word == "!" else shlex.quote(word) for word in arguments]
    path = os.environ.get("GST_PLUGIN_PATH", "build-release/gst")
    return f"GST_PLUGIN_PATH={shlex.quote(path)} gst-launch-1.0 " + " ".join(words)


class Progress:
    """One line that is written over on a terminal, a plain line now and then elsewhere."""

    def __init__(self, out, duration=None):
        self.out, self.duration = out, duration
        self.pace = 0.2 if out.isatty() else 5.0
        self.camera, self.shot = "?", 0
        self.began = self.last = time.monotonic()

    def hear(self, structure):
        if structure.get_name() == "animatize-camera":
            self.camera = structure.get_string("motion")
        elif structure.get_name() == "animatize-shot" and structure.get_string("event") == "begin":
            self.shot = structure.get_value("shot-id")

    def show(self, position, frames, last=False):
        now = time.monotonic()
        if now - self.last < self.pace and not last:
            return
        self.last = now
        rate = frames / max(now - self.began, 1e-3)
        total = f" / {report.clock(self.duration)}" if self.duration else ""
        line = (f"{report.clock(position)}{total}   {rate:.0f} fps   "
                f"camera {self.camera}   shot {self.shot}")
        if self.out.isatty():
            self.out.write("\r\033[K" + line + ("\n" if last else ""))
        else:
            self.out.write(line + "\n")
        self.out.flush()


def iterate(iterator):
    while True:
        result, element = iterator.next()
        if result != Gst.IteratorResult.OK:
            return
        yield element


class Run:
    """A pipeline from its launch line to its end."""

    def __init__(self, arguments, progress):
        self.pipeline = Gst.parse_launchv(arguments)
        self.chain = self.elements_of_the_chain()
        self.progress = progress
        self.position = 0
        self.deadline = None

    def stop(self, *_):
        """Ctrl-C: the first asks for an end in good order, the second does not."""
        if self.deadline:
            self.deadline = 0
        else:
            self.deadline = time.monotonic() + PATIENCE
            self.pipeline.send_event(Gst.Event.new_eos())

    def elements_of_the_chain(self):
        found = {element.get_factory().get_name(): element
                 for element in iterate(self.pipeline.iterate_elements())}
        return [(name, found[name]) for name in (*sources.ELEMENTS, watching.OVERLAY) if name in found]

    def last(self):
        return self.chain[-1][1]

    def look(self):
        known, position = self.last().query_position(Gst.Format.TIME)
        self.position = position if known else self.position
        self.progress.show(self.position, self.frames())

    def frames(self):
        return self.last().get_property("stats").get_value("frames")

    def wait(self):
        """The error that ended it, in words; None when all went well."""
        kinds = Gst.MessageType.EOS | Gst.MessageType.ERROR | Gst.MessageType.ELEMENT
        bus = self.pipeline.get_bus()
        while self.deadline is None or time.monotonic() < self.deadline:
            message = bus.timed_pop_filtered(STEP, kinds)
            if message and message.type == Gst.MessageType.ELEMENT:
                self.progress.hear(message.get_structure())
            elif message and message.type == Gst.MessageType.ERROR:
                return message.parse_error()[0].message
            elif message:
                return None
            self.look()
        return "it did not end by itself after Ctrl-C"

    def play(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        self.pipeline.set_state(Gst.State.PLAYING)
        error = self.wait()
        self.progress.show(self.position, self.frames(), last=True)
        self.figures = figures.table([(name, figures.stats_of(one)) for name, one in self.chain])
        self.pipeline.set_state(Gst.State.NULL)
        return error


def clear(folder):
    """Takes away what an earlier run has left, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in ("keyframe-*.png", "keyframe-*.json", "picture-*.png", "*.jsonl", "report.html",
                    watching.FILE):
        for old in folder.glob(pattern):
            old.unlink()


def lay_out(source, folder):
    """The pictures of a folder become a video; what can't be read is left out with a sentence."""
    pattern = folder / "picture-%05d.png"
    count = pictures.collect(source.pictures, pattern, lambda path, reason: print(
        f"animatize: {path.name}: {reason}", file=sys.stderr))
    if not count:
        raise sources.Unreadable(f"{source.title}: there is no picture in this folder")
    source.elements = sources.slides(pattern, count)


def process(argument, start):
    """One video, or one folder of pictures."""
    source = sources.find(argument, start)
    folder = pathlib.Path("out") / source.name
    clear(folder)
    if source.pictures:
        lay_out(source, folder)
    arguments = launch_arguments(source, folder)
    line = launch_line(arguments)
    print(line, flush=True)
    run = Run(arguments, Progress(sys.stderr, source.duration))
    error = run.play()
    story = records.Story(records.merge(folder))
    if story.frames:
        report.write(folder, source, story, line)
        print(f"{folder}/report.html: " + ", ".join([
            report.plural(len(story.shots), "shot"), report.plural(story.prompts, "prompt"),
            report.plural(story.keyframes, "keyframe")]), flush=True)
        print("\n".join(run.figures), flush=True)
    if error or not story.frames:
        raise sources.Unreadable(f"{argument}: {error or 'there is no picture in it'}")


def main():
    parser = argparse.ArgumentParser(prog="./dev run", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--from", dest="start", default=".", help="folder that FILE is relative to")
    parser.add_argument("videos", nargs="+", metavar="FILE|FOLDER|URI|DEVICE")
    options = parser.parse_args()
    Gst.init(None)
    try:
        sources.check_plugin()
        for video in options.videos:
            process(video, pathlib.Path(options.start))
    except sources.Unreadable as problem:
        print(f"animatize: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
