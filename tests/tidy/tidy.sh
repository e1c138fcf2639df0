#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/tidy/tidy.sh [FOLDER]     (FOLDER holds include/parley; default: this repository)
#
# The style guide as a test: prints one line for every broken rule, `file:line: what is wrong; what to do`,
# and fails when there is one. tests/tidy/tidy_test.sh tests this script.

set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"

# --- the rules' tables ------------------------------------------------------------------------------------------

# Which folders of include/parley a folder may include. "top" is what lies in include/parley itself.
may_include() {
    case $1 in
    base) echo 'base' ;;
    net) echo 'base net' ;;
    protocol) echo 'base protocol' ;;
    chat) echo 'base chat' ;;
    observe) echo 'base net observe' ;; # a trace decorates a transport
    concurrency) echo 'base net observe concurrency' ;;
    top) echo 'base net protocol chat observe concurrency top' ;;
    bench) echo 'base net protocol chat observe concurrency top testing bench' ;;
    testing) echo 'base net protocol chat observe concurrency top bench testing' ;;
    *) return 1 ;;
    esac
}

# Headers that only users include, and tests: nothing else pays for them.
by_name_only='parley/observe/trace\.hpp'

# Who may have `#if`: the choice of the operating system, its twins, the questions for pollers in the umbrella and in
# the header of epoll, the questions which C++ this is and whether locks are
# checked, and the benchmark's question how it was compiled.
may_have_conditionals='^include/parley/(net/native(_[a-z_]+)?|bench/(native_[a-z_]+|compiled)|base/(cpp20|guarded_by))\.hpp:|^include/parley/(parley|concurrency/epoll_loop)\.hpp:[0-9]+:.*__has_include'

# Who may name the operating system.
may_name_the_system='^include/parley/(net/native_[a-z_]+|concurrency/pollers/[a-z_]+|bench/native_[a-z_]+|testing/this_process)\.hpp:'
system_headers='(sys|arpa|netinet|net|linux|mach)/[^>"]*\.h|(unistd|poll|netdb|fcntl|signal|pthread|termios|ifaddrs|dlfcn|sched|spawn|io|windows|winsock2?|ws2tcpip|mswsock|afunix|process)\.h|csignal'

# Slow to compile, or missing from some C++20 libraries.
banned_everywhere='format|stop_token|source_location'
banned_from_the_core='regex|iostream|filesystem'
banned_names='std::(jthread|source_location|stop_token|format|vformat|format_to)\>'
not_the_core='^include/parley/(bench|testing)/'

# Who may start threads. background.hpp is what server::start() is made of.
may_start_threads='^include/parley/(concurrency/|bench/|testing/|(server|client|background)\.hpp:)'
starts_threads='std::thread\>([^:]|$)|std::async\>|\<pthread_create\>'

# Macros of other names reach into the program that includes us. What Windows' headers ask for is undefined again, but
# for FD_SETSIZE, which is theirs.
may_define='^[^:]*:[0-9]+:[[:space:]]*#[[:space:]]*define[[:space:]]+PARLEY_|^include/parley/net/native_winsock\.hpp:'

# A clock that somebody may set: what is due would come at once, or in an hour.
clocks_that_jump='(system|high_resolution)_clock|\<CLOCK_REALTIME|\<(time|gettimeofday|clock_gettime|ftime)\('

# The slots of a comment, in their order (CONTRIBUTING.md, "Pages"), as far as words tell them: how a sentence begins
# (or what follows a semicolon or a colon) that says which threads may, how it fails, what it costs.
which_threads='^(not )?thread-safe|^(from )?any thread|^any number of threads|^used by|^own thread|^one thread$'
how_it_fails='^throws'
what_it_costs='^linear in|^constant time|^costs '

line_limit=200
width_limit=120

# --- the work ---------------------------------------------------------------------------------------------------

complain() { printf '%s\n' "$1"; }

