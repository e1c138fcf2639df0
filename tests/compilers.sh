#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/compilers.sh [COMPILER...]     ("clang++-14" or "clang++ -stdlib=libc++"; default: the list below)
#
# Compiles all headers and every program of docs, examples, tests and tutorials with each compiler, all warnings on, and
# prints a table: how many files, and how many of them warn or fail. Nothing is linked or run. clang with libc++ also
# checks which mutex guards what (base/guarded_by.hpp). Fails when a file warns; a compiler that is not installed is a
# row that says so.
#
# Debian 12: apt-get install g++-12 clang-14 clang-16 libc++-16-dev libc++abi-16-dev doctest-dev
# FILES='tests/net/*.cpp' tests/compilers.sh     only these, and the headers

set -euo pipefail
cd "$(dirname "$0")/.."

warnings=(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor)
compilers=("$@")
[ $# -gt 0 ] || compilers=(g++-12 clang++-14 'clang++-16 -stdlib=libc++')

export folder
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Tests find the programs that they start in macros. Here no program is started.
macros=('-DPARLEY_CMAKE_VERSION="0"' '-DPARLEY_FUZZ_CORPUS="tests/fuzz/corpus"' -DTARGET=session)
for source in examples/*.cpp; do
    name=$(basename "$source" .cpp)
    macros+=("-DPARLEY_$(tr '[:lower:]' '[:upper:]' <<<"$name")=\"$name\"")
done

# On Linux kqueue_loop compiles against a stand-in. Headers for other systems say so in their names.
include=(-Iinclude -Itests -I. -Iexamples -Itutorials)
for chapter in tutorials/[0-9]*/; do include+=("-I${chapter%/}"); done
elsewhere='winsock|windows'
if [ "$(uname)" = Linux ]; then include+=(-isystem tests/kqueue_stand_in); else elsewhere+='|/epoll'; fi
(cd include && find parley -name '*.hpp') | grep -Ev "$elsewhere" | LC_ALL=C sort |
    sed 's/.*/#include <&>/' >"$folder/every_header.cpp"

# Without exercises, and wrong answers to them: what is declared for their gaps is not used yet.
sources=("$folder/every_header.cpp")
while IFS= read -r file; do sources+=("$file"); done < <(
    if [ -n "${FILES-}" ]; then
        compgen -G "$FILES"
    else
        find docs examples tests tutorials -name '*.cpp' |
            grep -Ev '^(examples/compare|tests/(headers|policy_errors))/|^tutorials/.*/(exercise|mutant_.*)\.cpp'
    fi | LC_ALL=C sort)

[ ${#sources[@]} -gt 1 ] || { echo "compilers.sh: there are no files ${FILES-}" >&2; exit 2; }

# What a compiler has to say about one file, if anything.
compile_one() {
    local file=$1 said=$folder/said/${1//\//_}
    shift
    "$@" "$file" >"$said" 2>&1 || echo "$file: does not compile" >>"$said"
    [ -s "$said" ] || rm "$said"
}
export -f compile_one

failed=0
table='| compiler | library | files | warn or fail |'$'\n''|---|---|---|---|'
for compiler in "${compilers[@]}"; do
    read -ra command <<<"$compiler"
    library=libstdc++ more=()
    case $compiler in
    *libc++*) library=libc++ more=(-Wthread-safety -D_LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS) ;;
    *clang*) more=(-Wthread-safety) ;;
    esac
    if ! "${command[@]}" -std=c++20 -fsyntax-only -x c++ - <<<'#include <concepts>' 2>/dev/null; then
        table+=$'\n'"| ${command[0]} | $library | - | not installed |"
        [ $# -eq 0 ] || failed=1 # it was asked for
        continue
    fi
    begin=$SECONDS
    mkdir "$folder/said"
    command+=(-std=c++20 "${warnings[@]}" "${more[@]}" "${include[@]}" "${macros[@]}")
    # What nearly all include is read once. (That each includes what it uses is preset "release"'s.)
    printf '#include <%s>\n' doctest/doctest.h parley/parley.hpp >"$folder/common.hpp"
    compile_one "$folder/common.hpp" "${command[@]}" -o "$folder/common.hpp.gch" -x c++-header
    printf '%s\0' "${sources[@]}" | xargs -0 -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' bash -c 'compile_one "$@"' _ \
        '{}' "${command[@]}" -fsyntax-only -include "$folder/common.hpp"
    bad=$(find "$folder/said" -type f | wc -l)
    find "$folder/said" -type f -exec cat {} +
    [ "$bad" -eq 0 ] || failed=1
    rm -r "$folder/said"
    table+=$'\n'"| ${command[0]} $("${command[0]}" -dumpversion) | $library | ${#sources[@]} | $bad |"
    echo "${command[0]}: ${#sources[@]} files in $((SECONDS - begin)) s" >&2
done
echo "$table"
exit $failed
