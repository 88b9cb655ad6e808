"""The JSON Schema of the records takes good lines and refuses spoiled ones.

The examples are written by hand; that the elements write such lines is tested with the elements.
Usage: examples_test.py [--lines FILE...] (then only the lines of these files are checked).
"""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/schema/animatize-1.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLES = pathlib.Path(__file__).parent / "examples.jsonl"


def no_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError(f"a name stands twice among {names}")
    return dict(pairs)


def no_constant(name):
    raise ValueError(f"{name} is no JSON")


def read_line(line):
    return json.loads(line, object_pairs_hook=no_doubles, parse_constant=no_constant)


def examples():
    return [read_line(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]


def complaints(record):
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(record)]


def example(kind, having=None):
    """A fresh example of a type; `having`: a field that it must have."""
    return next(copy.deepcopy(record) for record in examples()
                if record["type"] == kind and (having is None or having in record))


# What makes a good line bad: type, field that the example has, path to change, new value.
GONE = object()
SPOILED = [
    ("motion", "regions", ["schema"], "animatize/2"),
    ("motion", "regions", ["schema"], GONE),
    ("motion", "regions", ["type"], "movement"),
    ("motion", "regions", ["type"], GONE),
    ("motion", "regions", ["pts"], -1),
    ("motion", "regions", ["pts"], 18446744073709551615),
    ("motion", "regions", ["pts"], 0.5),
    ("motion", "regions", ["pts"], None),
    ("motion", "regions", ["extra"], 1),
    ("motion", "regions", ["frame_width"], 320),
    ("motion", "regions", ["frame-width"], 0),
    ("motion", "regions", ["timestamp"], 0),
    ("motion", "regions", ["warming-up"], 1),
    ("motion", "regions", ["intensity"], 1.01),
    ("motion", "regions", ["intensity"], "0.5"),
    ("motion", "regions", ["intensity"], GONE),
    ("motion", "camera-pan", ["direction"], -10),
    ("motion", "camera-pan", ["flow-magnitude"], -0.1),
    ("motion", "camera-pan", ["camera-motion"], "pan"),
    ("motion", "camera-pan", ["camera-roll"], GONE),
    ("motion", "camera-pan", ["camera-pan"], GONE),
    ("motion", "camera-pan", ["camera-confidence"], 0.1),
    ("motion", "camera-pan", ["steadiness"], "still"),
    ("motion", "camera-pan", ["pattern"], "global"),
    ("motion", "camera-pan", ["event-id"], 0),
    ("motion", "camera-pan", ["regions"], GONE),
    ("motion", "camera-pan", ["regions", 0, "x"], -0.1),
    ("motion", "camera-pan", ["regions", 0, "vy"], GONE),
    ("motion", "camera-pan", ["regions", 0, "id"], GONE),
    ("motion", "camera-pan", ["regions", 0, "class"], "person"),
    ("motion", "camera-pan", ["regions", 0, "age"], -1),
    ("motion", "event", ["event"], "start"),
    ("motion", "event", ["peak"], GONE),
    ("motion", "event", ["reason"], "still"),
    ("motion", "event", ["regions"], []),
    ("motion", "event", ["zone"], ""),
    ("motion", "event", ["timecode"], "soon"),
    ("motion", "event", ["duration"], -5),
    ("motion", "reason", ["reason"], GONE),
    ("motion", "reason", ["reason"], "because"),
    ("camera", "pan", ["motion"], "left"),
    ("camera", "pan", ["motion"], GONE),
    ("camera", "pan", ["tilt"], GONE),
    ("camera", "pan", ["camera-pan"], 0.1),
    ("scene", "state", ["shot-id"], 0),
    ("scene", "state", ["shot-id"], GONE),
    ("scene", "state", ["state"], "dark"),
    ("scene", "state", ["state"], GONE),
    ("scene", "state", ["sharpness"], GONE),
    ("scene", "scene-type", ["scene-confidence"], GONE),
    ("scene", "scene-type", ["scene-type"], "Landscape"),
    ("scene", "scene-type", ["phash"], "4E16654D39B094E7"),
    ("scene", "scene-type", ["phash"], "4e16"),
    ("scene", "scene-type", ["depth", "variance"], 0.3),
    ("scene", "scene-type", ["depth", "layers"], 4),
    ("scene", "scene-type", ["depth"], {}),
    ("scene", "scene-type", ["composition", "salient-y"], GONE),
    ("scene", "scene-type", ["composition", "balance"], 0.5),
    ("scene", "scene-type", ["aesthetics", "overall"], 1.2),
    ("scene", "scene-type", ["colours", "pink"], 0.1),
    ("scene", "scene-type", ["objects", 0, "class"], GONE),
    ("scene", "scene-type", ["objects", 0, "confidence"], 2),
    ("scene", "scene-type", ["objects", 1, "id"], -1),
    ("scene", "scene-type", ["keyframe-score"], -0.1),
    ("shot", "event", ["transition"], "wipe"),
    ("shot", "event", ["keyframe-pts"], 1),
    ("shot", "event", ["reason"], "cut"),
    ("shot", "reason", ["reason"], GONE),
    ("shot", "reason", ["score"], 3),
    ("shot", "reason", ["shot-id"], GONE),
    ("prompt", "text", ["prompt-id"], ""),
    ("prompt", "text", ["prompt-id"], 7),
    ("prompt", "text", ["source"], "guess"),
    ("prompt", "text", ["movements"], GONE),
    ("prompt", "text", ["target"], "Flux 2"),
    ("prompt", "negative", ["movements", 0, "category"], "camera"),
    ("prompt", "negative", ["movements", 0, "justification"], ""),
    ("prompt", "negative", ["movements", 0, "rule"], GONE),
    ("prompt", "negative", ["movements", 0, "speed"], 0),
    ("prompt", "negative", ["movements", 0, "phrase"], "pans"),
    ("prompt", "conflicts", ["conflicts"], []),
    ("prompt", "conflicts", ["conflicts", 0, "reason"], "priority"),
    ("prompt", "conflicts", ["conflicts", 0, "lost-to"], GONE),
    ("prompt", "conflicts", ["conflicts", 0, "kept"], "light"),
    ("prompt", "conflicts", ["conflicts", 0, "score"], 2),
    ("prompt", "conflicts", ["conflicts", 1, "kept"], GONE),
    ("prompt", "conflicts", ["conflicts", 1, "lost-to"], "camera-static"),
    ("scene", "state", ["transition"], "wipe"),
    ("keyframe", "index", ["index"], 64),
    ("keyframe", "index", ["count"], 0),
    ("keyframe", "index", ["seed"], 9007199254740992),
    ("keyframe", "index", ["attempts"], 0),
    ("keyframe", "index", ["cached"], "no"),
    ("keyframe", "index", ["quality"], GONE),
    ("keyframe", "index", ["digital-source-type"], "ai"),
    ("keyframe", "index", ["image"], "..."),
    ("keyframe", "timestamp", ["elapsed"], GONE),
    ("keyframe", "timestamp", ["prompt"], "The camera pans slowly right."),
    ("keyframe", "prompt", ["timestamp"], 568181818),
    ("keyframe", "prompt", ["model"], GONE),
    ("keyframe", "prompt", ["prompt"], ""),
    ("prompt", "trace-id", ["trace-id"], "4bf92f35"),
    ("prompt", "trace-id", ["trace-id"], "0" * 32),
    ("prompt", "trace-id", ["span-id"], "00F067AA0BA902B7"),
    ("keyframe", "trace-id", ["trace-id"], 7),
    ("generation", "state", ["state"], "done"),
    ("generation", "state", ["reason"], GONE),
    ("generation", "retry-after", ["attempt"], 0),
    ("generation", "retry-after", ["retry-after"], 0.5),
    ("summary", "busiest", ["element"], GONE),
    ("summary", "busiest", ["time-p99"], GONE),
    ("summary", "busiest", ["busiest", 0, "share"], GONE),
    ("summary", "busiest", ["camera-motion", "pan"], 0.5),
    ("summary", "busiest", ["camera-motion", "static"], 1.5),
    ("summary", "busiest", ["mean-speed"], 1.5),
]


