#!/usr/bin/python3
"""What building costs: processor time of the compilers, without ccache, by folder.

build_cost.py <build folder> <n> <target>…

Compiles every n-th object that the targets need, and all precompiled headers; keeps no object. A folder's sum is scaled
from its sample. User and system time, so that other work on the machine disturbs it little.
"""
import collections
import json
import os
import re
import subprocess
import sys


def answer_of_ninja(folder, *arguments):
    return subprocess.run(["ninja", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout


def compilations(folder, targets):
    """{object: command} of all that the targets need; what programs generate for them is made first."""
    needed = {line.strip().strip("'") for line in answer_of_ninja(folder, "-t", "inputs", *targets).splitlines()}
    entries = json.loads(answer_of_ninja(folder, "-t", "compdb"))
    made = {entry["output"]: entry["command"] for entry in entries if entry["output"].endswith((".o", ".gch"))}
    generated = sorted(path for path in needed if path.startswith(folder) and "/generated/" in path and not path.endswith(".o"))
    if generated:
        answer_of_ninja(folder, *generated)
    return {output: command for output, command in made.items() if output in needed or os.path.join(folder, output) in needed}


def seconds(folder, output, command):
    """User and system time of one compiler and of what it starts."""
    if output.endswith(".o"):
        command = re.sub(r"(\s-o\s+)\S+", r"\1/dev/null", command)
        command = re.sub(r"(\s-MF\s+)\S+", r"\1/dev/null", command)
    child = subprocess.Popen(command, shell=True, cwd=folder, env={**os.environ, "CCACHE_DISABLE": "1"})
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"build_cost: this failed: {command}")
    return usage.ru_utime + usage.ru_stime


def place_of(folder, output):
    if output.endswith(".gch"):
        return "precompiled headers"
    path = os.path.relpath(os.path.join(folder, output), folder)
    return path.split("/CMakeFiles/")[0] if "/CMakeFiles/" in path else os.path.dirname(path)


def main(arguments):
    folder, every, targets = os.path.realpath(arguments[0]), int(arguments[1]), arguments[2:]
    all_objects = compilations(folder, targets)
    places = collections.defaultdict(list)
    for output in sorted(all_objects):
        places[place_of(folder, output)].append(output)
    whole = 0.0
    for place, outputs in sorted(places.items()):
        chosen = outputs if place == "precompiled headers" else outputs[::every]
        scaled = sum(seconds(folder, output, all_objects[output]) for output in chosen) * len(outputs) / len(chosen)
        whole += scaled
        print(f"{scaled:8.1f} s {len(outputs):4} objects  {place}", flush=True)
    print(f"{whole:8.1f} s {len(all_objects):4} objects  build/{os.path.basename(folder)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 3 else __doc__)
