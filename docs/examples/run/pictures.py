"""Pictures from one format into another, by GStreamer itself: small JPEGs for the report, and numbered
PNGs of whatever lies in a folder."""

import base64
import pathlib

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
from gi.repository import Gio, Gst, GstApp  # noqa: E402, F401 (GstApp gives appsink its methods)


def data_uri(path, width):
    """The picture as a data: URI, scaled down to `width`; None when it can't be read."""
    pipeline = Gst.parse_launchv([
        "filesrc", f"location={path}", "!", "pngdec", "!", "videoconvert", "!", "videoscale", "!",
        f"video/x-raw,width={width},pixel-aspect-ratio=1/1", "!", "jpegenc", "quality=82", "!",
        "appsink", "name=out", "sync=false"])
    pipeline.set_state(Gst.State.PLAYING)
    sample = pipeline.get_by_name("out").try_pull_sample(10 * Gst.SECOND)
    buffer = sample.get_buffer() if sample else None
    data = bytes(buffer.extract_dup(0, buffer.get_size())) if buffer else None
    pipeline.set_state(Gst.State.NULL)
    return "data:image/jpeg;base64," + base64.b64encode(data).decode() if data else None


def is_picture(path):
    """By name and first bytes."""
    with path.open("rb") as file:
        kind, _ = Gio.content_type_guess(path.name, file.read(4096))
    return kind.startswith("image/")


def copy(path, target):
    """Turned upright and written as PNG; the reason in words when that can't be done."""
    if not is_picture(path):
        return "this is not a picture"
    pipeline = Gst.parse_launchv([
        "filesrc", f"location={path}", "!", "decodebin", "!", "videoconvert", "!", "videoflip",
        "video-direction=auto", "!", "pngenc", "snapshot=true", "compression-level=1", "!",
        "filesink", f"location={target}"])
    pipeline.set_state(Gst.State.PLAYING)
    ended = pipeline.get_bus().timed_pop_filtered(
        20 * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
    pipeline.set_state(Gst.State.NULL)
    if ended and ended.type == Gst.MessageType.ERROR:
        return f"can't be decoded ({ended.parse_error()[0].message.rstrip('.')})"
    if not ended or not pathlib.Path(target).stat().st_size:
        return "can't be decoded"
    return None


def collect(paths, pattern, refuse):
    """Copies what can be read to `pattern` % number, and tells `refuse(path, reason)` of the rest. Each
    has two numbers: what detectors find in the first frame is told with the second. How many there are."""
    count = 0
    for path in paths:
        target, again = (pathlib.Path(str(pattern) % (2 * count + one)) for one in (0, 1))
        reason = copy(path, target)
        if reason:
            target.unlink(missing_ok=True)
            refuse(path, reason)
            continue
        again.symlink_to(target.name)
        count += 1
    return count
