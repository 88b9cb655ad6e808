"""The dashboard asks for what there is: every metric and label of its queries is in the table.

METRIC_TABLE is the program that prints the table (tests/src/metrics). promtool, where it is there,
reads every query too.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from dashboard import dashboard, expressions, panels

NAME = re.compile(r"\banimatize_[a-z_]+")
SELECTOR = re.compile(r"\b(animatize_[a-z_]+)\{([^}]*)\}")
MATCHER = re.compile(r'([a-z_]+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
GROUPING = re.compile(r"\b(?:by|without)\s*\(([^)]*)\)")
PROMETHEUS_OWN = {"instance", "job"}
PARTS = ("_bucket", "_sum", "_count")


def table():
    text = subprocess.run([os.environ["METRIC_TABLE"]], check=True, capture_output=True, text=True)
    return {row["name"]: row for row in json.loads(text.stdout)}


class DashboardTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.table = table()

    def row(self, name):
        """Of a metric, or of a part of a histogram."""
        for part in PARTS:
            whole = name.removesuffix(part)
            if whole != name and self.table.get(whole, {}).get("type") == "histogram":
                return self.table[whole]
        self.assertIn(name, self.table)
        self.assertNotEqual(self.table[name]["type"], "histogram", f"{name} has no such series")
        return self.table[name]

    def labels(self, name):
        own = {"le"} if name.endswith("_bucket") else set()
        return own | PROMETHEUS_OWN | {label["name"] for label in self.row(name)["labels"]}

    def test_every_metric_exists(self):
        for expression in expressions():
            self.assertTrue(NAME.findall(expression), expression)
            for name in NAME.findall(expression):
                self.row(name)

    def test_every_label_exists_and_may_have_that_value(self):
        for expression in expressions():
            known = set.intersection(*(self.labels(name) for name in NAME.findall(expression)))
            for grouping in GROUPING.findall(expression):
                for label in grouping.split(","):
                    self.assertIn(label.strip(), known, expression)
            for name, matchers in SELECTOR.findall(expression):
                for label, sign, value in MATCHER.findall(matchers):
                    self.assertIn(label, self.labels(name), expression)
                    self.check_value(name, label, sign, value)

    def check_value(self, name, label, sign, value):
        for one in self.row(name)["labels"]:
            if one["name"] == label and one["values"] and sign in ("=", "!="):
                self.assertIn(value, one["values"])

    def test_legends_name_labels_that_are_left(self):
        for panel in panels():
            for target in panel["targets"]:
                left = {label.strip() for grouping in GROUPING.findall(target["expr"])
                        for label in grouping.split(",")}
                for label in re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]):
                    self.assertIn(label, left, target["expr"])

    def test_counters_are_only_asked_for_their_growth(self):
        for expression in expressions():
            for name in NAME.findall(expression):
                if self.row(name)["type"] != "gauge":
                    self.assertRegex(expression, rf"(rate|increase)\({name}\b")

    def test_every_metric_but_the_build_is_on_the_dashboard(self):
        asked = {self.row(name)["name"] for expression in expressions()
                 for name in NAME.findall(expression)}
        self.assertEqual(set(self.table) - asked, {"animatize_build_info"})

    def test_panels_have_places_and_numbers_of_their_own(self):
        seen = dashboard()["panels"]
        self.assertEqual(len({panel["id"] for panel in seen}), len(seen))
        places = set()
        for panel in seen:
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24)
            cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])}
            self.assertFalse(cells & places, panel["title"])
            places |= cells

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_promtool_reads_every_query(self):
        rules = [{"record": f"dashboard:query:{i}".replace("-", "_"), "expr": expression}
                 for i, expression in enumerate(expressions())]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
            file.flush()
            done = subprocess.run(["promtool", "check", "rules", file.name], check=False,
                                  capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"{len(rules)} rules found", done.stdout)


if __name__ == "__main__":
    unittest.main()