# Reads `file:line:code` lines and complains about each one.
complain_about() {
    local file line code
    while IFS=: read -r file line code; do
        complain "$file:$line: $1 (${code## })"
    done
}

# `file:line:code` of every header line without its // comment.
code() { awk '{ sub(/\/\/.*/, ""); if (NF) print FILENAME ":" FNR ":" $0 }' "${headers[@]}"; }
# Lines of the code that match $1; $2, if given, is who may.
matching() { grep -E "$1" <<<"$all_code" | if [ -n "${2-}" ]; then grep -Ev "$2"; else cat; fi || true; }

floor_of() {
    case $1 in
    */*) echo "${1%%/*}" ;;
    *) echo top ;;
    esac
}

check_form() {
    local file length
    for file in "${headers[@]}"; do
        length=$(awk 'END { print NR }' "$file")
        [ "$length" -le "$line_limit" ] ||
            complain "$file:$length: over $line_limit lines; split it, a header is read in one sitting"
        awk -v limit=$width_limit 'length > limit && !/^\/\/\/ \|/ { print FILENAME ":" FNR ":" length " columns" }' "$file" |
            complain_about "over $width_limit columns; break the line (rows of a table may be longer)"
        grep -qx '#pragma once' "$file" || complain "$file:1: lacks '#pragma once'; begin with it"
        grep -qx '// SPDX-License-Identifier: MIT' "$file" ||
            complain "$file:2: lacks '// SPDX-License-Identifier: MIT'; add it below '#pragma once'"
        grep -q '^/// @file' "$file" ||
            complain "$file:4: lacks its '/// @file' comment; say what it is for and what it refuses to know"
    done
}

# Of each block of /// lines, which begins at `at`. One with @file has slots of its own: rule 2.
check_comments() {
    local order='purpose, threads, failure, cost, table, @tparam, @param, @returns, @throws, @see, example'
    awk -v order="$order" -v threads="$which_threads" -v fails="$how_it_fails" -v costs="$what_it_costs" '
    function slot(number, name) {
        if (number >= last) { last = number; last_name = name }
        else if (!told++) print at ": " name " comes after " last_name "; the order is: " order
    }
    function look_at_text(    i, count, sentence) {
        if (text ~ /[^ ]/ && last >= 6 && paragraph) slot(1, "text")
        count = split(tolower(text), sentence, /[.;:] +/)
        for (i = 1; i <= count; ++i) {
            sub(/[.;:]? *$/, "", sentence[i])
            if (sentence[i] ~ threads) slot(2, "which threads may")
            if (sentence[i] ~ fails) slot(3, "how it fails")
            if (sentence[i] ~ costs) slot(4, "what it costs")
        }
        text = ""
        paragraph = 0
    }
    function end_block() { look_at_text(); at = ""; last = code = paragraph = of_file = told = 0 }
    FNR == 1 { end_block() }
    !/^[[:space:]]*\/\/\/($|[^<])/ { end_block(); next }
    {
        if (at == "") at = FILENAME ":" FNR
        if (/@file/) of_file = 1
        if (of_file) next
        line = $0
        sub(/^[[:space:]]*\/\/\/ */, "", line)
        gsub(/@[{}]/, "", line)
        if (line ~ /^@code/) code = 1
        if (code && line !~ /^@code/) { if (line ~ /^@endcode/) code = 0; next }
        if (line ~ /^(@|\||$)/) look_at_text()
        if (line ~ /^\|/) slot(5, "a table")
        else if (line ~ /^@tparam/) slot(6, "@tparam")
        else if (line ~ /^@param/) slot(7, "@param")
        else if (line ~ /^@returns?/) slot(8, "@returns")
        else if (line ~ /^@throws/) slot(9, "@throws")
        else if (line ~ /^@see/) slot(10, "@see")
        else if (line ~ /^@(code|include|snippet)/) { slot(11, "the example"); paragraph = 1 }
        else if (line !~ /[^ ]/) paragraph = 1
        if (line ~ /^@t?param/) { sub(/^@t?param +[^ ]+ */, "", line); paragraph = 0 }
        if (line !~ /^[@|]/) text = text " " line
    }
    END { end_block() }' "${headers[@]}"
}

