#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/compare/equally_capable.sh CHAT_SERVER COMPARE_SELECT
#
# The hand-written select() server is what parley's is held against, which is fair only if it does the same work. So
# both are told the same awkward things, and what everybody hears from the one must be what they hear from the other,
# byte for byte; both drop who does not read, and refuse whom select() cannot watch.

set -euo pipefail
export LC_ALL=C # bytes, not characters
time_limit=20
folder=$(mktemp -d)

[ "${BASH_VERSINFO[0]}" -ge 4 ] || {
    echo "not tested: bash is older than 4"
    exit 77
}

server=
cleanup() {
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

fail() {
    echo "$1 ($which)"
    tail -n 5 "$folder/$which".* || true
    exit 1
}

# start COMMAND...: the server; its port is then in $port.
start() {
    coproc "$@"
    server=$COPROC_PID
    local line
    read -r -t $time_limit -u "${COPROC[0]}" line || fail "it prints no address"
    port=${line##*:}
}

# connect NAME: opens a connection, whose descriptor is then in $NAME.
connect() { exec {descriptor}<>"/dev/tcp/127.0.0.1/$port" && printf -v "$1" %s "$descriptor"; }
# shellcheck disable=SC2059 # the text may have escapes
say() { printf -- "$2" >&"${!1}"; }
# hears NAME LINE: takes down all that NAME hears up to that line.
hears() {
    local line=
    while IFS= read -r -t $time_limit -u "${!1}" line; do
        printf '%s\n' "$line" >>"$folder/$which.$1"
        [ "$line" != "$2" ] || return 0
    done
    fail "$1 does not hear '$2'; last came '$line'"
}
# hears_rest NAME: the same up to the end of the connection.
hears_rest() { timeout $time_limit cat <&"${!1}" >>"$folder/$which.$1" || fail "$1 is not hung up on"; }
enters() {
    connect "$1"
    say "$1" "$1\n"
    hears "$1" 'You are now connected!'
}

came() { echo "'$1' has just connected to the chat room!"; }
went() { echo "'$1' has left the chat room!"; }
letters() { head -c "$1" /dev/zero | tr '\0' "$2"; }

names=('' ' ' '-x' '_x' 'a b' 'tab\there' 'bell\a' '\e[1mbold' 'del\x7f' 'c1\xc2\x85' "$(letters 33 n)" 'eve' 'EVE'
    '//' 'a/b')
lines=('plain' 'with CR\r' 'CR\rinside' 'two CR\r\r' '' '\r' ' ' '\ttab\t' '\e[2Jescape\a' 'del\x7fete'
    'nel\xc2\x85' '\x01' '\x01\x02' 'caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80' 'bad \xc3\x28' 'cut \xe2\x82'
    'cut \xf0\x9f\x98' 'surrogate \xed\xa0\x80' 'overlong \xc0\xaf \xe0\x80\x80 \xf0\x80\x80\x80'
    'beyond \xf4\x90\x80\x80' 'lone \x80\xbf' 'never \xf5 \xfe'
    '//slash' '///slashes' '/' '/nonsense' '/nonsense with more' '\x01/nonsense' ' /not a command' "$(letters 4096 a)"
    "$(letters 4097 b)" "$(letters 4096 c)\r" "$(letters 4097 d)\r" "$(letters 20000 e)" 'after that')

conversation() {
    enters eve
    connect ann
    local one
    for one in "${names[@]}"; do say ann "$one\n"; done
    say ann 'ann\nover\n'
    hears ann 'ann: over'
    hears eve 'ann: over'
    for one in "${lines[@]}"; do say ann "$one\n"; done
    for one in s p l i t '\r' '\n'; do say ann "$one"; done
    say ann 'over\nhalf a line'
    hears ann 'ann: over'
    hears eve 'ann: over'
    exec {ann}>&-
    hears eve "$(went ann)"
    connect dan
    say dan '/quit\n'
    hears_rest dan
    enters ann # the name is free again
    hears eve "$(came ann)"
    say ann 'last words\n/quit\nnot said\n'
    hears_rest ann
    hears eve "$(went ann)"
}

# Much is said while sam does not read: more than kernels keep, and the limit of 64 MiB on top.
slow_reader() {
    enters sam
    hears eve "$(came sam)"
    local farewell='-- You are reading too slowly; goodbye.' left line speech='' round
    left="$(went sam) (too slow)"
    exec {news}< <(grep --line-buffered -xF -e "$left" -e 'eve: that was all' <&"$eve") # of all that eve hears
    line=$(letters 4000 x)
    for ((round = 0; round < 60; round++)); do speech+=$line$'\n'; done
    for ((round = 0; round < 400; round++)); do
        ! read -t 0 -u "$news" || break
        printf '%s' "$speech" >&"$eve"
    done
    say eve 'that was all\n/quit\n'
    hears news "$left"
    hears news 'eve: that was all'
    hears_rest news
    exec {eve}>&- {news}<&-
    timeout $time_limit cat <&"$sam" >"$folder/sam" || fail "sam is not hung up on"
    exec {sam}>&-
    [ "$(tail -n 1 "$folder/sam")" = "$farewell" ] || fail "sam is not told why"
    ! grep -vxF -e "eve: $line" -e "$(came sam)" -e "$farewell" "$folder/sam" ||
        fail "sam hears half a line"
}

# More connections than select() can watch; those who are inside are none the worse for it.
too_many() {
    local most
    most=$(ulimit -n)
    [ "$most" = unlimited ] || [ "$most" -gt 1100 ] || return 0
    local crowd=() i one
    for ((i = 0; i < 1030; i++)); do
        connect one
        crowd+=("$one")
    done
    hears_rest one
    [ "$(tail -n 1 "$folder/$which.one")" = '-- The server is full; please try again later.' ] || fail "all are let in"
    for one in "${crowd[@]}"; do exec {one}>&-; done
}

stop() {
    enters bob
    connect carl
    too_many
    say bob 'still here\n'
    hears bob 'bob: still here'
    kill -TERM "$server"
    hears_rest bob
    hears_rest carl
    exec {bob}>&- {carl}>&-
    local code=0
    wait "$server" || code=$?
    server=
    [ $code -eq 0 ] || fail "it ended with $code"
}

evening() {
    which=$1
    shift
    start "$@"
    conversation
    slow_reader
    stop
}

ulimit -Sn "$(ulimit -Hn)"
evening parley "$1" --policy select_loop --port 0 --quiet --outbox-limit $((64 * 1024 * 1024))
evening select "$2"
for heard in "$folder"/parley.*; do
    diff "$heard" "$folder/select.${heard##*.}" >"$folder/difference" || {
        head -n 20 "$folder/difference"
        fail "${heard##*.} hears something else"
    }
done
echo "equally capable, byte for byte"
