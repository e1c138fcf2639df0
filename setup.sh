#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The commands for a fresh clone: `./setup.sh server` starts a chat server, `./setup.sh test` runs every test.
# On Debian and Ubuntu they install what is missing; elsewhere they say what to install.

set -eu

usage() {
    cat <<'EOF'
usage: ./setup.sh server [ARGUMENT...]   build the chat server and start it (--help shows its arguments)
       ./setup.sh client [ARGUMENT...]   build the chat client and start it
       ./setup.sh compare [ARGUMENT...]  build what compares the models, and compare them (--quick: in a minute)
       ./setup.sh test                   build everything and run the tests

On Debian and Ubuntu what is missing is installed, as root or with sudo. Elsewhere you are told what to install.
EOF
}

say() { printf 'setup.sh: %s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# The compiler to use: the one that CXX names, else the first there is.
compiler() {
    for name in ${CXX:+"$CXX"} g++ clang++ c++; do
        if have "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
}

knows_cpp20() { echo '#include <concepts>' | "$(compiler)" -std=c++20 -fsyntax-only -x c++ - 2>/dev/null; }

can_install() { have apt-get && { [ "$(id -u)" -eq 0 ] || have sudo; }; }

apt_get() {
    set -- env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
    if [ "$(id -u)" -eq 0 ]; then
        "$@" </dev/null >&2
    elif [ -t 0 ]; then
        sudo "$@" >&2 # may ask for a password
    else
        sudo -n "$@" </dev/null >&2
    fi
}

# Installs Debian packages. Fails where that is not possible; then the caller says what to install.
install_packages() {
    can_install || return 1
    say "installing $*"
    { apt_get update && apt_get install -y --no-install-recommends "$@"; } ||
        fail "apt-get could not install $*: please install that yourself and start again."
}

need_compiler() {
    [ -n "$(compiler)" ] || install_packages g++ ||
        fail "please install g++ 12, clang 14 or newer (on a Mac: xcode-select --install) and start again."
    knows_cpp20 ||
        fail "$(compiler) is too old for C++20: please install g++ 12, clang 14 or newer and start again."
}

# chat_server or chat_client: one call of the compiler, and none when the program is newer than the sources.
run_program() {
    need_compiler
    program=build/programs/$1
    if [ ! -x "$program" ] || [ -n "$(find include examples -newer "$program" -name '*.?pp' -print)" ]; then
        say "building $1"
        mkdir -p build/programs
        "$(compiler)" -std=c++20 -O1 -pthread -Iinclude -I. -Iexamples "examples/$1.cpp" -o "$program.new"
        mv "$program.new" "$program"
    fi
    program=$PWD/$program
    shift
    cd "$called_from"
    exec "$program" "$@"
}

# What building with CMake needs, and $* beside it.
need_cmake() {
    missing=$*
    [ -n "$(compiler)" ] || missing="$missing g++"
    have cmake || missing="$missing cmake"
    have ninja || missing="$missing ninja-build"
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086 # a list of words
        install_packages $missing ||
            fail "please install $missing (on a Mac: xcode-select --install; brew install cmake ninja) and start again."
    fi
    need_compiler
    cmake --list-presets >/dev/null 2>&1 ||
        fail "this CMake is too old: please install CMake 3.25 or newer and start again."
    processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
}

run_tests() {
    # CMake downloads doctest where it is not installed, so it is no reason to stop.
    if [ -e /usr/include/doctest/doctest.h ] || ! can_install; then need_cmake; else need_cmake doctest-dev; fi
    cmake --preset dev
    cmake --build --preset dev --parallel "$processors"
    ctest --preset dev --parallel $((2 * processors)) # many of them wait
}

run_comparison() {
    need_cmake
    { cmake --preset release -DPARLEY_TESTS=OFF && cmake --build --preset release --parallel "$processors" --target compare; } >&2
    program=$PWD/build/release/examples/chat_compare
    cd "$called_from"
    exec "$program" "$@"
}

called_from=$PWD
cd "$(dirname "$0")"
what=${1-}
[ $# -eq 0 ] || shift
case $what in
server | client) run_program "chat_$what" "$@" ;;
compare) run_comparison "$@" ;;
test)
    [ $# -eq 0 ] || fail "'test' takes no arguments; for single tests see CONTRIBUTING.md."
    run_tests
    ;;
'' | -h | --help) usage ;;
*)
    usage >&2
    exit 2
    ;;
esac
