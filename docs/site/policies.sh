#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: docs/site/policies.sh >docs/policies.md
#
# The policies side by side: the six questions out of each header's @file comment, what each says of itself in code, and
# the costs out of docs/comparison.md. A test compares the page with what this script makes now.

set -eu
cd "$(dirname "$0")/../.."
folder=include/parley/concurrency
models='one_at_a_time thread_per_client select_loop event_loop'
policies='one_at_a_time thread_per_client select_loop poll_loop epoll_loop kqueue_loop'

# The answers of one header, a line for each: "question|answer".
answers() {
    awk '
    function flush() { if (question != "") print question "|" answer; question = "" }
    /^\/\/\/ - \*.*\?\*/ {
        flush()
        line = substr($0, 8)
        at = index(line, "?*")
        question = substr(line, 1, at); answer = substr(line, at + 3)
        next
    }
    /^\/\/\/   / && question != "" { answer = answer " " substr($0, 7); next }
    { flush() }' "$folder/$1.hpp"
}
says() { # POLICY REGEX: what one line of its header says
    header=$1
    grep -q "^using $1 = event_loop" "$folder/$1.hpp" && header=event_loop
    sed -n "s/.*$2.*/\\1/p" "$folder/$header.hpp" | head -n 1
}
cost() { # POLICY COLUMN: a cell of the table in docs/comparison.md, without the range
    awk -F ' *[|] *' -v policy="\`$1\`" -v column="$2" '
        /CPU ns for a delivery/ && !done { for (i = 1; i <= NF; i++) if ($i == column) at = i; if (at) reading = 1 }
        reading && $2 == policy { cell = $at; sub(/ \([0-9.]+–[0-9.]+\)\)$/, ")", cell); sub(/\(/, "(×\302\240", cell); print cell; done = 1; exit }' docs/comparison.md
}

cat <<'TEXT'
# Policies side by side

<!-- Made by docs/site/policies.sh out of the headers and comparison.md. Change those, not this. -->

A policy is a concurrency model: one way of waiting for many conversations. Each says at the top of its header how it answers the same six questions; here they stand beside one another. `poll_loop`, `epoll_loop` and `kqueue_loop` are `event_loop` with three different pollers.

## The six questions

TEXT
printf '| |'
for model in $models; do printf ' [`%s`](../%s/%s.hpp) |' "$model" "$folder" "$model"; done
printf '\n|---|---|---|---|---|\n'
answers select_loop | cut -d '|' -f 1 | while read -r question; do
    printf '| *%s* |' "$question"
    for model in $models; do
        answer=$(answers "$model" | sed -n "s/^$(printf %s "$question" | sed 's/[?]/[?]/')|//p")
        [ -n "$answer" ] || { echo "$folder/$model.hpp does not answer: $question" >&2; exit 1; }
        printf ' %s |' "$answer"
    done
    printf '\n'
done

cat <<'TEXT'

## Threads, limits, costs

How many threads and which lock is what the code says; a `null_mutex` does nothing, and costs nothing. The costs are CPU nanoseconds of the server for one message heard by one client, with 100 clients, and in brackets how many times that of a loop with no chat in it: [what each model costs](comparison.md) says where and how they were measured, with ranges and with more clients. Both are medians, and each round is compared with the loop of the same round: so the higher figure may have the lower factor.

TEXT
printf '| policy | several clients at once | threads | lock | one message in flight | 64 in flight | 1,024 in flight |\n'
printf '|---|---|---|---|---:|---:|---:|\n'
for policy in $policies; do
    together=$(says "$policy" 'serves_together = \([a-z]*\);')
    threads=$(says "$policy" 'threads() const noexcept { return \(.*\); }' | sed 's/1 + threads_\.load()/1, and 1 for each client/')
    lock=$(says "$policy" 'using mutex_type = \(.*\);' | sed 's/typename Threading::mutex/std::mutex/')
    printf '| [`%s`](../%s/%s.hpp) | %s | %s | `%s` |' "$policy" "$folder" "$policy" \
        "$([ "$together" = true ] && echo yes || echo no)" "$threads" "$lock"
    for flight in '1' '64' '1,024'; do
        figure=$(cost "$policy" "100 clients, $flight in flight")
        printf ' %s |' "${figure:-not measured}"
    done
    printf '\n'
done
cat <<'TEXT'

`one_at_a_time` has nobody to deliver to but the one client, so the benchmark, which has many, leaves it out. `kqueue_loop` needs a Mac or a BSD; [platforms](platforms.md) says what was run where.

## What a policy promises

A policy of your own is a struct that satisfies the concept in [`policy.hpp`](../include/parley/concurrency/policy.hpp). What no compiler can check is promised there, and tried by the kit in [`conformance.hpp`](../include/parley/testing/conformance.hpp); the recipe [write your own policy](cookbook/own_policy.md) is one, whole and tried. [Chapter 12](../tutorials/12-one-word/README.md) of the tutorials writes a poller for `event_loop`.
TEXT
