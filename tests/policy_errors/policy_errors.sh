#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/policy_errors/policy_errors.sh COMPILER FOLDER     (FOLDER is for files of its own)
#
# A wrong policy gives one plain sentence for each broken rule: my_policy.cpp compiles; each "BREAK" at its end is a
# change (for sed) after which it must not, and the sentence below it is the first that the compiler prints. (Without
# `mutex_type` it says two; nothing else may.)

set -euo pipefail
compiler=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
cd "$2"

fail() {
    echo "$1" >&2
    exit 1
}

compile() { "$compiler" -std=c++20 -I"$here/../../include" -fsyntax-only "$1" >"$1.log" 2>&1; }

# The rules' sentences in a log, without the line of source that the compiler shows below each.
sentences() { grep -E '(error|assertion failed).*A policy' "$1.log" | grep -oE "A policy('s|) .*" | awk '!seen[$0]++' || true; }

cp "$here/my_policy.cpp" good.cpp
compile good.cpp || fail "my_policy.cpp does not compile: $(cat good.cpp.log)"

count=0
while IFS= read -r change && IFS= read -r sentence; do
    change=${change#// BREAK } sentence=${sentence#//    }
    sed -e "$change" "$here/my_policy.cpp" | sed '/^\/\/ BREAK/,$d' >broken.cpp
    ! compile broken.cpp || fail "it compiles after: $change"
    told=$(sentences broken.cpp | grep -v 'breaks a rule of the concept' || true)
    most=1
    [[ $change != *mutex_type* ]] || most=2
    [ "$(wc -l <<<"$told")" -le $most ] && [[ $told == "$sentence"* ]] ||
        fail "after: $change"$'\n'"expected: $sentence"$'\n'"told: $told"
    count=$((count + 1))
done < <(grep -A1 '^// BREAK' "$here/my_policy.cpp" | grep -v '^--')
[ "$count" -ge 9 ] || fail "only $count rules were broken"
echo "$count wrong policies were explained"
