#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/headers/needs_cpp20.sh COMPILER
#
# Who forgets -std=c++20 gets one plain sentence first, and no hundreds of errors after it, whichever header it was.

set -euo pipefail
include=$(cd "$(dirname "$0")/../../include" && pwd)
sentence='parley needs C++20: compile with -std=c++20'

failed=0
for header in parley server client concurrency/{one_at_a_time,thread_per_client,select_loop,poll_loop,policy} \
    net/tcp testing/conformance; do
    if told=$("$1" -std=c++17 -I"$include" -fsyntax-only -x c++ - 2>&1 <<<"#include <parley/$header.hpp>"); then
        echo "$header.hpp compiles as C++17" && failed=1
    elif [[ $(grep -m1 'error:' <<<"$told") != *"$sentence"* ]] || [ "$(grep -c 'error:' <<<"$told")" -gt 2 ]; then
        printf '%s.hpp says instead of the sentence alone:\n%s\n' "$header" "$told" && failed=1
    fi
done
exit $failed
