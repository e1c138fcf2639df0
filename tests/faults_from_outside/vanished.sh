#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/faults_from_outside/vanished.sh CHAT_SERVER CHAT_CLIENT
#
# Row 18 of the fault table: the machine of a client vanishes, without a FIN. Two network namespaces and a cable
# between them, which is cut while a chat goes on under every policy: the others' delivery goes on, and who vanished is
# found within the documented time, whether or not something was on its way to them. A server that was told not to
# look (--keep-alive-limit 0) has not found them by then. Exit code 77: this machine lets nobody make namespaces.

set -euo pipefail
limit=5
patience=40 # seconds; it is only reached when something is broken

skip() {
    echo "not tested: $1"
    exit 77
}

# The script starts itself again in a namespace of its own, where it may make others and a cable.
if [ "${3-}" != inside ]; then
    for tool in unshare nsenter ip; do
        command -v $tool >/dev/null || skip "$tool is not installed"
    done
    unshare -rn sh -c 'ip link add name here type veth peer name there && unshare -n true' 2>/dev/null ||
        skip "this machine does not let network namespaces and veth pairs be made"
    exec unshare -rn "$0" "$1" "$2" inside
fi

server=$1
client=$2
folder=$(mktemp -d)
processes=()
cleanup() {
    { kill -KILL "${processes[@]}" && wait; } 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

story() {
    echo "$1"
    tail -n 20 "$folder"/* 2>/dev/null || true
    exit 1
}

# await FILE LINE: until it is there.
await() {
    local until=$((SECONDS + patience))
    until grep -qF -- "$2" "$folder/$1" 2>/dev/null; do
        [ $SECONDS -lt $until ] || story "waited in vain for '$2' in $1"
        sleep 0.02
    done
}

# The other machine: a namespace that lives as long as this process.
unshare -n sleep 1000 &
machine=$!
processes+=($machine)
until [ "$(readlink /proc/$machine/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
there=(nsenter -t $machine -n) # no function: its process has to be the client's own
ip link set lo up
ip link add name here type veth peer name there netns $machine
ip address add 10.11.12.1/24 dev here
ip link set here up
"${there[@]}" ip address add 10.11.12.2/24 dev there
"${there[@]}" ip link set there up

# serve NAME ARGUMENT...
declare -A ports
serve() {
    local name=$1
    shift
    "$server" --host 10.11.12.1 --port 0 --quiet "$@" >"$folder/$name.address" 2>"$folder/$name.errors" &
    processes+=($!)
    await "$name.address" :
    ports[$name]=$(sed 's/.*://' "$folder/$name.address")
}

# come SERVER NAME [COMMAND...]: a client, here or (COMMAND) on the other machine, whose input is a pipe
declare -A inputs
come() {
    local name=$1.$2 arguments=(--host 10.11.12.1 --port "${ports[$1]}" --name "$2")
    shift 2
    mkfifo "$folder/$name.in"
    exec {input}<>"$folder/$name.in"
    rm "$folder/$name.in" # it lives on as long as it is open
    inputs[$name]=$input
    "$@" "$client" "${arguments[@]}" <&"$input" >"$folder/$name" 2>"$folder/$name.errors" &
    processes+=($!)
}
say() { printf '%s\n' "$2" >&"${inputs[$1]}"; }
welcome='You are now connected!'

policies=(thread_per_client select_loop poll_loop epoll_loop)
for policy in "${policies[@]}" careless; do
    if [ $policy = careless ]; then
        serve $policy --policy epoll_loop --keep-alive-limit 0
    else
        serve $policy --policy $policy --keep-alive-limit $limit
    fi
    come $policy ann
    await $policy.ann "$welcome"
    come $policy bob
    await $policy.bob "$welcome"
    come $policy eve "${there[@]}"
    await $policy.eve "$welcome"
    await $policy.ann "'eve' has just connected"
done
# Nobody speaks here: only keep-alive can find out.
serve silent --policy epoll_loop --keep-alive-limit $limit
come silent eve "${there[@]}"
await silent.eve "$welcome"
# One at a time: who waits is served when the one who vanished is found.
serve one_at_a_time --policy one_at_a_time --keep-alive-limit $limit
come one_at_a_time eve "${there[@]}"
await one_at_a_time.eve "$welcome"
come one_at_a_time ann
# Who comes later hears whether eve has left.
come silent ann
await silent.ann "$welcome"

"${there[@]}" ip link set there down
begin=$SECONDS
for i in 1 2 3 4 5; do # the others' delivery goes on
    for policy in "${policies[@]}" careless; do
        say $policy.ann "line $i"
        await $policy.bob "ann: line $i"
    done
done
talked=$((SECONDS - begin))
for policy in "${policies[@]}"; do await $policy.bob "'eve' has left the chat room!"; done
await silent.ann "'eve' has left the chat room!"
await one_at_a_time.ann "$welcome"
found=$((SECONDS - begin))

say careless.ann /who
await careless.ann 'eve'
grep -qF "'eve' has left" "$folder/careless.bob" && story "eve was found without having been looked for"
say careless.ann 'the end'
await careless.bob 'ann: the end'
for policy in "${policies[@]}"; do
    [ "$(grep -cF 'ann: line' "$folder/$policy.bob")" -eq 5 ] || story "bob has not heard every line once ($policy)"
    [ "$(grep -cF "'eve' has left" "$folder/$policy.bob")" -eq 1 ] || story "eve left more than once ($policy)"
done
echo "found after $found s, the limit being $limit s; meanwhile five lines were heard under each policy within $talked s"
