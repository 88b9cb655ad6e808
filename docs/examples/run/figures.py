"""The chain in figures: what each element took per frame, and how often a cache had the answer."""

COLUMNS = ("mean", "p50", "p95", "p99", "max")


def milliseconds(ns):
    return f"{ns / 1e6:.2f}"


def hit_rate(stats):
    """Share of the questions that a cache could answer; empty where nobody asked one."""
    inner = stats.get("cache") or {}
    hits = inner.get("hits", stats.get("cache-hits"))
    misses = inner.get("misses", stats.get("cache-misses"))
    if hits is None or not hits + misses:
        return ""
    return f"{hits / (hits + misses):.0%} of {hits + misses}"


def row(name, stats):
    times = [milliseconds(stats[f"time-{column}"]) for column in COLUMNS]
    return [name, str(stats["frames"]), str(stats["skipped"]), *times, hit_rate(stats)]


def table(found):
    """`found`: the stats of the elements as [(name, dictionary)], in their order. Lines of text.

    Percentiles of the elements don't add up to those of the chain: an overlay behind it sees them."""
    rows = [["ms per frame", "frames", "skipped", *COLUMNS, "cache hits"]]
    rows += [row(name, stats) for name, stats in found]
    seen = next((stats for _, stats in found if "chain-time-mean" in stats), None)
    if seen:
        times = [milliseconds(seen[f"chain-time-{column}"]) for column in COLUMNS]
        rows.append(["all before the overlay", "", "", *times, ""])
    widths = [max(len(line[i]) for line in rows) for i in range(len(rows[0]))]
    return ["  ".join([line[0].ljust(widths[0])] +
                      [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]).rstrip()
            for line in rows]


def stats_of(element):
    """An element's `stats` as a dictionary; structures in it too."""
    return as_dictionary(element.get_property("stats"))


def as_dictionary(structure):
    names = [structure.nth_field_name(i) for i in range(structure.n_fields())]
    values = {name: structure.get_value(name) for name in names}
    return {name: as_dictionary(value) if hasattr(value, "n_fields") else value
            for name, value in values.items()}
