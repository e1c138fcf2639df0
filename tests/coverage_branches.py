#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""usage: tests/coverage_branches.py BUILD_FOLDER LEAST_LINES LEAST_BRANCHES

Which lines and branches of include/ were executed, over all programs of a build with counters. gcovr 5 counts the
branches that the compiler makes for exceptions where a program has a line and never executes it, although another one
does; here gcov is asked itself, which marks them always. A call that may throw is no branch at all: neither its
landing pad nor the way past it counts. Fails below so many percent."""

import collections
import concurrent.futures
import json
import os
import subprocess
import sys

root = os.path.realpath(os.path.join(os.path.dirname(__file__), "..")) + "/"
build = os.path.realpath(sys.argv[1])
least_lines, least_branches = float(sys.argv[2]), float(sys.argv[3])


def counters():
    for folder, _, names in os.walk(build):
        yield from (os.path.join(folder, name) for name in names if name.endswith(".gcda"))


def look(counter):
    command = ["gcov", "--json-format", "--stdout", "--branch-probabilities", counter]
    found = subprocess.run(command, cwd=build, capture_output=True, check=True).stdout
    lines, branches = {}, {}
    for document in map(json.loads, found.splitlines()):
        for file in document["files"]:
            path = os.path.realpath(os.path.join(document["current_working_directory"], file["file"]))
            if not path.startswith(root + "include/"):
                continue
            for line in file["lines"]:
                key = (path[len(root):], line["line_number"])
                lines[key] = max(lines.get(key, 0), line["count"])
                for number, count in enumerate(one["count"] for one in line["branches"] if not one["throw"]):
                    branches[key + (number,)] = max(branches.get(key + (number,), 0), count)
    return lines, branches


lines, branches = collections.Counter(), collections.Counter()
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for some_lines, some_branches in pool.map(look, sorted(counters())):
        for all_of, some in ((lines, some_lines), (branches, some_branches)):
            for key, count in some.items():
                all_of[key] = max(all_of[key], count)


def floor(path):
    parts = path.split("/")
    return parts[2] + "/" if len(parts) > 3 else "(top)"


def percent(counted):
    return 100 * sum(count > 0 for count in counted) / max(len(counted), 1)


print(f"{'floor':14}{'lines':>8}{'executed':>10}{'branches':>10}{'executed':>10}")
for name in sorted({floor(key[0]) for key in lines}) + ["all"]:
    of_lines = [count for key, count in lines.items() if name in ("all", floor(key[0]))]
    of_branches = [count for key, count in branches.items() if name in ("all", floor(key[0]))]
    print(f"{name:14}{len(of_lines):8}{percent(of_lines):9.1f}%{len(of_branches):10}{percent(of_branches):9.1f}%")
good = percent(list(lines.values())) >= least_lines and percent(list(branches.values())) >= least_branches
sys.exit(0 if lines and good else 1)
