"""Real time: does a service in bad weather make frames late?

Plays 1080p30 from a live test source through the whole chain, a picture service behind it that hangs,
fails, floods and recovers, and in turns, for control, through the same chain with the local backend alone.
Prints how late frames reach a synchronised sink: the figure that matters is the difference.

    ./dev bench live [SECONDS of each, 120]
"""

import http.server
import json
import multiprocessing
import os
import pathlib
import sys
import tempfile
import time

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

SLICE = 10  # seconds
CHAIN = ("videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=1920,height=1080,framerate=30/1 ! "
         "queue max-size-buffers=2 ! animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt ! "
         "animatizegen frames=2 live-interval=2000000000 {gen} ! fakesink name=sink sync=true qos=false")


class Weather(http.server.BaseHTTPRequestHandler):
    count = 0

    def do_POST(self):
        Weather.count += 1
        kind = Weather.count % 5
        if kind == 0:
            time.sleep(30)
            return
        if kind == 3:  # a flood
            self.send_response(200)
            self.send_header("Content-Length", str(64 << 20))
            self.end_headers()
            try:
                for _ in range(64):
                    self.wfile.write(b" " * (1 << 20))
            except OSError:
                pass
            return
        body = json.dumps({"error": {"message": "not now"}}).encode()
        self.send_response({1: 503, 2: 429, 4: 500}[kind])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    server.daemon_threads = True
    port.put(server.server_address[1])
    server.serve_forever()


def manifest(folder, port):
    path = pathlib.Path(folder) / "mine.json"
    path.write_text(json.dumps({
        "schema": "animatize-providers/1", "name": "mine", "base-uri": f"http://127.0.0.1:{port}",
        "submit": {"path": "/make", "body": {"text": {"$slot": "prompt"}}}, "size": {"as": "pixels"},
        "result": {"pictures": [{"as": "base64", "pointer": "/image"}]}}), encoding="utf-8")
    return path


def play(gen, seconds):
    """Milliseconds by which each frame came after its time, and how many frames there were."""
    pipeline = Gst.parse_launch(CHAIN.format(gen=gen))
    late = []

    def seen(pad, info):
        buffer = info.get_buffer()
        clock = pipeline.get_clock()
        if clock and buffer.pts != Gst.CLOCK_TIME_NONE:
            due = pipeline.get_base_time() + buffer.pts
            late.append((clock.get_time() - due) / 1e6)
        return Gst.PadProbeReturn.OK

    pipeline.get_by_name("sink").get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, seen)
    pipeline.set_state(Gst.State.PLAYING)
    time.sleep(seconds)
    pipeline.set_state(Gst.State.NULL)
    return late[30:]  # the first second starts everything up


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main():
    Gst.init(None)
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    port = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        service = f"backends=mine,local deadline=5000000000 providers-location={manifest(folder, port.get())}"
        times = {"local": [], "service": []}
        for _ in range(max(1, seconds // SLICE)):
            times["local"] += play("backends=local", SLICE)
            times["service"] += play(service, SLICE)
    server.terminate()
    for name, late in times.items():
        print(f"{name:8} {len(late):6} frames, late by p50 {quantile(late, .5):6.2f}  p99 {quantile(late, .99):6.2f}  "
              f"p99.9 {quantile(late, .999):6.2f} ms")
    difference = quantile(times["service"], .99) - quantile(times["local"], .99)
    print(f"p99 with the service is {difference:+.2f} ms from the control's")


if __name__ == "__main__":
    os.environ.setdefault("GST_DEBUG", "0")
    main()
