#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/windows.sh
#
# Chapters 1 to 3 on Windows, as far as that can be shown without one: their programs and exercises are cross-built with
# Debian's mingw and run with wine, without a display. Then what the texts say has to happen (`experiments.sh`), and the
# graders, which run here, have to fail what the student is given and pass the solution. The sources are the same: only
# `sockets.hpp` knows Windows. Takes wine's folder from WINEPREFIX, or makes one. Exit code 77: mingw, wine or nc(1) is
# not installed.

set -euo pipefail
cd "$(dirname "$0")"
export PATH=$PATH:/usr/lib/wine
compiler=x86_64-w64-mingw32-g++-posix
wine=$(command -v wine64 || command -v wine || true)
server=$(command -v wineserver64 || command -v wineserver || true)
if ! command -v $compiler >/dev/null || [ -z "$wine" ] || [ -z "$server" ]; then
    echo "not tried: needs g++-mingw-w64-x86-64-posix and wine64"
    exit 77
fi

work=$(mktemp -d)
trap '[ "${WINEPREFIX-}" != "$work/prefix" ] || "$server" -k || true; rm -rf "$work"' EXIT
export WINEDEBUG=-all
unset DISPLAY
if [ -z "${WINEPREFIX-}" ]; then
    export WINEPREFIX=$work/prefix
    "$wine" wineboot --init >/dev/null 2>&1 || { echo "windows.sh: wine does not start" >&2; exit 1; }
    "$server" -w
    "$server" -p # one start of wine for all
fi

# build SOURCE PROGRAM: the Windows program, and a script of its name that starts it here and has ends of lines as here.
build() {
    $compiler -std=c++20 -Wall -Wextra -Werror -static -I"$chapter" -I. -I../include "$1" -o "$2.exe" -lws2_32
    cat >"$2" <<END
#!/usr/bin/env bash
"$wine" "$2.exe" "\$@" 2> >(sed -u 's/\\r\$//' >&2) | sed -u 's/\\r\$//'
exit \${PIPESTATUS[0]}
END
    chmod +x "$2"
}

chapters=(01-one-client 02-lines 03-short-writes)
for chapter in "${chapters[@]}"; do
    mkdir "$work/$chapter"
    for source in "$chapter"/*.cpp solutions/"$chapter"/solution.cpp; do
        [[ $source == */check.cpp || ! -e $source ]] || build "$source" "$work/$chapter/$(basename "$source" .cpp)"
    done
done

# What Windows does otherwise is left out: the reason that `client 1` gives (Winsock does not put it where perror()
# looks), and in chapter 3 what is said of chapter 2's server (SIGPIPE) and of EINTR.
for chapter in "${chapters[@]}"; do
    mkdir -p "$work/text/$chapter"
    awk -v blocks_with="$([ "$chapter" != 03-short-writes ] || echo '[$] [.]/server')" '
        /^```console$/ { inside = 1; block = "" }
        inside && /^[$]/ { skipped = ($0 == "$ ./client 1") }
        inside && (!skipped || /^```/) { block = block $0 "\n" }
        /^```$/ && inside { inside = skipped = 0; if (block ~ blocks_with) printf "%s", block }' \
        "$chapter/README.md" >"$work/text/$chapter/README.md"
    ./experiments.sh "$work/text/$chapter" "$work/$chapter"
    echo "$chapter: as in its text"
done

for chapter in "${chapters[@]}"; do
    if [ ! -e "solutions/$chapter/solution.cpp" ] || ! command -v g++ >/dev/null; then continue; fi
    g++ -std=c++20 -pthread -I../include -I. -I"$chapter" "$chapter/check.cpp" -o "$work/$chapter/check"
    ./exercise_test.sh "$chapter/exercise.cpp=$work/$chapter/exercise" \
        "solutions/$chapter/solution.cpp=$work/$chapter/solution" -- "$work/$chapter/check"
    echo "$chapter: graded"
done