def spoiled(kind, having, path, value):
    record = example(kind, having)
    place = record
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return record


def defined_names(name):
    """The field names that a definition lists itself."""
    return set(SCHEMA["$defs"][name].get("properties", {}))


def used_names(value):
    """All names in a record, at any depth."""
    if isinstance(value, list):
        return set().union(*map(used_names, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value).union(*map(used_names, value.values())) if value else set()


class ExamplesTest(unittest.TestCase):
    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_good_lines_are_taken(self):
        for record in examples():
            with self.subTest(record=record):
                self.assertEqual(complaints(record), [])

    def test_spoiled_lines_are_refused(self):
        for kind, having, path, value in SPOILED:
            shown = "gone" if value is GONE else value
            with self.subTest(type=kind, path=path, value=shown):
                self.assertNotEqual(complaints(spoiled(kind, having, path, value)), [])

    def test_every_type_has_an_example(self):
        types = SCHEMA["properties"]["type"]["enum"]
        self.assertEqual(sorted({record["type"] for record in examples()}), sorted(types))

    def test_every_field_stands_in_an_example(self):
        used = used_names(examples())
        for name in SCHEMA["$defs"]:
            with self.subTest(definition=name):
                self.assertEqual(defined_names(name) - used, set())

    def test_the_terms_are_those_of_the_code(self):
        code = (ROOT / "src/generate/provenance/digital_source.cpp").read_text(encoding="utf-8")
        table = re.search(r"kTerms = \{(.*?)\};", code, re.DOTALL).group(1)
        terms = SCHEMA["$defs"]["keyframe"]["properties"]["digital-source-type"]["enum"]
        self.assertEqual(re.findall(r'"(\w+)"', table), terms)

    def test_applications_have_room(self):
        record = example("camera")
        record["x-operator"] = ["anything"]
        self.assertEqual(complaints(record), [])

    def test_what_is_no_record_is_refused(self):
        for value in ({}, [], 1, "motion", None, {"schema": "animatize/1"}):
            with self.subTest(value=value):
                self.assertNotEqual(complaints(value), [])

    def test_lines_are_read_strictly(self):
        for line in ('{"pts":1,"pts":2}', '{"a":NaN}', '{"a":Infinity}'):
            with self.subTest(line=line), self.assertRaises(ValueError):
                read_line(line)


def check_files(names):
    """Prints what is wrong with the lines of these files; whether all are good."""
    good = True
    for name in names:
        text = pathlib.Path(name).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            for complaint in complaints(read_line(line)):
                good = False
                print(f"{name}:{number}: {complaint}")
    return good


if __name__ == "__main__":
    if sys.argv[1:2] == ["--lines"]:
        sys.exit(0 if check_files(sys.argv[2:]) else 1)
    unittest.main()
