"""What is done with the frames behind the chain: they are looked at, and kept with what was seen."""

import os

from gi.repository import Gst

OVERLAY = "animatizeoverlay"
FILE = "annotated.mkv"
# The first that there is; all keep up with the chain.
ENCODERS = (
    ["x264enc", "speed-preset=veryfast", "tune=zerolatency", "pass=qual", "quantizer=21"],
    ["vp8enc", "deadline=1", "cpu-used=8", "threads=2", "end-usage=cq", "cq-level=16",
     "target-bitrate=20000000", "keyframe-max-dist=50"],
    ["avenc_mpeg4", "bitrate=12000000"],
)
# A file can't change the size of its pictures on the way; only videos rarely do.
ONE_SIZE = [["videoscale", "add-borders=true"],
            ["video/x-raw,width=1280,height=720,pixel-aspect-ratio=1/1"]]


def elements(source, folder):
    """The end of the pipeline, as elements in a row; a word with a dot begins another branch."""
    encoder = next((one for one in ENCODERS if Gst.ElementFactory.find(one[0])), None)
    if not Gst.ElementFactory.find(OVERLAY) or not encoder:
        return [unseen(source)]
    steady = [] if source.duration and not source.live else ONE_SIZE
    record = [["videoconvert"], *steady, encoder, ["matroskamux"],
              ["filesink", f"location={folder}/{FILE}"]]
    if not has_display() and not source.live:
        return [[OVERLAY], ["queue"], *record]  # the encoder beside the chain
    # Neither a slow disk nor a slow display holds up a camera.
    leaky = ["leaky=downstream"] if source.live else []
    return [[OVERLAY], ["tee", "name=annotated"], ["queue", *leaky], *record,
            "annotated.", ["queue", "max-size-buffers=2", "leaky=downstream"], *seen(source)]


def seen(source):
    if not has_display():
        return [unseen(source)]
    return [["videoconvert"], ["autovideosink", f"sync={'true' if source.live else 'false'}"]]


def unseen(source):
    # A live sink keeps to the clock and says when frames are late.
    return ["fakesink", "sync=true", "qos=true"] if source.live else ["fakesink", "sync=false"]


def has_display():
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
