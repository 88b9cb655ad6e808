"""Writes the property tables of the element pages out of the elements themselves.

    GST_PLUGIN_PATH=build/gst /usr/bin/python3 docs/elements/properties.py --write | --check

A table stands between two marks; what is around them is written by hand. --check is a test.
"""

import difflib
import pathlib
import re
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GObject, Gst  # noqa: E402

HERE = pathlib.Path(__file__).parent
ELEMENTS = ("animatizemotion", "animatizeanalyze", "animatizeprompt", "animatizegen",
            "animatizeoverlay")
OPTIONAL = {"animatizeoverlay"}  # built only where its libraries are
FOREIGN = {"name", "parent", "qos"}  # GStreamer's own
MARKS = re.compile(r"(<!-- properties -->\n).*?(<!-- end of properties -->)", re.DOTALL)
NAMES = {"gboolean": "boolean", "guint": "uint", "guint64": "uint64", "gdouble": "double",
         "gchararray": "string"}


def number(value):
    return f"{value:g}" if isinstance(value, float) else str(value)


def bounds(spec):
    """0..1, from 1 on, or nothing where the whole type is allowed."""
    if not hasattr(spec, "minimum"):
        return ""
    whole = {"guint": 2**32 - 1, "guint64": 2**64 - 1}.get(spec.value_type.name, sys.float_info.max)
    if spec.maximum == whole:
        return f", from {number(spec.minimum)}" if spec.minimum > 0 else ""
    return f" {number(spec.minimum)}..{number(spec.maximum)}"


def kind(spec, element):
    if spec.value_type.is_a(GObject.TYPE_ENUM):
        values = type(element.get_property(spec.name)).__enum_values__.values()
        return "enum: " + " ".join(f"`{value.value_nick}`" for value in values)
    if spec.value_type.is_a(GObject.TYPE_FLAGS):
        values = sorted(spec.flags_class.__flags_values__.items())
        return "flags: " + " ".join(f"`{value.value_nicks[0]}`" for _, value in values)
    return NAMES.get(spec.value_type.name, spec.value_type.name) + bounds(spec)


def default(spec, element):
    if not spec.flags & GObject.ParamFlags.WRITABLE:
        return "read-only"
    value = element.get_property(spec.name)
    if spec.value_type.is_a(GObject.TYPE_ENUM):
        return f"`{value.value_nick}`"
    if spec.value_type.is_a(GObject.TYPE_FLAGS):
        everything = sum(spec.flags_class.__flags_values__)
        return "all" if int(value) == everything else " ".join(f"`{nick}`" for nick in value.value_nicks)
    if spec.value_type == GObject.TYPE_STRING:
        return f"`{value}`" if value else "empty"
    return str(value).lower() if isinstance(value, bool) else number(value)


def row(spec, element):
    settable = spec.flags & GObject.ParamFlags.WRITABLE and \
        not int(spec.flags) & int(Gst.PARAM_MUTABLE_PLAYING)
    note = " (before PAUSED)" if settable else ""
    return f"| `{spec.name}` | {kind(spec, element)} | {default(spec, element)} | {spec.blurb}{note} |"


def table(name):
    element = Gst.ElementFactory.make(name)
    if not element:
        sys.exit(f"properties.py: there is no element '{name}', see GST_PLUGIN_PATH")
    specs = [spec for spec in element.list_properties() if spec.name not in FOREIGN]
    rows = [row(spec, element) for spec in sorted(specs, key=lambda spec: spec.name)]
    return "\n".join(["| property | type | default | |", "|---|---|---|---|", *rows, ""])


def main(what):
    Gst.init(None)
    stale = False
    for name in ELEMENTS:
        if name in OPTIONAL and not Gst.ElementFactory.find(name):
            continue
        page = HERE / f"{name}.md"
        old = page.read_text(encoding="utf-8")
        new, marks = MARKS.subn(lambda found, name=name: found[1] + table(name) + found[2], old)
        if marks != 1:
            sys.exit(f"properties.py: {page.name} has no place for its table")
        if what == "--write":
            page.write_text(new, encoding="utf-8")
        elif new != old:
            stale = True
            sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True),
                                                       page.name, "what the element says"))
    return "run docs/elements/properties.py --write" if stale else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["--write"], ["--check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
