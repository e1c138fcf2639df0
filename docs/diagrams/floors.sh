#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Who includes whom in include/parley, out of the #include lines: floors.sh | dot -Tsvg >picture.svg
# A grey arrow is one that follows from two others.

set -eu
cd "$(dirname "$0")/../../include"
echo 'digraph floors {'
echo 'nodesep=0.5; node [shape=box, style=filled, fillcolor="#e8f0f8", fontname="sans-serif", fontsize=13];'
echo 'edge [color="#445566"]; top [label="server, client, session, …"];'
grep -rHoE '^#include <parley/[^>]*>' parley | awk '
    function floor_of(path) { sub(/^parley\//, "", path); return sub(/\/.*/, "", path) ? path : "top" }
    {
        from = to = $0
        sub(/:.*/, "", from); sub(/.*</, "", to); sub(/>$/, "", to)
        from = floor_of(from); to = floor_of(to)
        if (from != to) { edge[from, to]; floor[from]; floor[to] }
    }
    END {
        for (pair in edge) {
            split(pair, end, SUBSEP)
            implied = 0
            for (middle in floor) if ((end[1], middle) in edge && (middle, end[2]) in edge) implied = 1
            print end[1] " -> " end[2] (implied ? " [color=\"#c8d0d8\"]" : "") ";"
        }
    }' | sort
echo '}'
