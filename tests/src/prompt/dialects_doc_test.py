"""docs/dialects.md and the JSON Schema of dialects against the dialects there are.

Usage: dialects_doc_test.py [--write] (writes the table of docs/dialects.md anew).
"""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs/dialects.md"
TABLE = re.compile(r"(<!-- targets -->\n).*?(<!-- end of targets -->)", re.DOTALL)
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs/schema/dialects.schema.json").read_text(encoding="utf-8")))
FILES = sorted((ROOT / "src/prompt/dialects").glob("*.json"))
HEAD = ("| target | says | length | negatives | camera control | models that end |\n"
        "|---|---|---|---|---|---|\n")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def row(dialect):
    limit = dialect["limit"]
    unit = {"words": "words", "characters": "characters", "utf16": "UTF-16 units"}[limit["unit"]]
    control = sorted({one["parameter"] for one in dialect.get("camera-control", [])})
    ends = [f"`{model['id']}` {model['sunset']}" for model in dialect.get("models", [])
            if "sunset" in model]
    return [f"`{dialect['name']}`",
            "a still picture" if dialect["wording"] == "still" else "movement",
            f"{limit['at-most']} {unit}",
            {"field": "a field of nouns", "positives": "as positives", "prose": "a sentence",
             "none": "none"}[dialect["negatives"]],
            ", ".join(f"`{name}`" for name in control),
            ", ".join(ends)]


def guide_with_table():
    table = HEAD + "".join("| " + " | ".join(row(read(path))) + " |\n" for path in FILES)
    return TABLE.sub(lambda found: found[1] + table + found[2], GUIDE.read_text(encoding="utf-8"))


class Dialects(unittest.TestCase):
    def test_the_guide_lists_all_targets(self):
        self.assertEqual(GUIDE.read_text(encoding="utf-8"), guide_with_table())

    def test_the_built_in_dialects_are_valid(self):
        self.assertEqual(9, len(FILES))
        for path in FILES:
            self.assertEqual([], [e.message for e in VALIDATOR.iter_errors(read(path))], path.name)

    def test_spoiled_dialects_are_refused(self):
        good = read(FILES[0])
        for key, value in (("name", "A b"), ("wording", "talk"), ("sentences", []),
                           ("limit", {"unit": "bytes", "at-most": 1}), ("negatives", "some"),
                           ("models", [{"id": "x", "sunset": "soon"}]), ("surplus", 1),
                           ("camera-control", [{"movement": "pan", "parameter": "p"}])):
            spoiled = copy.deepcopy(good)
            spoiled[key] = value
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"{key} = {value}")
        for key in VALIDATOR.schema["required"]:
            spoiled = copy.deepcopy(good)
            del spoiled[key]
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"without {key}")


if __name__ == "__main__":
    if "--write" in sys.argv:
        GUIDE.write_text(guide_with_table(), encoding="utf-8")
    else:
        unittest.main(argv=sys.argv[:1])
