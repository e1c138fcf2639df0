#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/windows.sh [DOCTEST-ARGUMENT...]
#
# The tests and programs on Windows, as far as that can be shown without one: cross-built with Debian's mingw, run with
# wine, without a display. Installs both where that is possible. Says how long each step took.

set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/build/windows

fail() {
    echo "windows.sh: $1" >&2
    exit 1
}

began=$SECONDS
step_done() {
    echo "windows.sh: $1: $((SECONDS - began)) s"
    began=$SECONDS
}

have() { command -v "$1" >/dev/null; }

# --- what is needed ---------------------------------------------------------------------------------------------

missing=()
have x86_64-w64-mingw32-g++-posix || missing+=(g++-mingw-w64-x86-64-posix)
[ -x /usr/lib/wine/wine64 ] || have wine64 || have wine || missing+=(wine64)
have cmake || missing+=(cmake)
have ninja || missing+=(ninja-build)
[ -e /usr/include/doctest/doctest.h ] || missing+=(doctest-dev)
if [ ${#missing[@]} -ne 0 ]; then
    have apt-get || fail "please install ${missing[*]} and start again"
    sudo=sudo
    [ "$(id -u)" -ne 0 ] || sudo=
    { $sudo apt-get update && $sudo apt-get install -y --no-install-recommends "${missing[@]}"; } >/dev/null ||
        fail "apt-get could not install ${missing[*]}: please install that yourself and start again"
fi
step_done "installing ${missing[*]-}"

# --- build ------------------------------------------------------------------------------------------------------

mkdir -p "$(dirname "$build")"
cmake -B "$build" -G Ninja --toolchain cmake/mingw.cmake -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG= \
    -DPARLEY_WERROR=ON >"$build.log"
cmake --build "$build" --parallel "$(getconf _NPROCESSORS_ONLN)" >>"$build.log" || { cat "$build.log" && fail "it does not build"; }
step_done "building (warnings are errors)"

# --- run --------------------------------------------------------------------------------------------------------

folder=$(mktemp -d)
export WINEPREFIX=$folder/prefix WINEDEBUG=-all
unset DISPLAY
export PATH=$PATH:/usr/lib/wine
wine=$(command -v wine64 || command -v wine)
server=$(command -v wineserver64 || command -v wineserver)
trap '"$server" -k >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
"$wine" wineboot --init >/dev/null 2>&1 || fail "wine does not start"
step_done "wine's first start"

# One start of wine for all, and each program once: a start takes longer than most tests. Four at a time, since they
# wait most of the time. On drive C:, where there is no /proc, as on Windows; drive Z: would show this system's.
"$server" -w # the one that is there ends first: -p is for a new one
"$server" -p
run_one() {
    local program=$1 name begin=$SECONDS said
    name=$(basename "$1" .exe)
    shift
    cd "$WINEPREFIX/drive_c"
    timeout 1800 "$wine" "$program" --no-version --force-colors=false "$@" >"$folder/$name.log" 2>&1 ||
        { touch "$folder/failed" && cat "$folder/$name.log"; }
    said=$(grep -ah 'test cases:' "$folder/$name.log" || echo 'it did not end')
    echo "$name: ${said#*test cases: }, $((SECONDS - begin)) s"
}
export -f run_one
export folder wine
printf '%s\0' "$build"/tests/test_*.exe "$build"/tests/headers/test_*.exe |
    xargs -0 -P 4 -I '{}' bash -c 'run_one "$@"' _ '{}' "$@"
step_done "tests"
{ grep -c 'left out on Windows' "$build.log" || true; } | sed 's/$/ test files were left out; why: tests\/windows.cmake/'
[ ! -e "$folder/failed" ] || fail "tests failed"

tests/windows_conversation.sh "$wine" "$build/examples"
step_done "a conversation of the programs"
if [ -x tutorials/windows.sh ]; then
    tutorials/windows.sh
    step_done "tutorials"
fi
