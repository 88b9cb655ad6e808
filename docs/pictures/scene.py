#!/usr/bin/env python3
"""Draws scene.svg from what animatizeanalyze says of one frame of the film in film.html.

    scene.py FRAMES RECORDS     a folder of frames (f00000.jpg ...) and the JSON lines of the element

The frames are those that film.html#dump lists; json-location of the element, with interval=0, writes
the lines.
"""

import base64
import json
import math
import pathlib
import sys

from motion import HEIGHT, RATE, WIDTH, text

SHOWN = 200
PANEL = 150
MARK = "#ffe45c"
PARTS = ("sharpness", "exposure", "contrast", "colour", "composition", "clean", "level")


def scene_at(path, frame):
    """The scene record of a frame, by its time."""
    time = frame * 1_000_000_000 // RATE
    lines = (json.loads(line) for line in pathlib.Path(path).read_text().splitlines())
    return next(line for line in lines if line["type"] == "scene" and line["pts"] == time)


def line(x1, y1, x2, y2, colour=MARK, more=""):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
            f'{more}/>')


def note(x, y, words):
    return (f'<rect x="{x - 4:.1f}" y="{y - 12:.1f}" width="{5.4 * len(words) + 8:.0f}" height="16" '
            f'fill="#222" opacity=".7"/>{text(x, y, words, colour=MARK)}')


def thirds():
    parts = []
    for share in (1 / 3, 2 / 3):
        dashed = 'stroke-dasharray="5 5" stroke-opacity=".6"'
        parts.append(line(share * WIDTH, 0, share * WIDTH, HEIGHT, "#fff", dashed))
        parts.append(line(0, share * HEIGHT, WIDTH, share * HEIGHT, "#fff", dashed))
    return "".join(parts)


def salient(composition):
    if "salient-x" not in composition:
        return ""
    x, y = composition["salient-x"] * WIDTH, composition["salient-y"] * HEIGHT
    return (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="13" fill="none" stroke="{MARK}" stroke-width="3"/>'
            + note(x + 22, y + 4, f"salient thing, thirds {composition['thirds']:.2f}"))


def horizon(composition):
    """Where it lies is not in the record, only how it is turned: an instrument in the corner."""
    if "horizon-roll" not in composition:
        return ""
    angle = -math.radians(composition["horizon-roll"])
    x, y, reach = 48, HEIGHT - 40, 30
    across, down = reach * math.cos(angle), reach * math.sin(angle)
    return (f'<circle cx="{x}" cy="{y}" r="{reach}" fill="#222" opacity=".7"/>'
            + line(x - across, y - down, x + across, y + down, MARK, 'stroke-width="3"')
            + note(x + 40, y + 4, f"horizon-roll {composition['horizon-roll']:.2f} degrees"))


def palette(colours):
    parts, x = [text(16, HEIGHT + 24, "colours.dominant", size=12)], 16.0
    whole = sum(colour["share"] for colour in colours["dominant"])
    for colour in colours["dominant"]:
        width = 250 * colour["share"] / whole
        parts.append(f'<rect x="{x:.1f}" y="{HEIGHT + 32}" width="{width:.1f}" height="34" '
                     f'fill="{colour["rgb"]}"/>')
        parts.append(text(x + 4, HEIGHT + 46, colour["name"], size=9, colour="#fff"))
        parts.append(text(x + 4, HEIGHT + 60, f"{colour['share']:.2f}", size=9, colour="#fff"))
        x += width
    return "".join(parts)


def values(scene):
    light, depth = scene["light"], scene["depth"]
    told = [f"state {scene['state']}, brightness {scene['brightness']:.2f}",
            f"light: key {light['key']}, contrast ratio {light['contrast-ratio']:.1f}",
            f"depth: {depth['layers']} layers ({depth['method']})",
            f"negative-space {scene['composition']['negative-space']:.2f}, "
            f"texture {scene['composition']['texture']:.2f}"]
    return "".join(text(16, HEIGHT + 86 + 16 * row, words) for row, words in enumerate(told))


def bars(aesthetics):
    left, full = 430, 180
    parts = [text(300, HEIGHT + 24, f"aesthetics: overall {aesthetics['overall']:.2f}", size=12)]
    for row, name in enumerate(part for part in PARTS if part in aesthetics):
        y = HEIGHT + 34 + 16 * row
        parts.append(text(left - 8, y + 10, name, "end"))
        parts.append(f'<rect x="{left}" y="{y}" width="{full}" height="12" fill="#eee"/>')
        parts.append(f'<rect x="{left}" y="{y}" width="{full * aesthetics[name]:.1f}" height="12" '
                     'fill="#2f6fde"/>')
        parts.append(text(left + full + 4, y + 10, f"{aesthetics[name]:.2f}", size=9))
    return "".join(parts)


def main(folder, records):
    scene = scene_at(records, SHOWN)
    picture = pathlib.Path(folder) / f"f{SHOWN:05d}.jpg"
    data = base64.b64encode(picture.read_bytes()).decode()
    composition = scene["composition"]
    body = (f'<image width="{WIDTH}" height="{HEIGHT}" href="data:image/jpeg;base64,{data}"/>'
            + thirds() + salient(composition) + horizon(composition) + palette(scene["colours"])
            + values(scene) + bars(scene["aesthetics"]))
    size = f'width="{WIDTH}" height="{HEIGHT + PANEL}"'
    (pathlib.Path(__file__).parent / "scene.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + PANEL}" '
        f'font-family="sans-serif"><rect {size} fill="#fff"/>{body}</svg>\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
