#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/experiments.sh CHAPTER_OR_PAGE FOLDER     (a chapter is a folder with a README.md, a page any text)
#
# Does everything in the console blocks happen as the text says? FOLDER holds its programs.
# Exit code 77: there is no nc(1) to try it with, or a command said so with this code.
#
# - `$ ./server 5000` starts a server in the background at a free port; further down, 5000 means that port. What stands
#   below the command has to come from the server, sooner or later, in this order. A new server ends the one before.
#   It may be another chapter's, and something may be done when it has ended: `$ ../02-lines/server 5000; echo $?`.
# - Any other `$ command` is run to its end, and what stands below it is exactly what it prints (stderr, too).
# - A command goes on in lines that begin with `> `, as the shell shows it.
# - `...` stands for anything in a line, and alone for any number of lines.
# - A block that begins with ```console manual is for people: nothing is run.

set -euo pipefail
text=$1
[[ ! -d $text ]] || text=$text/README.md
folder=$(cd "$(dirname "$text")" && pwd) text=${text##*/}
if grep -qw nc "$folder/$text" && ! nc -h 2>&1 | grep -q -e '-[a-zA-Z46]*N'; then
    echo "not tried: nc(1) with the option -N is not installed (Debian: netcat-openbsd)"
    exit 77
fi
cd "$2"
work=$(mktemp -d)
server= port=5000 log=/dev/null expected_of_server=

finish_server() {
    [[ -n $server ]] || return 0
    local pid=$server tries=0
    server=
    until expect "$expected_of_server" "$(sed "s/\b$port\b/5000/g" "$log")"; do
        ((++tries < 100)) || { differ "the server" "$expected_of_server" "$(cat "$log")"; return 1; }
        sleep 0.1 # what it prints last may still be on its way
    done
    kill -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}
trap '[[ -z $server ]] || kill -- "-$server" 2>/dev/null; rm -rf "$work"' EXIT

# expect PATTERN TEXT
expect() {
    pattern=$1 text=$2 awk '
        function fits(p, t,   parts, count, i, at) {
            if (index(p, "...") == 0) return p == t
            count = split(p, parts, "\\.\\.\\.")
            if (substr(t, 1, length(parts[1])) != parts[1]) return 0
            t = substr(t, length(parts[1]) + 1)
            for (i = 2; i < count; ++i) { at = index(t, parts[i]); if (!at) return 0; t = substr(t, at + length(parts[i])) }
            return length(t) >= length(parts[count]) && substr(t, length(t) - length(parts[count]) + 1) == parts[count]
        }
        function all(i, j) {
            if (i > np) return j > nt
            if (p[i] == "...") { for (; j <= nt + 1; ++j) if (all(i + 1, j)) return 1; return 0 }
            return j <= nt && fits(p[i], t[j]) && all(i + 1, j + 1)
        }
        BEGIN { np = split(ENVIRON["pattern"], p, "\n"); nt = split(ENVIRON["text"], t, "\n"); exit !all(1, 1) }'
}

differ() {
    printf '%s: %s\n--- the text says:\n%s\n--- what came:\n%s\n' "${folder##*/}/$text" "$1" "$2" "$3" >&2
}

run() { # COMMAND EXPECTED
    if [[ $1 =~ ^(\.\.?/([0-9a-z-]+/)?server(\ [^;]*)?)\ 5000(\;.*)?$ ]]; then
        local start="${BASH_REMATCH[1]} 0${BASH_REMATCH[4]}"
        finish_server
        log=$work/server.log
        : >"$log"
        set -m # a process group of its own, so that the whole command can be ended
        bash -c "$start" >"$log" 2>&1 </dev/null &
        set +m
        server=$! expected_of_server=$2
        until grep -q '^127\.0\.0\.1:' "$log"; do
            kill -0 "$server" || { differ "$1 does not start" "$2" "$(cat "$log")"; exit 1; }
            sleep 0.05 # for its address
        done
        port=$(sed -n '0,/^127\.0\.0\.1:/s/^127\.0\.0\.1://p' "$log")
        return
    fi
    local came status=0
    came=$(timeout 60 bash -c "${1//5000/$port}" 2>&1 </dev/null | sed "s/\b$port\b/5000/g") || status=$?
    if ((status == 77)); then
        printf 'not tried: %s\n' "$came"
        exit 77
    fi
    expect "$2" "$came" && return
    differ "$1" "$2" "$came"
    exit 1
}

inside=no command= output=
flush() {
    [[ -z $command ]] || run "$command" "${output%$'\n'}"
    command= output=
}
while IFS= read -r line <&3; do
    if [[ $inside == no && $line == '```console' ]]; then
        inside=yes
    elif [[ $inside == yes && $line == '```' ]]; then
        flush
        inside=no
    elif [[ $inside == yes && $line == '$ '* ]]; then
        flush
        command=${line#\$ }
    elif [[ $inside == yes && -z $output && $line == '> '* ]]; then
        command+=$'\n'${line#> }
    elif [[ $inside == yes ]]; then
        output+=$line$'\n'
    fi
done 3<"$folder/$text"
finish_server
