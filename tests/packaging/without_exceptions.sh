#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/packaging/without_exceptions.sh COMPILER
#
# Who says -fno-exceptions is told in one plain sentence that parley throws, whichever header it was, and no more.

set -euo pipefail
include=$(cd "$(dirname "$0")/../../include" && pwd)
sentence='parley needs exceptions: compile without -fno-exceptions'

failed=0
for header in parley server client session concurrency/policy net/tcp chat/room testing/conformance bench/comparison; do
    if told=$("$1" -std=c++20 -fno-exceptions -I"$include" -fsyntax-only -x c++ - 2>&1 <<<"#include <parley/$header.hpp>")
    then
        echo "$header.hpp compiles without exceptions: is it tested?" && failed=1
    elif [[ $(grep -m1 'error:' <<<"$told") != *"$sentence"* ]] || [ "$(grep -c 'error:' <<<"$told")" -gt 2 ]; then
        printf '%s.hpp says instead of the sentence alone:\n%s\n' "$header" "$told" && failed=1
    fi
done
exit $failed
