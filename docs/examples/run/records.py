"""The records of the four elements: put together into one file, and read as the story of a video."""

import collections
import json

FILES = ("motion.jsonl", "scene.jsonl", "prompt.jsonl", "generation.jsonl")
ENDLESS = float("inf")  # where a record without a time goes


def merge(folder):
    """Merges the elements' files into metadata.jsonl in the order of time, takes the prompts out
    into prompts.jsonl, and returns all records. Among equal times the order of FILES stands."""
    lines = []
    for name in FILES:
        path = folder / name
        if path.exists():
            lines += path.read_text(encoding="utf-8").splitlines()
            path.unlink()
    found = [(json.loads(line), line) for line in lines]
    found.sort(key=lambda pair: pair[0].get("pts", ENDLESS))
    write_lines(folder / "metadata.jsonl", found)
    write_lines(folder / "prompts.jsonl", [pair for pair in found if pair[0]["type"] == "prompt"])
    return [record for record, _ in found]


def write_lines(path, pairs):
    path.write_text("".join(line + "\n" for _, line in pairs), encoding="utf-8")


class Shot:
    """What happened between two boundaries. Times in ns."""

    def __init__(self, number, start, transition):
        self.id, self.start, self.end, self.transition = number, start, start, transition
        self.motion, self.scenes, self.prompts, self.keyframes = [], [], [], []

    def camera_shares(self):
        """[(label, share of the frames)], biggest first."""
        labels = [frame["camera-motion"] for frame in self.motion if "camera-motion" in frame]
        counted = collections.Counter(labels).most_common()
        return [(label, count / len(labels)) for label, count in counted]

    def scene(self):
        """What was said last of the best frame, else the first analysis."""
        best = self.keyframes[0].get("source-pts") if self.keyframes else None
        match = [scene for scene in self.scenes if scene.get("analysed-pts") == best]
        return (match[-1:] or self.scenes or [{}])[0]

    def prompt(self):
        """The prompt that the keyframes were made from, else the surest one."""
        wanted = self.keyframes[0].get("prompt-id") if self.keyframes else None
        match = [prompt for prompt in self.prompts if prompt["prompt-id"] == wanted]
        surest = sorted(self.prompts, key=lambda prompt: -prompt["confidence"])
        return (match or surest or [None])[0]


class Story:
    """All records, by shot."""

    def __init__(self, records):
        by_type = collections.defaultdict(list)
        for record in records:
            kind = "motion event" if record["type"] == "motion" and "event" in record else record["type"]
            by_type[kind].append(record)
        self.frames = len(by_type["motion"])
        self.prompts, self.keyframes = len(by_type["prompt"]), len(by_type["keyframe"])
        self.faults = by_type["generation"]
        self.summaries = by_type["summary"]
        self.size = next(((record["frame-width"], record["frame-height"])
                          for record in by_type["motion"]), (0, 0))
        self.start, self.end = span(by_type["motion"])
        self.shots = shots_of(by_type["shot"], self.start, self.end)
        for name, kind in (("motion", "motion"), ("scenes", "scene"), ("prompts", "prompt")):
            self.deal(by_type[kind], name)
        for keyframe in by_type["keyframe"]:
            self.shot(keyframe).keyframes.append(keyframe)

    def deal(self, records, name):
        for record in records:
            getattr(self.shot(record), name).append(record)

    def shot(self, record):
        """The shot that a record names, else the one that runs at its time."""
        for shot in self.shots:
            if shot.id == record.get("shot-id"):
                return shot
        started = [shot for shot in self.shots if shot.start <= record.get("pts", 0)]
        return started[-1] if started else self.shots[0]


def span(motion):
    """First and last moment of the frames; the last one is shown as long as the one before."""
    times = [record["pts"] for record in motion if "pts" in record]
    if not times:
        return 0, 0
    last = times[-1] - times[-2] if len(times) > 1 else 0
    return times[0], times[-1] + last


def shots_of(records, start, end):
    """The shots by their beginnings: each lasts until the next one begins."""
    begun = [record for record in records if record["event"] == "begin"]
    shots = [Shot(record["shot-id"], record.get("timestamp", record.get("pts", start)),
                  record["transition"]) for record in begun]
    shots = shots or [Shot(0, start, "start")]
    for shot, following in zip(shots, shots[1:]):
        shot.end = following.start
    shots[-1].end = max(end, shots[-1].start)
    return shots
