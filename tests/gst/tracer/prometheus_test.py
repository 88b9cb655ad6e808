"""Debian's prometheus scrapes a pipeline, and answers every query of the dashboard.

A real server with a generated configuration, on a free port of the loopback, in an empty folder.
Needs Debian's package prometheus; without it there is nothing to test.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "docs"))
from dashboard import expressions  # noqa: E402
from scraping import free_port  # noqa: E402

LIMIT = 60  # seconds
SHOTS = " ".join(f"videotestsrc pattern={pattern} num-buffers=25 ! "
                 "video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! c."
                 for pattern in ("ball", "smpte", "circular", "ball", "smpte") * 20)
LINE = ("gst-launch-1.0 -q concat name=c ! identity sync=true ! animatizemotion ! "
        "animatizeanalyze detect-objects=false ! animatizeprompt interval=500000000 ! "
        f"animatizegen frames=2 ! fakesink {SHOTS}")
# What the pipeline above gives an answer to; the others need services.
ANSWERED = ("frame_duration", "stage_duration", "frames_analysed", "frame_gap", "queue_depth",
            "shots", "prompts", "messages", "generation_jobs", "keyframes", "cache_hits",
            "cache_size", "cache_entries")
CONFIGURATION = """
global: {{scrape_interval: 500ms, scrape_timeout: 400ms}}
scrape_configs:
  - job_name: animatize
    static_configs: [{{targets: ["{target}"]}}]
"""


class Processes:
    """A pipeline and a prometheus that scrapes it; both end with the block."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.running = []
        self.target = f"127.0.0.1:{free_port()}"
        self.server = f"127.0.0.1:{free_port()}"

    def start(self, words, **more):
        log = open(pathlib.Path(self.folder.name) / pathlib.Path(words[0]).name, "wb")
        self.running.append(subprocess.Popen(words, stdout=log, stderr=log,
                                             stdin=subprocess.DEVNULL, **more))
        log.close()

    def __enter__(self):
        environment = dict(os.environ, GST_TRACERS=f"animatize(metrics={self.target})")
        self.start(LINE.split(), env=environment)
        configuration = pathlib.Path(self.folder.name) / "prometheus.yml"
        configuration.write_text(CONFIGURATION.format(target=self.target), encoding="utf-8")
        self.start(["prometheus", f"--config.file={configuration}",
                    f"--storage.tsdb.path={self.folder.name}/data",
                    f"--web.listen-address={self.server}"])
        return self

    def __exit__(self, *_):
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.folder.cleanup()

    def logs(self):
        return "\n".join(path.read_text(errors="replace")[-2000:]
                         for path in pathlib.Path(self.folder.name).glob("*") if path.is_file())

    def ask(self, path, **parameters):
        url = f"http://{self.server}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=10) as answer:
            return json.load(answer)

    def query(self, expression):
        """[(labels, value)] of now."""
        answer = self.ask("query", query=expression)
        if answer["status"] != "success" or answer.get("warnings"):
            raise AssertionError(f"{expression}: {answer}")
        return [(one["metric"], float(one["value"][1])) for one in answer["data"]["result"]]

    def wait_for(self, expression):
        """The answer, once there is one."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            try:
                if found := self.query(expression):
                    return found
            except OSError:
                pass  # it doesn't listen yet
            if any(process.poll() is not None for process in self.running):
                raise AssertionError(f"one of them has ended: {self.logs()}")
            time.sleep(0.2)
        raise AssertionError(f"{expression} has no answer: {self.logs()}")


@unittest.skipUnless(shutil.which("prometheus"), "prometheus is not installed")
class PrometheusTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.processes = Processes()
        cls.addClassCleanup(cls.processes.__exit__)
        cls.processes.__enter__()
        cls.processes.wait_for('animatize_shots_total{transition="start"} > 1')
        cls.processes.wait_for("rate(animatize_frames_analysed_total[10s]) > 0")

    def test_the_target_is_up(self):
        targets = self.processes.ask("targets")["data"]["activeTargets"]
        self.assertEqual([(one["health"], one["lastError"]) for one in targets], [("up", "")])

    def test_values_are_those_of_the_pipeline(self):
        # At the same moment, frames pass one element after the other.
        analysed = {labels["element"]: value for labels, value in
                    self.processes.query("animatize_frames_analysed_total")}
        self.assertEqual(sorted(analysed), ["animatizeanalyze", "animatizegen", "animatizemotion",
                                            "animatizeprompt"])
        self.assertLessEqual(max(analysed.values()) - min(analysed.values()), 4)
        (_, build), = self.processes.query("animatize_build_info")
        self.assertEqual(build, 1)

    def test_types_are_understood(self):
        told = self.processes.ask("metadata")["data"]
        self.assertEqual(told["animatize_frame_duration_seconds"][0]["type"], "histogram")
        self.assertEqual(told["animatize_shots_total"][0]["type"], "counter")
        self.assertEqual(told["animatize_queue_depth"][0]["type"], "gauge")

    def test_percentiles_come_out_of_the_buckets(self):
        expression = ("histogram_quantile(0.5, sum by (le, element) "
                      "(rate(animatize_frame_duration_seconds_bucket[30s])))")
        for labels, value in self.processes.query(expression):
            self.assertTrue(0 < value < 1, (labels, value))

    def test_every_query_of_the_dashboard_is_answered(self):
        for expression in expressions():
            with self.subTest(expression=expression):
                rows = self.processes.query(expression)
                if any(f"animatize_{name}" in expression for name in ANSWERED):
                    self.assertTrue(rows)


if __name__ == "__main__":
    unittest.main()
