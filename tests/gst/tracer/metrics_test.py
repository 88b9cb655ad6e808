"""The metrics of a running pipeline, as they are served: one process, one tracer, all elements.

What is served is what `stats` says, only grows, and is clean to promtool. Needs GStreamer's plugins
as tests/gst/meson.build sets them; promtool is in Debian's package prometheus.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from scraping import Endpoint, free_port  # noqa: E402

ADDRESS = f"127.0.0.1:{free_port()}"
os.environ["GST_TRACERS"] = f"animatize(metrics={ADDRESS})"

import gi  # noqa: E402

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

LIMIT = 60_000_000_000  # ns
ENDPOINT = Endpoint(ADDRESS)
CHAIN = ("animatizemotion name=m ! animatizeanalyze name=a detect-objects=false wait=true ! "
         "animatizeprompt name=p wait=true ! animatizegen name=g wait=true frames=2")
ELEMENTS = {"m": "animatizemotion", "a": "animatizeanalyze", "p": "animatizeprompt",
            "g": "animatizegen"}
CAPS = "video/x-raw,format=I420,width=320,height=240,framerate=25/1"


def film(frames=30):
    """Two films behind each other, the first with something that moves."""
    return (f"concat name=c videotestsrc pattern=ball num-buffers={frames} ! {CAPS} ! c. "
            f"videotestsrc pattern=smpte num-buffers={frames} ! {CAPS} ! c. c.")


def fields(structure):
    """The plain ones; lists and structures in it are left out."""
    found = {}
    for i in range(structure.n_fields()):
        name = structure.nth_field_name(i)
        if structure.get_field_type(name).name in ("guint64", "gint", "guint", "gdouble"):
            found[name] = structure.get_value(name)
    return found


class Playing:
    """A pipeline that plays until its end, and is gone behind the block."""

    def __init__(self, line):
        self.pipeline = Gst.parse_launch(line)
        self.bus = self.pipeline.get_bus()
        self.summaries = {}

    def __enter__(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        return self

    def __exit__(self, *_):
        self.pipeline.set_state(Gst.State.NULL)
        self.bus.set_flushing(True)
        self.bus = self.pipeline = None

    def __getitem__(self, name):
        return self.pipeline.get_by_name(name)

    def finish(self):
        kinds = Gst.MessageType.EOS | Gst.MessageType.ERROR | Gst.MessageType.ELEMENT
        while message := self.bus.timed_pop_filtered(LIMIT, kinds):
            if message.type == Gst.MessageType.EOS:
                return
            if message.type == Gst.MessageType.ERROR:
                raise AssertionError(message.parse_error())
            if message.get_structure().get_name() == "animatize-summary":
                self.summaries[message.src.get_name()] = fields(message.get_structure())
        raise AssertionError("it takes too long")

    def state(self, state):
        self.pipeline.set_state(state)
        if self.pipeline.get_state(LIMIT)[0] == Gst.StateChangeReturn.FAILURE:
            raise AssertionError("the state can't be changed")

    def stats(self, name):
        return fields(self[name].get_property("stats"))


def grown(before, after):
    """What was added to each series in between."""
    return {series: value - before.get(series, 0) for series, value in after.items()}


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        Gst.init(None)

    def added(self, more, name, **labels):
        return more.get(Endpoint.series(name, **labels), 0)

    def test_stats_are_what_is_served(self):
        before = ENDPOINT.values()
        with Playing(f"{film()} ! {CHAIN} ! fakesink") as playing:
            playing.finish()
            more = grown(before, ENDPOINT.values())
            for name, element in ELEMENTS.items():
                stats = playing.stats(name)
                with self.subTest(element=element):
                    self.assertEqual(stats["frames"], 60)
                    self.assertEqual(self.added(more, "frames_analysed_total", element=element),
                                     stats["analysed"])
                    skipped = sum(self.added(more, "frames_skipped_total", element=element,
                                             reason=reason)
                                  for reason in ("late", "unreadable", "failed"))
                    self.assertEqual(skipped, stats["skipped"])
                    self.assertEqual(self.added(more, "messages_total", element=element),
                                     stats["messages"])
                    count = self.added(more, "frame_duration_seconds_count", element=element)
                    whole = self.added(more, "frame_duration_seconds_sum", element=element)
                    self.assertEqual(count, stats["frames"])
                    self.assertAlmostEqual(whole / count * 1e9, stats["time-mean"], delta=1000)
            self.check_prompts(more, playing.stats("p"))
            self.check_sets(more, playing.stats("g"))
            stats = playing.stats("a")
            for served, said in (("cache_hits_total", "cache-hits"),
                                 ("cache_misses_total", "cache-misses"),
                                 ("cache_size_bytes", "cache-bytes")):
                self.assertEqual(self.added(more, served, cache="analysis"), stats[said])
            self.check_summaries(more, playing.summaries)

    def check_summaries(self, more, summaries):
        shots = sum(self.added(more, "shots_total", transition=how)
                    for how in ("start", "cut", "dissolve", "fade"))
        self.assertEqual(shots, summaries["a"]["shots"])
        self.assertEqual(self.added(more, "shots_total", transition="start"), 2)
        self.assertEqual(self.added(more, "motion_events_total"), summaries["m"]["events"])
        self.assertGreaterEqual(summaries["m"]["events"], 1)
        for name, element in ELEMENTS.items():
            self.assertEqual(self.added(more, "frames_analysed_total", element=element),
                             summaries[name]["analysed"])

    def check_prompts(self, more, stats):
        self.assertGreater(stats["prompts"], 0)
        self.assertEqual(self.added(more, "prompts_total", source="rules"), stats["prompts-rules"])
        self.assertEqual(self.added(more, "prompts_total", source="llm"), 0)

    def check_sets(self, more, stats):
        self.assertEqual(stats["sets"], 2)
        self.assertEqual(self.added(more, "generation_jobs_total", outcome="done"), 2)
        self.assertEqual(self.added(more, "keyframes_total", backend="local"), stats["keyframes"])
        self.assertEqual(stats["keyframes"], 4)

    def test_stages_are_measured_each_time_they_are_done(self):
        before = ENDPOINT.values()
        with Playing(f"{film(20)} ! {CHAIN} ! fakesink") as playing:
            playing.finish()
        more = grown(before, ENDPOINT.values())
        count = {stage: self.added(more, "stage_duration_seconds_count", stage=stage)
                 for stage in ("reduce", "motion", "shots", "scene", "rules", "compile")}
        # The picture is reduced once, by the first element, for all of them.
        self.assertEqual({count[stage] for stage in ("reduce", "motion", "shots", "rules")}, {40})
        self.assertTrue(2 <= count["scene"] < 40, count)
        self.assertTrue(2 <= count["compile"] < 40, count)
        time_of = {stage: self.added(more, "stage_duration_seconds_sum", stage=stage)
                   for stage in ("reduce", "motion")}
        whole = self.added(more, "frame_duration_seconds_sum", element="animatizemotion")
        self.assertTrue(0 < time_of["reduce"] + time_of["motion"] <= whole, time_of)

    def test_counters_never_go_back_when_elements_go(self):
        with Playing(f"{film(10)} ! {CHAIN} ! fakesink") as playing:
            playing.finish()
            living = ENDPOINT.values()
        gone = ENDPOINT.values()
        for series, value in living.items():
            if "_total" in series or "_count" in series or "_bucket" in series:
                self.assertGreaterEqual(gone.get(series, 0), value, series)
        with Playing(f"{film(10)} ! {CHAIN} ! fakesink") as playing:
            playing.finish()
            again = grown(gone, ENDPOINT.values())
        self.assertEqual(self.added(again, "frames_analysed_total", element="animatizegen"), 20)

    def test_gauges_are_gone_with_their_elements(self):
        with Playing(f"{film(10)} ! {CHAIN} ! fakesink") as playing:
            playing.finish()
            self.assertIn(Endpoint.series("queue_depth", queue="generation"), ENDPOINT.values())
        self.assertNotIn(Endpoint.series("queue_depth", queue="generation"), ENDPOINT.values())

    def test_late_frames_are_told_from_others(self):
        before = ENDPOINT.values()
        source = f"videotestsrc num-buffers=50 ! {CAPS}"
        with Playing(f"{source} ! animatizemotion name=m ! fakesink sync=true") as playing:
            pad = playing["m"].get_static_pad("src")
            while playing.stats("m")["frames"] < 5:
                time.sleep(0.01)
            pad.send_event(Gst.Event.new_qos(Gst.QOSType.UNDERFLOW, 1.0, 200_000_000, 200_000_000))
            playing.finish()
            stats = playing.stats("m")
        late = self.added(grown(before, ENDPOINT.values()), "frames_skipped_total",
                          element="animatizemotion", reason="late")
        self.assertGreater(late, 0)
        self.assertEqual(late, stats["skipped"])

    def test_gaps_are_seen_and_pauses_are_none(self):
        gap = Endpoint.series("frame_gap_max_seconds", element="animatizemotion")
        source = f"videotestsrc is-live=true num-buffers=40 ! {CAPS}"
        with Playing(f"{source} ! animatizemotion name=m ! fakesink") as playing:
            while playing.stats("m")["frames"] < 5:
                time.sleep(0.01)
            playing.state(Gst.State.PAUSED)
            time.sleep(0.8)
            playing.state(Gst.State.PLAYING)
            playing.finish()
            longest = ENDPOINT.values()[gap]
        # Live at 25 a second; the machine may be busy, but not for as long as the pause.
        self.assertTrue(0.035 <= longest < 0.8, longest)

    def test_dropped_buffers_and_depth_of_a_side_pad(self):
        line = (f"{film(25)} ! animatizemotion ! animatizeanalyze detect-objects=false wait=true ! "
                "animatizeprompt name=p interval=1 ! fakesink p.prompt ! "
                "application/x-json ! fakesink")
        with Playing(line) as playing:
            playing.finish()
            values = ENDPOINT.values()
            self.assertIn(Endpoint.series("queue_depth", queue="prompt_pad"), values)
            self.assertEqual(values[Endpoint.series("pad_dropped_buffers_total", pad="prompt")],
                             playing.stats("p")["pad-dropped"])

    @unittest.skipUnless(shutil.which("promtool"), "promtool is not installed")
    def test_promtool_has_nothing_to_say(self):
        line = f"{film()} ! {CHAIN} ! fakesink p.prompt ! fakesink g.keyframe ! fakesink"
        with Playing(line) as playing:
            playing.finish()
            text = ENDPOINT.text()
        done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True,
                              capture_output=True, check=False, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertIn("animatize_queue_depth", text)


def manifest(uri):
    return {"schema": "animatize-providers/1", "name": "mine", "base-uri": uri,
            "key": {"environment": "ANIMATIZE_TEST_METRICS_KEY"},
            "submit": {"path": "/make", "body": {"text": {"$slot": "prompt"},
                                                 "frame": {"$slot": "image"}}},
            "image-in": "base64", "size": {"as": "pixels"},
            "result": {"pictures": [{"as": "base64", "pointer": "/image"}]}}


class ServicesTest(unittest.TestCase):
    SECRET = "planted-key-0815"

    @classmethod
    def setUpClass(cls):
        Gst.init(None)
        os.environ["ANIMATIZE_TEST_METRICS_KEY"] = cls.SECRET
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        script = pathlib.Path(__file__).parent / "service_that_is_down.py"
        server = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
        cls.addClassCleanup(server.communicate)
        cls.addClassCleanup(server.terminate)
        cls.uri = f"http://127.0.0.1:{int(server.stdout.readline())}"
        cls.manifest = pathlib.Path(cls.folder.name) / "mine.json"
        cls.manifest.write_text(json.dumps(manifest(cls.uri)), encoding="utf-8")

    def test_a_service_that_is_down_is_seen(self):
        before = ENDPOINT.values()
        gen = f"animatizegen wait=true frames=2 backends=mine,local providers-location={self.manifest}"
        source = f"videotestsrc pattern=ball num-buffers=15 ! {CAPS}"
        line = f"{source} ! animatizemotion ! animatizeprompt wait=true ! {gen} ! fakesink"
        with Playing(line) as playing:
            playing.finish()
            text, now = ENDPOINT.text(), ENDPOINT.values()
        more = grown(before, now)
        self.assertEqual(more[Endpoint.series("requests_total", backend="mine", outcome="server")],
                         1)
        self.assertEqual(more[Endpoint.series("request_attempts_total", backend="mine")], 3)
        self.assertEqual(more[Endpoint.series("request_retries_total", backend="mine")], 2)
        self.assertEqual(more[Endpoint.series("request_duration_seconds_count", backend="mine")], 1)
        self.assertEqual(more[Endpoint.series("backend_fallbacks_total", backend="mine")], 1)
        self.assertEqual(more[Endpoint.series("keyframes_total", backend="local")], 2)
        # Three faults in a row have opened it.
        self.assertIn(now[Endpoint.series("backend_breaker_state", backend="mine")], (1, 2))
        self.assertEqual(now[Endpoint.series("cache_misses_total", cache="picture_memory")], 1)
        self.assertNotIn(self.SECRET, text)
        self.assertNotIn(self.uri, text)

    def test_a_language_model_that_is_not_there_is_seen(self):
        before = ENDPOINT.values()
        prompt = (f"animatizeprompt name=p wait=true expander=llm llm-model=none "
                  f"llm-uri=http://127.0.0.1:{free_port()}/v1")
        line = f"{film(15)} ! animatizemotion ! {prompt} ! fakesink"
        with Playing(line) as playing:
            playing.finish()
            more = grown(before, ENDPOINT.values())
            stats = playing.stats("p")
        unreachable = Endpoint.series("requests_total", backend="llm", outcome="unreachable")
        self.assertGreaterEqual(more[unreachable], 1)
        self.assertEqual(more[Endpoint.series("cache_misses_total", cache="prompt")],
                         stats["cache-misses"])
        self.assertGreaterEqual(stats["cache-misses"], 1)


class FaultsTest(unittest.TestCase):
    """What is wrong with the tracer is said in a sentence, and the pipeline runs on."""

    def run_with(self, tracers):
        environment = dict(os.environ, GST_TRACERS=tracers, GST_DEBUG="animatizetracer:2",
                           GST_DEBUG_NO_COLOR="1")
        done = subprocess.run(
            f"gst-launch-1.0 -q videotestsrc num-buffers=3 ! {CAPS} ! animatizemotion ! fakesink",
            env=environment, capture_output=True, text=True, check=False, timeout=60, shell=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            log = self.run_with(f"animatize(metrics={address})")
        self.assertIn("ERROR", log)
        self.assertIn(f"metrics can't be served at {address}: the port may be in use", log)

    def test_a_bad_address(self):
        self.assertIn("'nonsense:9' is no address", self.run_with("animatize(metrics=nonsense:9)"))

    def test_a_parameter_that_is_not_known(self):
        self.assertIn("no parameter 'metrix'", self.run_with("animatize(metrix)"))

    def test_nothing_is_said_when_all_is_well(self):
        self.assertEqual(self.run_with(f"animatize(metrics=127.0.0.1:{free_port()})"), "")
        self.assertEqual(self.run_with("animatize"), "")


if __name__ == "__main__":
    unittest.main()
