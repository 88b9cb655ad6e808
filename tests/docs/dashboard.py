"""The queries of docs/grafana/animatize.json, with Grafana's variables filled in."""

import json
import pathlib

DASHBOARD = pathlib.Path(__file__).parents[2] / "docs" / "grafana" / "animatize.json"
VARIABLES = {"$__rate_interval": "30s", "$instance": ".*"}


def dashboard():
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))


def panels():
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def expressions():
    """Each query once, in the order of the panels."""
    found = []
    for panel in panels():
        for target in panel["targets"]:
            expression = target["expr"]
            for name, value in VARIABLES.items():
                expression = expression.replace(name, value)
            if expression not in found:
                found.append(expression)
    return found
