#!/usr/bin/python3
"""Reads what ctest and GoogleTest write.

Commands
  list             from `ctest --show-only=json-v1` on standard input: a line "label name" for each test
  count FOLDER …   from ctest's JUnit files and GoogleTest's JSON files: what failed, and "N passed, N failed"
A GoogleTest program counts by its cases; any other, and one that died before it wrote its result, as one.
"""
import glob
import json
import os
import sys
import xml.etree.ElementTree as ElementTree

LABELS = ("long", "system", "stores", "unit")


def labels_of(test):
    for entry in test.get("properties", []):
        if entry["name"] == "LABELS":
            return entry["value"]
    return []


def list_tests():
    for test in json.load(sys.stdin)["tests"]:
        labels = labels_of(test)
        print(next((label for label in LABELS if label in labels), "unit"), test["name"])


def programs(folder):
    """(name, passed) of each ctest entry."""
    for path in sorted(glob.glob(os.path.join(folder, "*.xml"))):
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            yield case.get("name"), case.get("status") == "run"


def cases(folder, program):
    """(name, passed, skipped) of each GoogleTest case, or None if the program left no result."""
    try:
        with open(os.path.join(folder, f"{program}.json"), encoding="utf-8") as content:
            suites = json.load(content)["testsuites"]
    except (OSError, ValueError, KeyError):
        return None
    return [
        (f"{suite['name']}.{case['name']}", not case.get("failures"), case.get("result") == "SKIPPED")
        for suite in suites
        for case in suite["testsuite"]
        if case.get("status") == "RUN"
    ]


def count_program(folder, program, good):
    """(passed, what failed, skipped) of one program."""
    found = cases(folder, program)
    if found is None:
        return int(good), [] if good else [program], 0
    skipped = sum(skip for _, _, skip in found)
    passed = sum(ok and not skip for _, ok, skip in found)
    bad = [f"{program}: {name}" for name, ok, _ in found if not ok]
    # A sanitizer's report or a crash at exit fails the program though each case passed.
    return passed, bad or ([] if good else [f"{program}: failed outside its cases"]), skipped


def count(folders):
    passed, failed, skipped = 0, [], 0
    for place in folders:
        for program, good in programs(place):
            more_passed, more_failed, more_skipped = count_program(place, program, good)
            passed, failed, skipped = passed + more_passed, failed + more_failed, skipped + more_skipped
        if os.path.exists(os.path.join(place, "instance.failed")):
            failed.append("the instance for the tests did not start")
    for name in failed:
        print(f"FAILED {name}")
    print(f"{passed} passed, {len(failed)} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


def main(arguments):
    if arguments[:1] == ["list"]:
        list_tests()
        return 0
    if arguments[:1] == ["count"] and len(arguments) > 1:
        return count(arguments[1:])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
