#!/usr/bin/env python3
"""Draws camera.svg and regions.svg from what animatizemotion says of the film in film.html.

    motion.py FRAMES RECORDS     a folder of frames (f00000.jpg ...) and the JSON lines of the element

The frames are those that film.html#dump lists; json-location of the element writes the lines.
"""

import base64
import json
import pathlib
import sys

WIDTH, HEIGHT, RATE = 640, 360, 25
LEFT, RIGHT, PLOT = 70, 20, 200  # pixels around and of the plot
TOP = 46
SHOWN = 110  # the frame of regions.svg
NAMES = {"camera-motion": "label", "camera-translation": "travels"}
COLOURS = {"static": "#8a94a6", "pan": "#2f6fde", "tilt": "#8e44ad", "zoom": "#d9822b",
           "roll": "#c0392b"}


def frames_of(path):
    lines = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]
    return [line for line in lines if line["type"] == "motion" and "camera-confidence" in line]


def stretches(frames, field):
    """[(value, first, last)] of equal values that follow one another."""
    found = []
    for index, frame in enumerate(frames):
        value = frame.get(field)
        if found and found[-1][0] == value:
            found[-1][2] = index
        else:
            found.append([value, index, index])
    return found


def x_of(index, count):
    return LEFT + (WIDTH - LEFT - RIGHT) * index / (count - 1)


def curve(frames, field, most, colour):
    middle = TOP + PLOT / 2
    points, parts = [], []
    for index, frame in enumerate(frames):
        if field in frame:
            y = middle - PLOT / 2 * max(-1, min(1, frame[field] / most))
            points.append(f"{x_of(index, len(frames)):.1f},{y:.1f}")
        elif points:
            parts, points = parts + [points], []
    return "".join(f'<polyline fill="none" stroke="{colour}" stroke-width="1.6" '
                   f'points="{" ".join(part)}"/>' for part in parts + [points] if part)


def text(x, y, words, anchor="start", size=11, colour="#333"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
            f'fill="{colour}">{words}</text>')


def band(frames, field, y, colour_of):
    parts = [text(LEFT - 8, y + 13, NAMES.get(field, field), "end")]
    for value, first, last in stretches(frames, field):
        if value is None:
            continue
        x, end = x_of(first, len(frames)), x_of(last, len(frames))
        parts.append(f'<rect x="{x:.1f}" y="{y}" width="{max(1, end - x):.1f}" height="18" rx="2" '
                     f'fill="{colour_of(value)}"/>')
        if end - x > 7 * len(value):
            parts.append(text((x + end) / 2, y + 13, value, "middle", 10, "#fff"))
    return "".join(parts)


def axes(frames, most):
    parts = []
    for share in (-1, -0.5, 0, 0.5, 1):
        y = TOP + PLOT / 2 * (1 - share)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, f"{share * most:g}", "end"))
    seconds = (len(frames) - 1) // RATE
    for second in range(seconds + 1):
        parts.append(text(x_of(second * RATE, len(frames)), TOP + PLOT + 88, f"{second} s",
                          "middle"))
    return "".join(parts)


def legend(curves):
    parts, x = [], LEFT
    for field, colour, unit in curves:
        parts.append(f'<rect x="{x}" y="18" width="14" height="3" fill="{colour}"/>')
        parts.append(text(x + 19, 23, f"{field} ({unit})"))
        x += 185
    return "".join(parts)


def document(height, body):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
            f'font-family="sans-serif"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
            f"{body}</svg>\n")


def camera(frames):
    most = 0.2
    curves = [("camera-pan", COLOURS["pan"], "widths/s"),
              ("camera-tilt", COLOURS["tilt"], "heights/s"),
              ("camera-zoom", COLOURS["zoom"], "ln scale/s")]
    body = axes(frames, most) + legend(curves)
    body += "".join(curve(frames, field, most, colour) for field, colour, _ in curves)
    body += band(frames, "camera-motion", TOP + PLOT + 10,
                 lambda label: COLOURS[label.split("-")[0]])
    body += band(frames, "steadiness", TOP + PLOT + 32,
                 {"locked": "#4c566a", "smooth": "#5e81ac", "handheld": "#b48ead",
                  "shaky": "#bf616a"}.get)
    body += band(frames, "camera-translation", TOP + PLOT + 54, lambda _: "#3b7d5d")
    return document(TOP + PLOT + 98, body)


def box(region):
    x, y = region["x"] * WIDTH, region["y"] * HEIGHT
    width, height = region["width"] * WIDTH, region["height"] * HEIGHT
    parts = [f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="none" '
             'stroke="#ffe45c" stroke-width="2"/>',
             f'<rect x="{x:.1f}" y="{y - 16:.1f}" width="46" height="15" fill="#222" opacity=".7"/>',
             text(x + 4, y - 5, f"id {region['id']}", colour="#ffe45c")]
    if "vx" in region:
        middle = x + width / 2, y + height / 2
        end = middle[0] + region["vx"] * WIDTH / 2, middle[1] + region["vy"] * HEIGHT / 2
        parts.append(f'<line x1="{middle[0]:.1f}" y1="{middle[1]:.1f}" x2="{end[0]:.1f}" '
                     f'y2="{end[1]:.1f}" stroke="#ffe45c" stroke-width="3" '
                     'marker-end="url(#tip)"/>')
    return "".join(parts)


def regions(frame, picture):
    data = base64.b64encode(picture.read_bytes()).decode()
    body = ('<defs><marker id="tip" viewBox="0 0 6 6" refX="3" refY="3" markerWidth="4" '
            'markerHeight="4" orient="auto"><path d="M0 0L6 3L0 6z" fill="#ffe45c"/></marker>'
            f'</defs><image width="{WIDTH}" height="{HEIGHT}" '
            f'href="data:image/jpeg;base64,{data}"/>')
    return document(HEIGHT, body + "".join(box(region) for region in frame["regions"]))


def main(folder, records):
    here, frames = pathlib.Path(__file__).parent, frames_of(records)
    (here / "camera.svg").write_text(camera(frames))
    picture = pathlib.Path(folder) / f"f{SHOWN:05d}.jpg"
    (here / "regions.svg").write_text(regions(frames[SHOWN], picture))


if __name__ == "__main__":
    main(*sys.argv[1:])
