"""Writes the table of metrics of observability.md out of the table in the code.

    docs/metrics.py --write | --check build/tests/src/metrics/print-metric-table

The table stands between two marks; what is around it is written by hand. --check is a test.
"""

import difflib
import json
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).parent / "observability.md"
MARKS = re.compile(r"(<!-- metrics -->\n).*?(<!-- end of metrics -->)", re.DOTALL)


def labels(row):
    def one(label):
        values = " ".join(f"`{value}`" for value in label["values"])
        return f"`{label['name']}`" + (f": {values}" if values else "")
    return " · ".join(one(label) for label in row["labels"])


def table(program):
    rows = json.loads(subprocess.run([program], check=True, capture_output=True, text=True).stdout)
    yield "| metric | type | what | labels |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| `{row['name']}` | {row['type']} | {row['help']} | {labels(row)} |"


def main(how, program):
    old = PAGE.read_text(encoding="utf-8")
    whole = "\n".join(table(program)) + "\n"
    if not MARKS.search(old):
        sys.exit(f"{PAGE} has no marks for the table")
    new = MARKS.sub(lambda marks: marks[1] + whole + marks[2], old)
    if how == "--write":
        PAGE.write_text(new, encoding="utf-8")
    elif new != old:
        sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True),
                                                   "observability.md", "the code"))
        sys.exit("docs/observability.md is not what the code says: docs/metrics.py --write ...")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("--write", "--check"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
