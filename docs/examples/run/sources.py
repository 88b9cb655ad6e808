"""What there is to look at: a file, a URI or a camera, as the first elements of a pipeline."""

import dataclasses
import pathlib
import re

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstPbutils", "1.0")
from gi.repository import GLib, Gst, GstPbutils  # noqa: E402

LIVE = ("rtsp", "rtsps", "rtmp", "udp", "srt", "v4l2")
ELEMENTS = ("animatizemotion", "animatizeanalyze", "animatizeprompt", "animatizegen")


class Unreadable(Exception):
    """One sentence for the user."""


@dataclasses.dataclass
class Source:
    title: str  # what the user said
    name: str  # of the folder of its results
    elements: list  # arguments of gst-launch-1.0
    live: bool = False
    duration: int = 0  # ns, 0 if unknown
    pictures: list = dataclasses.field(default_factory=list)  # of a folder: to be copied first


def check_plugin():
    for element in ELEMENTS:
        if not Gst.ElementFactory.find(element):
            raise Unreadable(f"there is no element '{element}': is GST_PLUGIN_PATH the gst folder "
                             "of a build, and is the build complete?")


def folder_name(text):
    """A name that is safe as a folder: letters, digits, dots in the middle, - and _."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip(".-") or "video"


def find(argument, start):
    if "://" in argument:
        return uri_source(argument)
    path = pathlib.Path(argument)
    if not path.is_absolute() and not path.exists():
        path = start / path
    if path.is_char_device():
        return Source(argument, folder_name(path.name),
                      ["v4l2src", f"device={path}", "!", "decodebin", "!", "videoconvert"], True)
    return file_source(argument, path)


def uri_source(uri):
    scheme, rest = uri.split("://", 1)
    if scheme == "file":
        return file_source(uri, pathlib.Path(GLib.filename_from_uri(uri)[0]))
    # The name of the last part, without the question and without who logs in.
    name = rest.split("?")[0].split("@")[-1].rstrip("/").split("/")[-1]
    return Source(uri, folder_name(pathlib.PurePath(name).stem),
                  ["uridecodebin", f"uri={uri}", "!", "videoconvert"], scheme in LIVE)


def file_source(argument, path):
    if not path.exists():
        raise Unreadable(f"{argument}: there is no such file or folder")
    if path.is_dir():
        return folder_source(argument, path)
    if not path.is_file():
        raise Unreadable(f"{argument}: this is not a file, a URI or a camera")
    info = discover(argument, path)
    elements = ["filesrc", f"location={path}", "!", "decodebin", "!", "videoconvert"]
    if rotated(info):
        elements += ["!", "videoflip", "video-direction=auto"]
    return Source(argument, folder_name(path.stem), elements, False, info.get_duration())


def folder_source(argument, path):
    """The pictures of a folder in the order of their names, each shown for two seconds. The elements
    are known when the pictures have been copied: see pictures.collect()."""
    files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    if not files:
        raise Unreadable(f"{argument}: there is no picture in this folder")
    return Source(argument, folder_name(path.resolve().name), [], pictures=files)


def slides(location, count):
    """The copies as a video of a frame a second; every picture stands there twice."""
    return ["multifilesrc", f"location={location}", f"stop-index={2 * count - 1}",
            "caps=image/png,framerate=(fraction)1/1", "!", "pngdec", "!", "videoconvert"]


def discover(argument, path):
    """Looks into a file: decodes its first frame and reads its duration."""
    try:
        discoverer = GstPbutils.Discoverer.new(20 * Gst.SECOND)
        info = discoverer.discover_uri(path.resolve().as_uri())
    except GLib.Error as error:
        raise Unreadable(f"{argument}: can't be decoded ({error.message.rstrip('.')})") from None
    lacking = missing(info)
    if lacking:
        raise Unreadable(f"{argument}: GStreamer lacks a {' and a '.join(lacking)}")
    if not info.get_video_streams():
        raise Unreadable(f"{argument}: there is no video in it")
    return info


def missing(info):
    """What GStreamer would need to show the file; tracks that are no picture may stay unread."""
    details = [detail.split("|") for detail in info.get_missing_elements_installer_details()]
    seen = bool(info.get_video_streams())
    return [detail[3] for detail in details if not seen or "decoder-video/" in detail[4]]


def rotated(info):
    """Whether the file says that its picture has to be turned before it is shown."""
    tags = info.get_video_streams()[0].get_tags() or info.get_tags()
    known, value = tags.get_string("image-orientation") if tags else (False, "")
    return known and value != "rotate-0"
