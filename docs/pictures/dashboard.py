#!/usr/bin/env python3
"""Draws dashboard.svg: the panels of docs/grafana/animatize.json over what a Prometheus has recorded.

    dashboard.py http://127.0.0.1:9090 SECONDS >dashboard.svg

Of the last SECONDS. Series that were 0 all the time are left out. Grafana is not in Debian; places,
titles and queries are the dashboard's, the drawing is ours.
"""

import html
import json
import math
import pathlib
import re
import sys
import time
import urllib.parse
import urllib.request

DASHBOARD = pathlib.Path(__file__).parents[1] / "grafana" / "animatize.json"
WIDTH, UNIT, COLUMNS = 1200, 21, 24  # pixels, pixels of a row of the grid, columns of the grid
POINTS = 72
COLOURS = ["#73bf69", "#f2cc0c", "#5794f2", "#ff780a", "#b877d9", "#e02f44", "#37b7c3", "#c7d0d9",
           "#8f6b32", "#96d98d", "#8ab8ff", "#fade2a"]
INTERVAL = "20s"
MOST_SERIES = 9


def ask(server, expression, seconds):
    """[(labels, [(time, value)])] of a query over the last seconds."""
    now = time.time()
    for name, value in (("$__rate_interval", INTERVAL), ("$instance", ".*")):
        expression = expression.replace(name, value)
    query = urllib.parse.urlencode({"query": expression, "start": now - seconds, "end": now,
                                    "step": seconds / POINTS})
    with urllib.request.urlopen(f"{server}/api/v1/query_range?{query}", timeout=30) as answer:
        result = json.load(answer)["data"]["result"]
    return [(series["metric"], [(at - now + seconds, float(value)) for at, value in series["values"]])
            for series in result]


def named(template, labels):
    return re.sub(r"{{(\w+)}}", lambda match: labels.get(match.group(1), ""), template).replace("animatize", "", 1)


def series_of(server, panel, seconds):
    found = []
    for target in panel["targets"]:
        for labels, points in ask(server, target["expr"], seconds):
            points = [(at, value) for at, value in points if math.isfinite(value)]
            if any(value for _, value in points):
                found.append((named(target["legendFormat"], labels), points))
    found.sort(key=lambda one: -max(value for _, value in one[1]))
    return found[:MOST_SERIES]


def said(value, unit):
    if unit == "s":
        return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"
    if unit == "percentunit":
        return f"{value:.0%}"
    if unit == "bytes":
        return f"{value / 2**20:.3g} MiB" if value >= 2**20 else f"{value / 1024:.3g} KiB"
    return f"{value:.3g}" + {"fps": " fps", "currencyUSD": " $"}.get(unit, "")


def text(x, y, words, colour="#c7d0d9", size=10, anchor="start"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" font-size="{size}" '
            f'text-anchor="{anchor}">{html.escape(words)}</text>')


def line(points, box, seconds, top, colour):
    left, upper, width, height = box
    places = " ".join(f"{left + width * at / seconds:.0f},{upper + height * (1 - value / top):.1f}"
                      for at, value in points)
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.4" points="{places}"/>'


def drawn(server, panel, seconds):
    grid, unit = panel["gridPos"], panel["fieldConfig"]["defaults"]["unit"]
    x, y = grid["x"] * WIDTH / COLUMNS + 3, grid["y"] * UNIT + 3
    width, height = grid["w"] * WIDTH / COLUMNS - 6, grid["h"] * UNIT - 6
    yield f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="3" fill="#181b1f"/>'
    yield text(x + 9, y + 17, panel["title"], "#eceff4", 12)
    found = series_of(server, panel, seconds)
    if not found:
        yield text(x + width / 2, y + height / 2 + 6, "nothing happened", "#6c737c", 11, "middle")
        return
    top = 1.05 * max(value for _, points in found for _, value in points)
    box = (x + 52, y + 27, width - 190, height - 42)
    for share in (0, 0.5, 1):
        level = box[1] + box[3] * (1 - share)
        yield f'<path d="M{box[0]:.0f} {level:.1f}h{box[2]:.0f}" stroke="#2c3036"/>'
        yield text(box[0] - 5, level + 3, said(top * share, unit), "#8e959e", 9, "end")
    for index, (name, points) in enumerate(found):
        colour = COLOURS[index % len(COLOURS)]
        yield line(points, box, seconds, top, colour)
        yield text(box[0] + box[2] + 8, box[1] + 7 + 14 * index, name[:24], colour, 9.5)


def main():
    server, seconds = sys.argv[1], float(sys.argv[2])
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) * UNIT
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
          'font-family="sans-serif"><rect width="100%" height="100%" fill="#111217"/>')
    for panel in panels:
        if panel["type"] == "row":
            print(text(8, panel["gridPos"]["y"] * UNIT + 15, panel["title"], "#eceff4", 13))
        else:
            print("\n".join(drawn(server, panel, seconds)))
    print("</svg>")


if __name__ == "__main__":
    main()
