"""Every line that the elements write, and every file beside a keyframe, is valid by docs/schema:
one case per kind of record.

The film is made by videotestsrc: something that moves, hard cuts by sources that follow each other.
Needs GStreamer's plugins on GST_PLUGIN_PATH_1_0, as tests/gst/meson.build sets it.
"""

import json
import pathlib
import subprocess
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "schema" / "animatize-1.schema.json"
ELEMENTS = ["animatizemotion", "animatizeanalyze", "animatizeprompt", "animatizegen", "animatizeoverlay"]
SETTINGS = {
    "animatizemotion": 'zones="left:0,0 0.5,0 0.5,1 0,1; right:0.5,0 1,0 1,1 0.5,1"',
    "animatizeanalyze": "wait=true",
    "animatizeprompt": "interval=1000000000 target=flux",
    "animatizegen": "frames=2 wait=true location={folder}/%05d.png",
    "animatizeoverlay": "",
}
LIMIT = 120  # seconds


def launch_line(folder, picture):
    """A pipeline whose elements write FOLDER/ELEMENT.jsonl."""
    chain = " ! ".join(f"{element} {SETTINGS[element]} json-location={folder}/{element}.jsonl"
                       for element in ELEMENTS).replace("{folder}", str(folder))
    return f"gst-launch-1.0 -q {picture} ! {chain} ! fakesink sync=false"


def film(pattern, more=""):
    return (f"videotestsrc pattern={pattern} num-buffers=120 {more} ! "
            "video/x-raw,width=320,height=180,framerate=25/1")


FRAMES = {"one pixel": 30, "no rate": 1}  # without a rate the source makes a single frame; else 120
FILMS = {
    "ball": film("ball", "motion=sweep"),
    "pan": film("smpte75", "horizontal-speed=3"),
    "black": film("black"),
    "one pixel": "videotestsrc num-buffers=30 ! video/x-raw,format=GRAY8,width=1,height=1",
    "no rate": "videotestsrc num-buffers=30 ! video/x-raw,width=64,height=48,framerate=0/1",
    "rings": film("circular"),
}


def without_doubles(pairs):
    """A member that comes twice is an error, which Python alone would not say."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError(f"twice in one object: {sorted(n for n in names if names.count(n) > 1)}")
    return dict(pairs)


def no_constants(name):
    raise ValueError(f"{name} is no JSON")


class JsonSchemaTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        cls.validator = validator(schema)
        cls.beside = {}
        cls.records = {name: cls.run_film(name) for name in FILMS}

    @classmethod
    def run_film(cls, name):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(["bash", "-c", launch_line(folder, FILMS[name])], check=False,
                                  capture_output=True, text=True, timeout=LIMIT)
            if done.returncode:
                raise AssertionError(f"{name}: {done.stdout}{done.stderr}")
            folder = pathlib.Path(folder)
            cls.beside[name] = {picture.name: picture.with_suffix(".json").read_text(encoding="utf-8")
                                for picture in folder.glob("*.png")}
            return {element: (folder / f"{element}.jsonl").read_text(encoding="utf-8")
                    for element in ELEMENTS}

    def parsed(self):
        for name, files in self.records.items():
            for element, text in files.items():
                for line in text.splitlines():
                    yield name, element, line

    def load(self, line):
        return json.loads(line, object_pairs_hook=without_doubles, parse_constant=no_constants)

    def test_every_line_is_valid(self):
        count = 0
        for name, element, line in self.parsed():
            with self.subTest(film=name, element=element, line=line):
                record = self.load(line)
                faults = [fault.message for fault in self.validator.iter_errors(record)]
                self.assertEqual(faults, [])
                count += 1
        self.assertGreater(count, 400)

    def test_every_picture_has_its_record_beside(self):
        for name, beside in self.beside.items():
            said = {pathlib.PurePath(record["location"]).name: record
                    for record in map(json.loads, self.records[name]["animatizegen"].splitlines())
                    if record["type"] == "keyframe"}
            self.assertEqual(set(said), set(beside), name)
            self.assertGreater(len(beside), 0, name)
            for picture, text in beside.items():
                with self.subTest(film=name, picture=picture):
                    self.assertEqual(text.count("\n"), 1)
                    record = self.load(text)
                    self.assertEqual([fault.message for fault in self.validator.iter_errors(record)], [])
                    self.assertEqual(record["location"], picture)
                    self.assertIn("prompt", record)
                    shared = (said[picture].keys() & record.keys()) - {"location"}
                    self.assertGreater(len(shared), 12)
                    self.assertEqual({key: record[key] for key in shared},
                                     {key: said[picture][key] for key in shared})

    def test_every_kind_of_record_is_among_them(self):
        kinds = {json.loads(line)["type"] for _, _, line in self.parsed()}
        self.assertEqual(kinds, {"motion", "camera", "scene", "shot", "prompt", "keyframe", "summary"})

    def test_there_is_a_line_per_frame_and_a_summary_per_element(self):
        for name, files in self.records.items():
            frames = FRAMES.get(name, 120)
            with self.subTest(film=name):
                motion = [json.loads(line) for line in files["animatizemotion"].splitlines()]
                per_frame = [r for r in motion if r["type"] == "motion" and "event" not in r]
                self.assertEqual(len(per_frame), frames)
                for element, text in files.items():
                    last = json.loads(text.splitlines()[-1])
                    self.assertEqual(last["type"], "summary", element)
                    self.assertEqual(last["frames"], frames, element)
                overlay = json.loads(files["animatizeoverlay"].splitlines()[-1])
                self.assertGreater(overlay["chain-time-mean"], 0)

    def test_a_wrong_line_would_be_noticed(self):
        line = self.records["ball"]["animatizemotion"].splitlines()[0]
        record = self.load(line)
        record["intensity"] = "much"
        self.assertTrue(list(self.validator.iter_errors(record)))
        with self.assertRaises(ValueError):
            self.load(line[:-1] + ',"intensity":0}')


if __name__ == "__main__":
    unittest.main()
