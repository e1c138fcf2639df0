#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/faults_from_outside/system_calls.sh CHAT_SERVER CHAT_CLIENT
#
# Runs a chat under every policy while strace lets system calls of the server fail, and compares what the clients
# printed with what they should have: errors that pass cost nobody a byte. In the last round the kernel claims to have
# taken one byte of what it was given: such a byte reaches nobody, but the log of the calls has it, and there each
# client's bytes, call by call, have to be the conversation. Exit code 77: this machine cannot trace.

set -euo pipefail
server=$1
client=$2
export ASAN_OPTIONS=detect_leaks=0 # the leak checker is a tracer itself, and there can be only one
time_limit=20

skip() {
    echo "not tested: $1"
    exit 77
}
command -v strace >/dev/null || skip "strace is not installed"
strace -f -D -e inject=getppid:error=EINTR -o /dev/null true 2>/dev/null || skip "this machine does not let programs be traced"

folder=$(mktemp -d)
processes=()
cleanup() {
    kill -KILL "${processes[@]}" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

# What each round injects: at the second call and every third from there on, and so forth. A call's number is counted
# for each thread.
waits='?poll,?ppoll,?select,?_newselect,?pselect6,?pselect6_time64,?epoll_wait,?epoll_pwait'
calls="accept4,recvfrom,sendto,sendmsg,?epoll_ctl,$waits"
interrupted=(-e "inject=accept4:error=EINTR:when=1+2" -e "inject=recvfrom:error=EINTR:when=1+2"
    -e "inject=sendto,sendmsg:error=EINTR:when=1+2" -e "inject=$waits:error=EINTR:when=2+3")
not_now=(-e "inject=accept4:error=ECONNABORTED:when=1+2" -e "inject=recvfrom:error=EAGAIN:when=2+3"
    -e "inject=sendto,sendmsg:error=EAGAIN:when=1+2" -e "inject=$waits:error=EAGAIN:when=2+3")
shortage=(-e "inject=accept4:error=EMFILE:when=1+5" -e "inject=recvfrom:error=ENOMEM:when=1+3"
    -e "inject=sendto,sendmsg:error=ENOBUFS:when=2+3" -e "inject=$waits:error=ENOMEM:when=2+4"
    -e "inject=?epoll_ctl:error=ENOMEM:when=2") # the first is the doorbell's, the second the listener's
short=(-e "inject=sendto,sendmsg:retval=1:when=1+2")

story() {
    echo "$1 ($policy, $round)"
    tail -n 40 "$folder"/* 2>/dev/null || true
    exit 1
}

# given NAME: all that the server's calls gave the kernel for a client, as far as the kernel says to have taken it.
# Clients are told apart by the order in which they were accepted. strace writes each byte as \xNN.
given() {
    printf '%b' "$(cat "$folder"/calls.* | LC_ALL=C sort -n | awk -v wanted="${order[$1]}" '
        { result = $0; sub(/.*\) += /, "", result); result += 0 }
        $2 ~ /^accept4\(/ && result >= 0 { client[result] = ++accepted }
        $2 ~ /^send(to|msg)\(/ && result > 0 {
            socket = $2; gsub(/[^0-9]/, "", socket)
            if (client[socket] != wanted) next
            bytes = ""
            for (rest = $0; match(rest, /"[^"]*"/); rest = substr(rest, RSTART + RLENGTH))
                bytes = bytes substr(rest, RSTART + 1, RLENGTH - 2)
            all = all substr(bytes, 1, 4 * result)
        }
        END { print all }')"
}

# said_to NAME: the lines that a client was told.
said_to() {
    if [ "$round" = short ]; then
        given "$1" | sed 's/^Pick a nickname: //'
    else
        cat "$folder/$1"
    fi
}

# Waits until a client was told a line, or fails.
await() {
    local until=$((SECONDS + time_limit))
    until said_to "$1" 2>/dev/null | grep -xF -- "$2" >/dev/null; do # not -q: nobody shall write to a closed pipe
        [ $SECONDS -lt $until ] || story "waited in vain for '$2' in $1"
        sleep 0.01
    done
}

# join NAME: a client whose input is a pipe. Who is told that the server is full tries again. In round "short" it is
# a bare connection: chat_client would not understand what misses a byte.
join() {
    local until=$((SECONDS + time_limit))
    order[$1]=$((${#order[@]} + 1))
    if [ "$round" = short ]; then
        exec {input}<>"/dev/tcp/127.0.0.1/$port"
        inputs[$1]=$input
        cat <&"$input" >"$folder/$1" &
        clients[$1]=$!
        processes+=($!)
        say "$1" "$1"
        await "$1" "$welcome"
        return
    fi
    mkfifo "$folder/$1.in"
    exec {input}<>"$folder/$1.in"
    rm "$folder/$1.in" # it lives on as long as it is open
    inputs[$1]=$input
    : >"$folder/$1"
    while true; do
        "$client" --port "$port" --name "$1" <&"$input" >"$folder/$1" 2>"$folder/$1.errors" &
        clients[$1]=$!
        processes+=($!)
        while kill -0 "${clients[$1]}" 2>/dev/null; do
            grep -qxF 'You are now connected!' "$folder/$1" && return
            [ $SECONDS -lt $until ] || story "$1 is not served"
            sleep 0.01
        done
        grep -qxF 'You are now connected!' "$folder/$1" && return
        if grep -qxF -- '-- The server is full; please try again later.' "$folder/$1"; then
            refused=$((refused + 1))
        elif [ -s "$folder/$1" ] || [ "$round" != shortage ]; then
            story "$1 was hung up on" # in a shortage even the refusal may not come through
        fi
    done
}

# say NAME TEXT
say() { printf '%s\n' "$2" >&"${inputs[$1]}"; }

# leaves NAME: its program ends well.
leaves() {
    wait "${clients[$1]}" || story "the client of $1 ended with $?"
    local input=${inputs[$1]}
    exec {input}>&-
}

# heard NAME LINE...: exactly that.
heard() {
    local name=$1
    shift
    printf '%s\n' "$@" | diff - <(said_to "$name") >"$folder/difference" || story "$name has not heard what was said"
}

came() { echo "'$1' has just connected to the chat room!"; }
went() { echo "'$1' has left the chat room!"; }
welcome='You are now connected!'
closing='-- The server is closing; goodbye.'

together() {
    join ann
    join bob
    await ann "$(came bob)"
    say ann 'hello everybody'
    await bob 'ann: hello everybody'
    say bob one
    say bob two
    await ann 'bob: two'
    say bob '/msg ann psst'
    await ann '[from bob] psst'
    await bob '[to ann] psst'
    say bob /quit
    leaves bob
    await ann "$(went bob)"
    close
    leaves ann
    heard ann "$(came ann)" "$welcome" "$(came bob)" 'ann: hello everybody' 'bob: one' 'bob: two' '[from bob] psst' "$(went bob)" "$closing"
    heard bob "$(came bob)" "$welcome" 'ann: hello everybody' 'bob: one' 'bob: two' '[to ann] psst'
}

one_by_one() {
    for name in ann bob; do
        join $name
        say $name one
        say $name two
        await $name "$name: two"
        say $name /quit
        leaves $name
        heard $name "$(came $name)" "$welcome" "$name: one" "$name: two"
    done
    close
}

close() {
    kill -TERM "$server_process"
    wait "$server_process" || story "the server ended with $?"
}

# evening ROUND SCRIPT INJECTION...: a server, its guests, and the bill.
evening() {
    round=$1
    local script=$2
    shift 2
    rm -f "$folder"/*
    local -A inputs=() clients=() order=()
    refused=0
    # -D: the server is our child, and strace its grandchild
    strace -D -ff -ttt -xx -v -s 65536 -o "$folder/calls" -e "trace=$calls" "$@" "$server" --policy "$policy" --port 0 --quiet \
        >"$folder/address" 2>"$folder/errors" &
    server_process=$!
    processes+=($!)
    local until=$((SECONDS + time_limit))
    until [ -s "$folder/address" ]; do
        [ $SECONDS -lt $until ] || story "the server does not start"
        sleep 0.01
    done
    port=$(sed 's/.*://' "$folder/address")
    "$script"
    cat "$folder"/calls.* >"$folder/calls"
    for call in accept4 recvfrom sendto; do
        [ "$round" = short ] && [ $call != sendto ] || grep -q "$call(.*INJECTED" "$folder/calls" ||
            story "nothing was injected into $call()"
    done
    [ "$(wc -l <"$folder/calls")" -lt 3000 ] || story "it spins"
    [ "$round" != shortage ] || [ $refused -ge 1 ] || story "nobody was refused for want of descriptors"
    processes=()
}

for policy in one_at_a_time thread_per_client select_loop poll_loop epoll_loop; do
    script=together
    [ $policy != one_at_a_time ] || script=one_by_one
    evening interrupted $script "${interrupted[@]}"
    evening not_now $script "${not_now[@]}"
    evening shortage $script "${shortage[@]}"
    evening short $script "${short[@]}"
done
echo "20 conversations, byte for byte, in $SECONDS s"
