#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/valgrind.sh [MODEL...]
#
# The conversations over sockets and the server's life under valgrind's memcheck, with the models that serve everybody
# in one thread (the sanitizers look after the others): no error, and nothing that was allocated is lost.

set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "please install valgrind (Debian: apt-get install valgrind)" >&2; exit 2; }
[ $# -gt 0 ] || set -- select_loop poll_loop epoll_loop

cmake --preset dev >/dev/null
cmake --build --preset dev --target test_chat_over_sockets test_server --parallel "$(getconf _NPROCESSORS_ONLN)"
# Says 24 MB within a time limit, which is too much for a program that is thirty times slower.
too_much='with clients that neither read nor close*'
for program in test_chat_over_sockets test_server; do
    for model in "$@"; do
        echo "$program, $model"
        # fair-sched: client and server take turns, or one of them runs into a time limit of the test's
        valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \
            --show-leak-kinds=definite --track-origins=yes --fair-sched=yes \
            build/dev/tests/$program --no-version --test-case="*<$model>*" --test-case-exclude="$too_much"
    done
done
