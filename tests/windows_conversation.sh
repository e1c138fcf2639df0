#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/windows_conversation.sh WINE FOLDER
#
# chat_server.exe and two chat_client.exe of FOLDER hold one conversation, with input from pipes, under each model that
# Windows has; what each printed is compared byte by byte. Ctrl+C ends the server. Then somebody types at a console,
# which wine makes of a pseudo-terminal.

set -euo pipefail
wine=$1
programs=$2
folder=$(mktemp -d)
running=()
clean_up() {
    [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

fail() {
    echo "windows_conversation.sh: $1" >&2
    tail -n 20 "$folder"/*.out "$folder"/*.err >&2
    exit 1
}

# Waits until a file has this line.
expect() {
    local deadline=$((SECONDS + 60))
    until grep -sqF -- "$2" "$folder/$1"; do
        [ $SECONDS -lt $deadline ] || fail "$1 lacks '$2'"
        sleep 0.05
    done
}

client() { # NAME, and what it says comes from descriptor $2
    "$wine" "$programs/chat_client.exe" --port "$port" --name "$1" <&"$2" >"$folder/$1.out" 2>"$folder/$1.err" &
    running+=($!)
}

converse() {
    rm -f "$folder"/*
    "$wine" "$programs/chat_server.exe" --policy "$1" --port 0 >"$folder/server.out" 2>"$folder/server.err" &
    local server=$!
    running+=("$server")
    expect server.out 127.0.0.1:
    port=$(cut -d: -f2 "$folder/server.out")
    mkfifo "$folder/ann" "$folder/bob"
    exec 3<>"$folder/ann" 4<>"$folder/bob"
    client ann 3
    local ann=$!
    expect ann.out 'You are now connected!'
    client bob 4
    local bob=$!
    expect ann.out "'bob' has just connected"
    expect bob.out 'You are now connected!'
    echo 'Grüße, Bob! 👋' >&3
    expect bob.out 'ann: Gr'
    echo 'Hello, ann.' >&4
    expect ann.out 'bob: Hello'
    echo '/quit' >&4
    wait "$bob" || fail "bob's exit code is $?"
    expect ann.out "'bob' has left"
    kill -INT "$server" # wine makes a console's Ctrl+C of it
    wait "$ann" || fail "ann's exit code is $?"
    wait "$server" || fail "the server's exit code is $?"
    grep -qF 'Server has closed.' "$folder/server.err" || fail "the server did not say that it has closed"
    exec 3>&- 4>&-
    diff - "$folder/ann.out" <<'END' || fail "$1: ann was told something else"
'ann' has just connected to the chat room!
You are now connected!
'bob' has just connected to the chat room!
ann: Grüße, Bob! 👋
bob: Hello, ann.
'bob' has left the chat room!
-- The server is closing; goodbye.
END
    diff - "$folder/bob.out" <<'END' || fail "$1: bob was told something else"
'bob' has just connected to the chat room!
You are now connected!
ann: Grüße, Bob! 👋
bob: Hello, ann.
END
    echo "$1: ann and bob were told what was expected"
}

# Backspace, cursor keys, a character of two bytes, the line before again, Ctrl+C: what bob hears is what ann has edited.
type_at_console() {
    rm -f "$folder"/*
    "$wine" "$programs/chat_server.exe" --port 0 >"$folder/server.out" 2>"$folder/server.err" &
    local server=$!
    running+=("$server")
    expect server.out 127.0.0.1:
    port=$(cut -d: -f2 "$folder/server.out")
    mkfifo "$folder/ann" "$folder/bob"
    exec 3<>"$folder/ann" 4<>"$folder/bob"
    client bob 4
    expect bob.out 'You are now connected!'
    TERM=xterm-256color script -qefc "'$wine' '$programs/chat_client.exe' --port $port" "$folder/ann.out" <&3 >"$folder/screen.out" &
    local ann=$!
    running+=("$ann")
    expect ann.out 'ck a nickname'
    printf 'annn\177\r' >&3
    expect bob.out "'ann' has just connected"
    printf 'Grße\033[D\033[Dü\r' >&3
    expect bob.out 'ann: Grüße'
    printf '\033[A!\r' >&3
    expect bob.out 'ann: Grüße!'
    printf '\003' >&3
    expect bob.out "'ann' has left"
    wait "$ann" || fail "ann's exit code is $?"
    exec 3>&- 4>&-
    kill -INT "$server"
    wait "$server" || fail "the server's exit code is $?"
    echo "a console: what was edited is what was heard"
}

for policy in thread_per_client select_loop poll_loop; do converse "$policy"; done
if command -v script >/dev/null; then type_at_console; else echo "a console: skipped, since script(1) is missing"; fi