check_floors() {
    local file line code from to
    while IFS=: read -r file line code; do
        from=$(floor_of "${file#include/parley/}")
        if [[ $code =~ ^[[:space:]]*#[[:space:]]*include[[:space:]]*\<parley/([^>]+)\> ]]; then
            to=$(floor_of "${BASH_REMATCH[1]}")
            if ! may_include "$from" >/dev/null; then
                complain "$file:$line: $from/ is a new folder; add it to the table in tests/tidy/tidy.sh"
            elif [[ " $(may_include "$from") " != *" $to "* ]]; then
                complain "$file:$line: $from must not know $to; it may include: $(may_include "$from")"
            fi
            if [[ ${BASH_REMATCH[0]} =~ $by_name_only && $from != bench && $from != testing ]]; then
                complain "$file:$line: only users include this header, by its name; remove the #include"
            fi
        fi
    done < <(matching ':[[:space:]]*#[[:space:]]*include')
}

check_code() {
    local include=':[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]'
    matching ':[[:space:]]*#[[:space:]]*include[[:space:]]*"' | complain_about 'write #include <parley/…>, with brackets and the whole path'
    matching ':[[:space:]]*#[[:space:]]*(el)?if' "$may_have_conditionals" |
        complain_about 'no #if outside net/native_*.hpp; put what differs between systems there'
    matching "$include($system_headers)[>\"]" "$may_name_the_system" |
        complain_about 'only net/native_*.hpp and concurrency/pollers/ name the system; call net::native'
    matching "$include($banned_everywhere)>" | complain_about 'some C++20 libraries lack it; do without'
    matching "$include($banned_from_the_core)>" "$not_the_core" |
        complain_about 'slow to compile; the core headers do without'
    matching "$banned_names" | complain_about 'some C++20 libraries lack it; do without'
    matching ':[[:space:]]*#[[:space:]]*define' "$may_define" | complain_about 'a macro of ours begins with PARLEY_'
    matching ':[[:space:]]*#[[:space:]]*pragma[[:space:]]+(GCC|clang|warning)|\<_Pragma\>' |
        complain_about 'a header changes no warning of who includes it; write what none is given for'
    matching "$clocks_that_jump" "$not_the_core" | complain_about 'somebody may set that clock; ask parley::clock'
    matching "$starts_threads" "$may_start_threads" |
        complain_about 'only concurrency/, the facades, bench/ and testing/ start threads; leave it to the policy'
}

# ctest runs test programs file by file, and a TEST_CASE in a header belongs to none of them.
check_tests() {
    local folders=(include)
    [ ! -d tests ] || folders+=(tests)
    { grep -rnE '^[[:space:]]*(TEST_CASE|SCENARIO)(_FIXTURE|_TEMPLATE)?\(.*[^\]$' --include='*.hpp' "${folders[@]}" || true; } |
        complain_about 'ctest would not run it; write TEST_CASE_TEMPLATE_DEFINE here, or move it to a *_test.cpp'
}

headers=()
while IFS= read -r file; do headers+=("$file"); done < <(find include/parley -name '*.hpp' | LC_ALL=C sort)
if [ ${#headers[@]} -eq 0 ]; then
    echo "no headers in $PWD/include/parley" >&2
    exit 2
fi
all_code=$(code)
complaints=$(
    check_form
    check_comments
    check_floors
    check_code
    check_tests
)
if [ -n "$complaints" ]; then
    printf '%s\n' "$complaints"
    echo "Why these rules: CONTRIBUTING.md." >&2
    exit 1
fi
echo "${#headers[@]} headers are tidy"
