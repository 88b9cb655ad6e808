"""docs/providers.md and the JSON Schema of providers against the manifests there are.

Usage: providers_doc_test.py [--write] (writes the table of docs/providers.md anew).
"""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[4]
GUIDE = ROOT / "docs/providers.md"
TABLE = re.compile(r"(<!-- providers -->\n).*?(<!-- end of providers -->)", re.DOTALL)
SCHEMA = json.loads((ROOT / "docs/schema/providers.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FILES = sorted((ROOT / "src/generate/providers").glob("*.json"), key=lambda path: path.stem)
TEMPLATE = (ROOT / "src/generate/remote/provider_template.h").read_text(encoding="utf-8")
HEAD = ("| provider | key | transport | start frame | seed | negative | size | USD | models that end |\n"
        "|---|---|---|---|---|---|---|---|---|\n")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def slots(form):
    """Names of all slots of a template."""
    if isinstance(form, list):
        return set().union(*map(slots, form))
    if not isinstance(form, dict):
        return set()
    return {form["$slot"]} if "$slot" in form else set().union(*map(slots, form.values()))


def transport(manifest):
    kinds = {manifest[key].get("encoding", "json")
             for key in ("submit", "submit-with-image") if key in manifest}
    how = "job" if "poll" in manifest else "one answer"
    how += " or stream" if "stream" in manifest else ""
    return f"{how}, {' and '.join('form' if kind == 'multipart' else 'JSON' for kind in sorted(kinds))}"


def size(manifest):
    rule = manifest["size"]
    if rule["as"] != "pixels":
        return f"{len(rule[rule['as']])} {rule['as']}"
    return f"multiples of {rule.get('step', 1)}, at most {rule['most-pixels'] / 1e6:.1f} Mpx"


def row(manifest):
    both = [manifest[key]["body"] for key in ("submit", "submit-with-image") if key in manifest]
    taken = set().union(*map(slots, both))
    key = manifest.get("key", {})
    ends = [f"`{model['id']}` {model['sunset']}" for model in manifest.get("models", [])
            if "sunset" in model]
    return [f"`{manifest['name']}`",
            f"`{key['environment']}`" + (" (optional)" if key.get("optional") else "") if key else "",
            transport(manifest),
            {"none": "", "data-url": "data URL", "base64": "base64", "part": "file"}[
                manifest.get("image-in", "none")],
            "yes" if "seed" in taken else "",
            "yes" if "negative" in taken else "",
            size(manifest),
            str(manifest["cost-per-image"]) if "cost-per-image" in manifest else "",
            ", ".join(ends)]


def guide_with_table():
    table = HEAD + "".join("| " + " | ".join(row(read(path))) + " |\n" for path in FILES)
    return TABLE.sub(lambda found: found[1] + table + found[2], GUIDE.read_text(encoding="utf-8"))


def changed(manifest, path, value):
    spoiled = copy.deepcopy(manifest)
    inner = spoiled
    *way, last = path.split(".")
    for key in way:
        inner = inner.setdefault(key, {})
    inner[last] = value
    return spoiled


class Providers(unittest.TestCase):
    def test_the_guide_lists_all_providers(self):
        self.assertEqual(GUIDE.read_text(encoding="utf-8"), guide_with_table())

    def test_the_built_in_manifests_are_valid(self):
        self.assertEqual(12, len(FILES))
        for path in FILES:
            self.assertEqual([], [e.message for e in VALIDATOR.iter_errors(read(path))], path.name)
            self.assertEqual(path.stem, read(path)["name"])

    def test_the_example_of_the_guide_is_valid(self):
        examples = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        whole = [json.loads(one) for one in examples if '"schema"' in one]
        self.assertEqual(1, len(whole))
        self.assertEqual([], list(VALIDATOR.iter_errors(whole[0])))

    def test_slots_are_those_of_the_code(self):
        listed = re.search(r'kProviderSlots =\s*"([^"]*)"', TEMPLATE)[1].split()
        self.assertEqual(listed, SCHEMA["$defs"]["slot"]["enum"])
        self.assertIn(" ".join(listed), " ".join(GUIDE.read_text(encoding="utf-8").split()))

    def test_no_manifest_holds_a_key(self):
        for path in FILES:
            environment = read(path).get("key", {}).get("environment", "A_KEY")
            self.assertRegex(environment, r"^[A-Z0-9_]+$", path.name)

    def test_spoiled_manifests_are_refused(self):
        good = read(ROOT / "src/generate/providers/flux.json")
        for path, value in (
                ("name", "A b"), ("schema", "x"), ("surplus", 1), ("base-uri", "ftp://h"),
                ("base-uri", "https://h/"), ("sunset", "soon"), ("models", [{"sunset": "2026-01-01"}]),
                ("key", {"header": "x"}), ("key.value", "secret"), ("submit.path", "v1"),
                ("submit.encoding", "xml"), ("submit.body", []),
                ("submit.body.x", {"$slot": "colour"}), ("submit.body.x", [{"$what": 1}]),
                ("submit.body.x", {"y": {"$join": 3}}), ("image-in", "url"), ("size.as", "feet"),
                ("size", {"as": "ratios"}), ("size", {"as": "sizes", "sizes": ["1:2"]}),
                ("result.pictures", []), ("result.pictures", [{"as": "url"}]),
                ("result.pictures", [{"as": "url", "pointer": "a"}]), ("poll.success", "Ready"),
                ("poll.address", {}), ("poll.address", {"pointer": "/a", "path": "/b"}),
                ("cancel", {}), ("error.code", "/a"), ("limits.concurrency", 0),
                ("cost-per-image", -1), ("server-retries", "yes"), ("idempotency-header", "a b"),
                ("deadline-header", {"format": "{seconds}"}),
                ("deadline-header", {"name": "H", "format": "s"}),
                ("deadline-header", {"name": "H", "format": "{seconds}{seconds}"}),
                ("deadline-header", {"name": "H", "grace": -1}),
                ("stream", {"final": ["done"], "pictures": [{"as": "base64", "pointer": "/p"}]})):
            self.assertFalse(VALIDATOR.is_valid(changed(good, path, value)), f"{path} = {value}")
        streams = read(ROOT / "src/generate/providers/openai.json")
        for path, value in (
                ("stream.final", []), ("stream.final", None), ("stream.pictures", []), ("stream.most", 0),
                ("stream.pictures", [{"as": "bytes"}]), ("stream.pictures", [{"as": "base64"}]),
                ("stream.type", "type"), ("stream.idle", 0), ("stream.surplus", 1)):
            self.assertFalse(VALIDATOR.is_valid(changed(streams, path, value)), f"{path} = {value}")
        for key in SCHEMA["required"]:
            spoiled = copy.deepcopy(good)
            del spoiled[key]
            self.assertFalse(VALIDATOR.is_valid(spoiled), f"without {key}")


if __name__ == "__main__":
    if "--write" in sys.argv:
        GUIDE.write_text(guide_with_table(), encoding="utf-8")
    else:
        unittest.main(argv=sys.argv[:1])
