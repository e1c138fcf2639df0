#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: tutorials/doctor.sh
#
# Is everything there that the chapters need? Says for each tool whether it works, not only whether it is there, and what
# to install if not. Exit code 0: all is well, 1: something that every chapter needs is missing. CXX names the compiler.

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
missing=0
good() { printf 'good     %s\n' "$*"; }
bad() {
    printf 'MISSING  %s\n' "$*"
    missing=1
}
hint() { printf 'note     %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

compiler=${CXX-}
for name in g++ clang++ c++; do
    [ -n "$compiler" ] || ! have "$name" || compiler=$name
done
printf '#include <concepts>\n#include <thread>\nint main() { std::thread([] {}).join(); }\n' >"$work/new.cpp"
if [ -z "$compiler" ]; then
    bad 'a C++ compiler: apt-get install g++ (on a Mac: xcode-select --install)'
elif ! "$compiler" -std=c++20 -pthread "$work/new.cpp" -o "$work/new" 2>/dev/null; then
    bad "$compiler does not build C++20: install g++ 12, clang 14 or newer"
else
    good "$compiler builds C++20 with threads"
fi

# 3.25 is the first that knows the presets as they are written here.
version=$(cmake --version 2>/dev/null | sed -n 's/.*version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
if [ -z "$version" ]; then
    bad 'cmake: apt-get install cmake (on a Mac: brew install cmake)'
elif [ "${version% *}" -lt 3 ] || { [ "${version% *}" -eq 3 ] && [ "${version#* }" -lt 25 ]; }; then
    bad 'this cmake is too old: install 3.25 or newer'
else
    good 'cmake is new enough'
fi
if have ninja; then good 'ninja'; else bad 'ninja: apt-get install ninja-build (on a Mac: brew install ninja)'; fi

if ! have nc; then
    bad 'nc: apt-get install netcat-openbsd'
elif nc -h 2>&1 | grep -q -e '-N'; then
    good 'nc can say that it will say no more (-N)'
else
    bad 'this nc has no -N, which the commands of the chapters use: apt-get install netcat-openbsd'
fi

# A race that cannot be missed, and exit code 66 when it is told of.
cat >"$work/race.cpp" <<'END'
#include <thread>
int shared = 0;
int main() {
    std::thread other([] { for (int i = 0; i != 100000; ++i) ++shared; });
    for (int i = 0; i != 100000; ++i) ++shared;
    other.join();
}
END
if [ -z "$compiler" ] ||
    ! "$compiler" -std=c++20 -pthread -g -fsanitize=thread "$work/race.cpp" -o "$work/race" 2>/dev/null; then
    hint 'ThreadSanitizer is not there; chapters 6 and 8 read its reports: apt-get install libtsan2, or a newer compiler'
else
    "$work/race" >"$work/report" 2>&1
    if grep -q 'WARNING: ThreadSanitizer: data race' "$work/report"; then
        good 'ThreadSanitizer finds a data race'
    elif grep -q 'unexpected memory mapping' "$work/report"; then
        hint 'ThreadSanitizer cannot live with the addresses that this kernel gives: start programs with "setarch -R ./PROGRAM"'
    else
        hint 'ThreadSanitizer is there and does not work; chapters 6 and 8 show its reports in their text, too'
    fi
fi

# shellcheck disable=SC3045 # POSIX does not have it, and every sh that we know has
limit=$(ulimit -n)
if [ "$limit" = unlimited ] || [ "$limit" -ge 1024 ]; then
    good "$limit descriptors for a program (ulimit -n)"
else
    hint "only $limit descriptors for a program: say ulimit -n 1024 in the terminal that you use"
fi

[ "$missing" -eq 0 ] && echo 'All is there. Go on in tutorials/00-index.md: the build folder is next.'
exit "$missing"
