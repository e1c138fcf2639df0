#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/coverage.sh [all]
#
# Which lines and branches of include/ the tests execute: builds in build/coverage with counters (some minutes), runs
# the tests that take part, prints a table and writes build/coverage/report/index.html. Branches that the compiler
# makes for exceptions do not count. Fails below 95 % of the lines or 85 % of the branches. `all`: the slow tests, too.
# What is not covered, and why: docs/coverage.md.

set -euo pipefail
cd "$(dirname "$0")/.."
command -v gcovr >/dev/null || { echo "please install gcovr (Debian: apt-get install gcovr)" >&2; exit 2; }
folder=build/coverage
labels=(-L fast)
target=fast_tests
[ "${1-}" != all ] || { labels=() target=all; }
processors=$(getconf _NPROCESSORS_ONLN)

# Counters are raised atomically, or threads lose each other's.
cmake -S . -B $folder -G Ninja -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS='--coverage -fprofile-abs-path -fprofile-update=atomic' >/dev/null
cmake --build $folder --target $target --parallel "$processors"
find $folder -name '*.gcda' -delete
failed=0
# What builds other folders or looks at sources only executes none of these counters.
ctest --test-dir $folder "${labels[@]}" -E '^(packaging|compare|headers|ten_lines|policy_errors|tidy|reading_path)' \
    --parallel "$processors" --output-on-failure || failed=$?

mkdir -p $folder/report
gcovr --root . --filter include/ --exclude-directories '.*/tests/(headers|ten_lines|policy_errors)' \
    --exclude-throw-branches --exclude-unreachable-branches -j "$processors" \
    --html-details $folder/report/index.html --txt $folder/report/lines.txt $folder || failed=$?
cat $folder/report/lines.txt
tests/coverage_branches.py $folder 95 85 || failed=$? # why not gcovr's own count: see there
exit $failed
