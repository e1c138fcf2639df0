#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/compare/doctored.sh COMPARE_DOCTORED
#
# The server that does wrong on purpose does exactly the wrong that it is asked for.

set -euo pipefail
doctored=$1
time_limit=20

[ "${BASH_VERSINFO[0]}" -ge 4 ] || {
    echo "not tested: bash is older than 4"
    exit 77
}

server=
trap '[ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true' EXIT

# expect FAULT LINE...: what somebody alone hears of the lines 1 to 6 when each third delivery goes wrong.
expect() {
    local fault=$1 address ann line code=0 heard=()
    shift
    coproc "$doctored" "$fault" 3
    server=$COPROC_PID
    read -r -t $time_limit -u "${COPROC[0]}" address
    exec {ann}<>"/dev/tcp/127.0.0.1/${address##*:}"
    printf '%s\n' 1 2 3 4 5 6 end >&"$ann"
    while [ ${#heard[@]} -le $# ]; do # the welcome, and as many lines as are expected
        read -r -t $time_limit -u "$ann" line || break
        heard+=("$line")
    done
    exec {ann}>&-
    kill -TERM "$server"
    wait "$server" || code=$?
    server=
    if [ "${heard[*]}" != "You are now connected! $*" ] || [ $code -ne 0 ]; then
        echo "$fault: heard '${heard[*]}', ended with $code"
        exit 1
    fi
}

expect none 1 2 3 4 5 6 end
expect lose 1 2 4 5 end
expect twice 1 2 3 3 4 5 6 6 end
expect swap 1 2 4 3 5 end 6
expect alter 1 2 2 4 5 7 end
echo "wrong as asked"
