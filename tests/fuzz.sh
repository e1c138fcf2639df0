#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/fuzz.sh [SECONDS] [TARGET...]     fuzzes each target (all of them) for so many seconds of CPU time
#        tests/fuzz.sh --coverage [TARGET...]    what the inputs that were found so far cover of include/
#        tests/fuzz.sh --minimise TARGET FILE    the same crash with a smaller input
#
# Wants clang++ with libFuzzer (Debian: clang, llvm), else its exit code is 77. The targets are tests/fuzz/targets/*.hpp, their first inputs
# tests/fuzz/corpus/; what a run finds goes to build/fuzz/corpus/TARGET/ and is used by the next. An input that
# breaks something is left in build/fuzz/found/: put it into tests/fuzz/corpus/ when it is mended.

set -euo pipefail
cd "$(dirname "$0")/.."

export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
flags=(-DDOCTEST_CONFIG_DISABLE -std=c++20 -O1 -g -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS -pthread -Iinclude -Itests)

can_fuzz() {
    echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' |
        clang++ -fsanitize=fuzzer,address -x c++ - -o /dev/null
}
can_fuzz >/dev/null 2>&1 || {
    echo "tests/fuzz.sh: please install clang with libFuzzer (Debian: apt-get install clang llvm)" >&2
    exit 77
}

all_targets() { for header in tests/fuzz/targets/*.hpp; do basename "$header" .hpp; done; }

# The folder of first inputs: some targets take the same.
seeds() {
    case $1 in
    session | server | sockets) echo tests/fuzz/corpus/conversations ;;
    *) echo "tests/fuzz/corpus/$1" ;;
    esac
}

# build TARGET WHAT FLAG...: build/fuzz/TARGET.WHAT, when it is older than the sources.
build() {
    local program=build/fuzz/$1.$2
    mkdir -p "build/fuzz/corpus/$1" build/fuzz/found
    if [ -x "$program" ] && [ -z "$(find include tests/fuzz tests/protocol tests/every_* -newer "$program" -name '*.?pp' -print)" ]; then
        return
    fi
    local sources=(tests/fuzz/fuzzer.cpp)
    [ "$1" != sockets ] || sources+=(tests/every_server.cpp)
    clang++ "${flags[@]}" -DTARGET="$1" "${@:3}" "${sources[@]}" -o "$program"
}

# fuzz TARGET SECONDS: until so much CPU time is used, however busy the machine is.
fuzz() {
    local left=$2 executions=0 used=0 log=build/fuzz/$1.log spent TIMEFORMAT='%U %S'
    build "$1" fuzzer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined || {
        echo "$1: does not compile"
        return 1
    }
    while [ "$left" -gt 0 ]; do
        {
            spent=$({ time "build/fuzz/$1.fuzzer" -max_total_time="$left" -max_len=1500 -timeout=60 -print_final_stats=1 \
                -dict=tests/fuzz/dictionary.txt -artifact_prefix="build/fuzz/found/$1-" \
                "build/fuzz/corpus/$1" "$(seeds "$1")" >"$log" 2>&1; } 2>&1)
        } || {
            tail -n 40 "$log"
            echo "$1: broken; its input is in build/fuzz/found/"
            return 1
        }
        spent=$(awk '{ print int($1 + $2 + 1) }' <<<"$spent")
        used=$((used + spent)) left=$((left - spent))
        executions=$((executions + $(awk '/number_of_executed_units/ { print $2 }' "$log")))
    done
    echo "$1: $executions executions in $used seconds of CPU time, $(find "build/fuzz/corpus/$1" -type f | wc -l) inputs kept"
}

# coverage TARGET: lines and branches of include/ that the target's inputs reach.
coverage() {
    local tools program=build/fuzz/$1.coverage
    tools=$(dirname "$(readlink -f "$(command -v clang++)")")
    build "$1" coverage -fprofile-instr-generate -fcoverage-mapping -fsanitize=fuzzer
    LLVM_PROFILE_FILE=$program.raw "$program" -runs=0 "build/fuzz/corpus/$1" "$(seeds "$1")" 2>/dev/null
    "$tools/llvm-profdata" merge -sparse "$program.raw" -o "$program.data"
    echo "== $1"
    "$tools/llvm-cov" report "$program" -instr-profile="$program.data" include |
        awk '/\.hpp / { print "   ", $1, "lines", $10, "branches", $13 } /^TOTAL/ { print "    TOTAL lines", $10, "branches", $13 }'
}

seconds=10
case ${1-} in
--coverage)
    shift
    [ $# -gt 0 ] || mapfile -t targets < <(all_targets)
    for target in "${@:-${targets[@]}}"; do coverage "$target"; done
    exit
    ;;
--minimise)
    exec "build/fuzz/$2.fuzzer" -minimize_crash=1 -runs=100000 -exact_artifact_path="build/fuzz/found/$2-small" "$3"
    ;;
'' | *[!0-9]*) ;;
*)
    seconds=$1
    shift
    ;;
esac
[ $# -gt 0 ] || mapfile -t targets < <(all_targets)
failed=0
for target in "${@:-${targets[@]}}"; do fuzz "$target" "$seconds" || failed=1; done
exit $failed
