#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/compare/conversation.sh chat|raw|chapter PROGRAM [ARGUMENT...]
#
# A small conversation with a server that parley is compared with (examples/compare): two people come, talk and leave;
# each of them hears exactly what is due, and SIGTERM ends the server well: a chapter's simply by that signal, and it
# passes a CR on. Exit code 77: PROGRAM, a mere name, is not installed.

set -euo pipefail
dialect=$1
shift
time_limit=20

skip() {
    echo "not tested: $1"
    exit 77
}
[ "${BASH_VERSINFO[0]}" -ge 4 ] || skip "bash is older than 4"
[[ $1 == */* ]] || command -v "$1" >/dev/null || skip "$1 is not installed or was not built"

fail() {
    echo "$1"
    exit 1
}

server=
trap '[ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true' EXIT

# A coprocess, so that its stdout is a pipe to read the address from.
coproc "$@"
server=$COPROC_PID
exec {address}<&"${COPROC[0]}"
read -r -t $time_limit -u "$address" line || fail "it prints no address"
[[ $line =~ ^127\.0\.0\.1:([0-9]+)$ ]] || fail "its first line is no address: '$line'"
port=${BASH_REMATCH[1]}

# connect NAME: opens a connection, whose descriptor is then in $NAME.
connect() { exec {descriptor}<>"/dev/tcp/127.0.0.1/$port" && printf -v "$1" %s "$descriptor"; }
say() { printf '%s' "$2" >&"${!1}"; }
# hears NAME TEXT: exactly these bytes come next.
hears() {
    local LC_ALL=C heard=
    read -r -N ${#2} -t $time_limit -u "${!1}" heard || true
    [ "$heard" = "$2" ] || fail "$1 should hear $(printf %q "$2"), and hears $(printf %q "$heard")"
}

came() { echo "'$1' has just connected to the chat room!"; }
went() { echo "'$1' has left the chat room!"; }
welcome='You are now connected!'
end=$'\n' cr='' good_end=0

chat() {
    connect ann
    hears ann 'Pick a nickname: '
    say ann "ann$end"
    hears ann "$(came ann)$end$welcome$end"
    connect bob
    hears bob 'Pick a nickname: '
    say bob "bob$end"
    hears bob "$(came bob)$end$welcome$end"
    hears ann "$(came bob)$end"
    say ann "hello everybody$end"
    for one in ann bob; do hears $one "ann: hello everybody$end"; done
    say bob "one${end}two${end}three" # in one piece, and the last line is only half there
    for one in ann bob; do hears $one "bob: one${end}bob: two$end"; done
    say bob " and a half$end"
    for one in ann bob; do hears $one "bob: three and a half$end"; done
    say ann "with a CR"$'\r'"$end"
    for one in ann bob; do hears $one "ann: with a CR$cr$end"; done
    exec {bob}>&-
    hears ann "$(went bob)$end"
    say ann "alone$end"
    hears ann "ann: alone$end"
}

chapter() {
    cr=$'\r' good_end=143
    chat
}

raw() {
    connect ann
    hears ann "$welcome$end"
    connect bob
    hears bob "$welcome$end"
    say ann "hello everybody$end"
    for one in ann bob; do hears $one "hello everybody$end"; done
    say ann "one${end}two${end}three" # the last line is only half there
    for one in ann bob; do hears $one "one${end}two$end"; done
    say bob "four$end"
    for one in ann bob; do hears $one "four$end"; done
    say ann " and a half$end"
    for one in ann bob; do hears $one "three and a half$end"; done
    exec {bob}>&-
    say ann "alone$end"
    hears ann "alone$end"
}

"$dialect"
connect carl # somebody is still connected, and somebody else has not said a word, when it is stopped
kill -TERM "$server"
code=0
wait "$server" || code=$?
server=
[ $code -eq $good_end ] || fail "it ended with $code"
read -r -t $time_limit -u "$address" line && fail "it prints a second line: '$line'"
echo "a conversation, byte for byte"
