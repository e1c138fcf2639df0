#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: docs/cookbook/tsan_report.sh COMPILER
#
# Does ThreadSanitizer find the race that tsan_report.md is about, in the line that the page says? Exit code 77: this
# compiler or this kernel cannot do it.

set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

skip() {
    echo "not tried: $1"
    exit 77
}

where=$(grep -o 'racy\.cpp:[0-9]*' tsan_report.md | sort -u)
sed 's/std::atomic<int>/int/' tsan_report.cpp >"$folder/racy.cpp"
"$1" -std=c++20 -I../../include -g -fsanitize=thread "$folder/racy.cpp" -o "$folder/racy" ||
    skip "$1 has no ThreadSanitizer"
same_addresses=() # some kernels lay memory out in a way that it does not know
if setarch -R true 2>/dev/null; then same_addresses=(setarch -R); fi

# It sees what happens: now and then one thread has said everything before the other one begins.
for _ in {1..20}; do
    report=$("${same_addresses[@]}" "$folder/racy" 2>&1) || true
    if [[ $report == *'unexpected memory mapping'* ]]; then skip "this kernel's addresses"; fi
    if grep -q "^SUMMARY: ThreadSanitizer: data race .*$where " <<<"$report"; then exit 0; fi
done
printf 'no race was reported in %s, but:\n%s\n' "$where" "$report"
exit 1
