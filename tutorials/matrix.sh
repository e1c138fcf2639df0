#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/matrix.sh CHAT_PROBE CHAPTERS CHAT_SERVER          compares with tutorials/matrix.md, row by row
#        tutorials/matrix.sh CHAT_PROBE CHAPTERS CHAT_SERVER --write  writes it anew
#
# Tries every case of chat_probe on the server of every chapter (CHAPTERS holds NN-name/server) and on chat_server under
# every model, each time on a server of its own, started with 256 descriptors. What must break must break.
#
# Most of it is waiting for what does not come, so many wait at once, and not for long. Whoever has waited as long as
# that for something else than the committed table says may have met a busy machine, and is tried again with a long
# patience. What was found without waiting is believed at once.

set -euo pipefail
probe=$(realpath "$1") chapters=$(realpath "$2") chat_server=$(realpath "$3") mode=${4-compare}
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cases=(two-clients broadcast dribble coalesce half-close reset freeze flood long-line garbage connect-storm dup-nick)
models=(one_at_a_time thread_per_client select_loop poll_loop epoll_loop)
rows=()
for server in [0-9][0-9]-*/server.cpp; do
    [ -x "$chapters/${server%.cpp}" ] && [[ $server < 12 ]] && rows+=("${server%/server.cpp}")
done
rows+=("${models[@]}")

# The cells of the committed table, by "ROW CASE".
declare -A committed=()
while IFS='|' read -r row name word; do
    committed["$row $name"]=$word
done < <([ ! -f matrix.md ] || awk -F ' *[|] *' '
    $2 == "server" { for (i = 3; i < NF; ++i) name[i] = $i; next }
    name[3] && !/---/ { for (i = 3; i < NF; ++i) print $2 "|" name[i] "|" $i }' matrix.md)

# What has come of it, in a few words.
cell() { # ROW CASE PATIENCE
    local patience=$3 out=$work/$1.$2 server pid port word code=0 naming=auto
    rm -f "$out".*
    case $1 in
    [0-9]*) server=("$chapters/$1/server" 0) naming=never ;;
    *) server=("$chat_server" --quiet --port 0 --policy "$1") ;;
    esac
    mkfifo "$out.address"
    (ulimit -c 0 -n 256 && exec "${server[@]}") >"$out.address" 2>"$out.complaints" &
    pid=$!
    IFS= read -r port <"$out.address" || true
    "$probe" --json --nickname $naming --patience "$patience" 127.0.0.1 "${port##*:}" "$2" >"$out.json" || true
    word=$(sed -n 's/.*"symptom": "\([^"]*\)".*/\1/p; s/.*"verdict": "pass".*/works/p; s/.*"verdict": "skipped".*/–/p' "$out.json")
    if [[ $word = "has ended" || $word = "hangs up on others" ]]; then # then it may be on its way out
        for _ in {1..50}; do
            kill -0 $pid 2>/dev/null || break
            sleep 0.1
        done
    fi
    if kill -0 $pid 2>/dev/null; then
        kill -KILL $pid
        wait $pid || true
    else
        wait $pid || code=$?
        case $code/$word in
        "0/has ended" | "0/hangs up on others") word="one client only" ;;
        0/*) ;;
        *) word="exit $code" ;;
        esac
    fi
    printf '%s\n' "${word:-no verdict}" >"$out.word"
} 2>/dev/null

# All of them, twelve at a time.
try_all() { # "ROW CASE PATIENCE"...
    local running=0 one
    for one in "$@"; do
        if [ $running -ge 12 ]; then
            wait -n || true
            running=$((running - 1))
        fi
        # shellcheck disable=SC2086
        cell $one &
        running=$((running + 1))
    done
    wait
}

# Has this case waited so long for something else than the committed table says?
met_a_busy_machine() { # ROW CASE PATIENCE
    [ "${committed["$1 $2"]-}" != "$(<"$work/$1.$2.word")" ] || return 1
    local took
    took=$(sed -n 's/.*"milliseconds": \([0-9]*\).*/\1/p' "$work/$1.$2.json")
    [ "${took:-0}" -ge $(($3 * 1000)) ]
}

tries=() again=()
for row in "${models[@]}" "${rows[@]:0:${#rows[@]}-${#models[@]}}"; do # who waits longest begins
    for name in "${cases[@]}"; do
        patience=3
        [ "${committed["$row $name"]-}" != works ] || patience=4
        [ "$mode" != --write ] || patience=5
        tries+=("$row $name $patience")
    done
done
try_all "${tries[@]}"
if [ "$mode" != --write ]; then
    for one in "${tries[@]}"; do
        # shellcheck disable=SC2086
        met_a_busy_machine $one && again+=("${one% *} 20")
    done
    [ ${#again[@]} -eq 0 ] || printf 'once more, and more patiently: %s\n' "${again[@]% *}"
    try_all "${again[@]}"
fi

table() {
    local row name
    printf '| server |'
    printf ' %s |' "${cases[@]}"
    printf '\n|---|'
    printf -- '---|%.0s' "${cases[@]}"
    for row in "${rows[@]}"; do
        printf '\n| %s |' "$row"
        for name in "${cases[@]}"; do printf ' %s |' "$(<"$work/$row.$name.word")"; done
    done
    printf '\n'
}
page() {
    cat <<'END'
# Fault matrix

What still breaks: what `chat_probe` finds at the server of each chapter, and at `chat_server` under each model. This
page is written by `tutorials/matrix.sh --write` and compared with a new run by the test `tutorials/matrix`: what breaks
here must break, or the chapter is wrong. `chat_probe --help` says what each case does. Each server was given 256
descriptors.

- *dribble*: every byte of a line comes alone. *coalesce*: many lines come at once.
- *exit 141*: the server died of `SIGPIPE`, without a word (128 + 13). *exit 1*: it complained, and ended itself.
- *freezes*: one who does not read stops everybody. *hoards*: what is meant for them is kept, without a limit.
- *–*: the case says nothing about this server.

END
    table
}
if [ "$mode" = --write ]; then
    page >matrix.md
    cat matrix.md
    exit
fi
page >"$work/matrix.md"
if ! diff matrix.md "$work/matrix.md"; then
    for row in "${rows[@]}"; do
        for name in "${cases[@]}"; do
            [ "${committed["$row $name"]-}" = "$(<"$work/$row.$name.word")" ] || {
                echo "--- $row, $name: $(cat "$work/$row.$name.word")"
                cat "$work/$row.$name".{json,complaints}
            }
        done
    done
    echo "The table has changed: mend the server, or run tutorials/matrix.sh --write." >&2
    exit 1
fi
echo "${#rows[@]} servers, ${#cases[@]} cases: as in tutorials/matrix.md"
