"""Counts the cases of a test run: ./dev test prints what this prints.

    /usr/bin/python3 tests/support/count.py BUILD

A libcheck program writes its cases to BUILD/tap/*.tap, and each of them counts. A program without
such a file counts as one. A program that crashed, ran out of time, or failed without a failing
case counts as one failure more. The last line is "N passed, N failed"; status 1 when any failed.
"""

import json
import pathlib
import re
import sys

GOOD = {"OK", "EXPECTEDFAIL"}
RESULT = re.compile(r"(not )?ok \d+ - (.*)")
PLAN = re.compile(r"1\.\.\d+")


def read_tap(text):
    """The names of the cases that passed and failed, and whether the file is complete."""
    passed, failed, complete = [], [], False
    for line in text.splitlines():
        if PLAN.match(line):
            complete = True
        elif match := RESULT.match(line):
            (failed if match.group(1) else passed).append(match.group(2))
    return passed, failed, complete


def count_program(program, tap_folder):
    """What one line of meson's testlog.json stands for: cases passed, names of cases failed."""
    if program["result"] == "SKIP":
        return 0, []
    good = program["result"] in GOOD
    tap = pathlib.Path(program.get("env", {}).get("CK_TAP_LOG_FILE_NAME", "none"))
    if tap.parent != tap_folder or not tap.is_file():
        return (1, []) if good else (0, [program["result"].lower()])
    passed, failed, complete = read_tap(tap.read_text(errors="replace"))
    if not complete:
        failed.append(f"the program did not come to its end: {program['result'].lower()}")
    elif not good and not failed:
        failed.append(f"the program itself: {program['result'].lower()}")
    return len(passed), failed


def main(build):
    build = pathlib.Path(build).resolve()
    log = build / "meson-logs" / "testlog.json"
    if not log.is_file():
        print("no test has run\n0 passed, 1 failed")
        return 1
    passed, failed = 0, 0
    for line in log.read_text().splitlines():
        program = json.loads(line)
        good, bad = count_program(program, build / "tap")
        passed, failed = passed + good, failed + len(bad)
        for case in bad:
            print(f"FAILED {program['name']}: {case}")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
