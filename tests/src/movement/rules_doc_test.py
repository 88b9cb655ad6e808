"""docs/rules.md and the JSON Schema of rules against the rules and the evidence there are.

Usage: rules_doc_test.py PRINT_FIELDS [--write] (writes the table of docs/rules.md anew).
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs/rules.md"
TABLE = re.compile(r"(<!-- fields -->\n).*?(<!-- end of fields -->)", re.DOTALL)
GROUND = re.compile(r"<!-- ground -->\n(.*?)<!-- end of ground -->", re.DOTALL)
EXAMPLE = re.compile(r"<!-- example -->\n```json\n(.*?)```", re.DOTALL)
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs/schema/rules.schema.json").read_text(encoding="utf-8")))
FILES = sorted((ROOT / "src/movement/rules").glob("*.json"))
fields = []


def guide_with_table():
    table = subprocess.run(fields, check=True, capture_output=True, text=True).stdout
    return TABLE.sub(lambda found: found[1] + table + found[2], GUIDE.read_text(encoding="utf-8"))


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


class Rules(unittest.TestCase):
    def test_the_guide_lists_all_evidence(self):
        self.assertEqual(GUIDE.read_text(encoding="utf-8"), guide_with_table())

    def test_the_built_in_rules_are_valid(self):
        self.assertGreaterEqual(len(FILES), 3)
        for path in FILES:
            self.assertEqual([], [e.message for e in VALIDATOR.iter_errors(read(path))], path.name)

    def test_the_example_of_the_guide_is_valid(self):
        example = json.loads(EXAMPLE.search(GUIDE.read_text(encoding="utf-8"))[1])
        self.assertEqual([], [e.message for e in VALIDATOR.iter_errors(example)])

    def test_spoiled_rules_are_refused(self):
        good = read(FILES[0])
        self.assertEqual(good["rules"][0]["category"], "camera_movement")
        for key, value in (("id", "A b"), ("category", "camera"), ("dwell", -1), ("weight", 2),
                           ("all", []), ("phrases", {"motion": "x"}), ("surplus", 1),
                           ("all", [{"field": "motion.shadow", "above": 1}]),
                           ("all", [{"field": "motion.shadow"}]), ("look", "low-key"),
                           ("slot", "lens"), ("suggestion", True), ("suggestion", "yes"),
                           ("changes", ["framing"])):
            spoiled = copy.deepcopy(good)
            spoiled["rules"][0][key] = value
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"{key} = {value}")
        for key in VALIDATOR.schema["$defs"]["rule"]["required"] + ["movement"]:
            spoiled = copy.deepcopy(good)
            del spoiled["rules"][0][key]
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"without {key}")

    def test_looks_and_suggestions_have_their_own_keys(self):
        look = next(read(path) for path in FILES if path.stem == "light")
        suggestion = next(read(path) for path in FILES if path.stem == "operator")
        for good, key, value in ((look, "movement", {"name": "pan"}), (look, "slot", "camera"),
                                 (look, "suggestion", True), (look, "changes", ["light"]),
                                 (suggestion, "changes", []), (suggestion, "changes", ["lens"])):
            spoiled = copy.deepcopy(good)
            spoiled["rules"][0][key] = value
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"{key} = {value}")
        del look["rules"][0]["look"], suggestion["rules"][0]["changes"]
        self.assertFalse(VALIDATOR.is_valid(look) or VALIDATOR.is_valid(suggestion))

    def test_the_guide_covers_the_ground_with_rules_that_there_are(self):
        ids = {rule["id"] for path in FILES for rule in read(path)["rules"]}
        table = GROUND.search(GUIDE.read_text(encoding="utf-8"))[1]
        rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
        covered = set()
        for _, numbers, _, named, *_ in rows[1:]:
            covered |= {int(number) for number in re.findall(r"\d+", numbers)}
            named = set(re.findall(r"`([^`]+)`", named))
            self.assertTrue(named and named <= ids, f"{numbers}: {named - ids}")
        self.assertEqual(covered, set(range(1, 48)))

    def test_the_guide_counts_the_rules(self):
        count = sum(len(read(path)["rules"]) for path in FILES)
        self.assertIn(f"{count} rules", GUIDE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    fields = sys.argv[1:2]
    if "--write" in sys.argv:
        GUIDE.write_text(guide_with_table(), encoding="utf-8")
    else:
        unittest.main(argv=sys.argv[:1])
