"""Small JPEG pictures out of PNG files, by GStreamer itself."""

import base64

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
from gi.repository import Gst, GstApp  # noqa: E402, F401 (GstApp gives appsink its methods)


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
