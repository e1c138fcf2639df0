#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/compile_cost.sh [--write] [RUNS]     (default: 5; CXX names the compiler, default: g++)
#
# What it costs to compile an #include: the processor time (user and system) of compiling a file of that one line at -O0,
# the median of RUNS runs, and the same for the standard headers and those of the system that it brings along. Prints a
# table; --write puts it into docs/compile-cost.md. Rounds go through all headers, so that a busy moment hits each alike.

set -euo pipefail
cd "$(dirname "$0")/.."

page=docs/compile-cost.md
write=
[ "${1-}" != --write ] || { write=1; shift; }
runs=${1:-5}
compiler=${CXX:-g++}

# What a user names.
headers=(
    parley server client session version
    concurrency/{policy,one_at_a_time,thread_per_client,select_loop,poll_loop,epoll_loop}
    base/{options,outbox} net/{socket,tcp,in_process} protocol/{line_decoder,command} chat/{room,lobby}
    observe/{console,span,trace} testing/{conversation,conformance,explore} bench/comparison
)

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The standard headers, and those of the system, that a header and all headers of ours behind it include.
needed_by() {
    "$compiler" -std=c++20 -Iinclude -MM -x c++ - <<<"#include <parley/$1.hpp>" | grep -o 'include/parley/[^ ]*' |
        xargs sed -nE '/<parley/d; s/^#include (<[^>]+>).*/#if __has_include(\1)\n#include \1\n#endif/p'
}

: >"$folder/nothing.cpp"
cp tests/ten_lines/hello.cpp "$folder/ten_lines.cpp"
sources=(nothing ten_lines)
for header in "${headers[@]}"; do
    name=${header//\//_}
    echo "#include <parley/$header.hpp>" >"$folder/$name.cpp"
    needed_by "$header" >"$folder/$name-system.cpp"
    sources+=("$name" "$name-system")
done

TIMEFORMAT='%U %S'
for ((run = 1; run <= runs; ++run)); do
    echo "round $run of $runs" >&2
    for source in "${sources[@]}"; do
        { time "$compiler" -std=c++20 -O0 -Iinclude -c "$folder/$source.cpp" -o "$folder/out.o"; } 2>"$folder/said" ||
            { cat "$folder/said" >&2; exit 1; }
        awk '{ print $1 + $2 }' "$folder/said" >>"$folder/$source.seconds"
    done
done

median() { sort -n "$folder/$1.seconds" | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'; }
# row WHAT SOURCE [SOURCE OF THE SYSTEM'S HEADERS]
row() {
    awk -v what="$1" -v all="$(median "$2")" -v system_headers="${3:+$(median "$3")}" 'BEGIN {
        if (system_headers == "") printf "| %s | %.2f | | |\n", what, all
        else {
            ours = sprintf("%.2f", all - system_headers)
            sub(/^-0.00$/, "0.00", ours)
            printf "| %s | %.2f | %.2f | %s |\n", what, all, system_headers, ours
        }
    }'
}
table() {
    echo '| compiled | CPU seconds | of these: standard and system headers | parley |'
    echo '|---|---|---|---|'
    row 'an empty file' nothing
    row "the README's ten lines" ten_lines parley-system
    for header in "${headers[@]}"; do row "\`$header.hpp\`" "${header//\//_}" "${header//\//_}-system"; done
    echo
    echo "$("$compiler" --version | head -n 1), \`-std=c++20 -O0\`, median of $runs runs. \`parley.hpp\` took from" \
        "$(sort -n "$folder/parley.seconds" | head -n 1) to $(sort -n "$folder/parley.seconds" | tail -n 1) seconds."
}

table | tee "$folder/table"
if [ -n "$write" ]; then
    awk -v table="$folder/table" '
        /^<!-- .*: to here -->$/ { inside = 0 }
        !inside { print }
        /^<!-- .*: from here -->$/ { inside = 1; while ((getline line < table) > 0) print line }' \
        "$page" >"$folder/page"
    cp "$folder/page" "$page"
fi
