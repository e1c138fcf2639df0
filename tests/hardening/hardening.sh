#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/hardening/hardening.sh PROGRAM [CONFIGURATION]
#
# Is it in the program what cmake/hardening.cmake asks for? Exit code 77: there is nothing to look with.

set -euo pipefail
program=$1
command -v readelf >/dev/null || { echo "not tested: readelf is not installed"; exit 77; }

facts=$(LC_ALL=C readelf -Whld "$program")
symbols=$(LC_ALL=C readelf -Ws --dyn-syms "$program")
wrong=0
# expect WHERE PATTERN WHAT
expect() {
    grep -qE -- "$2" <<<"$1" && return
    echo "$program: $3"
    wrong=1
}
expect "$facts" 'Type: +DYN' 'is no position-independent executable (-fPIE -pie)'
expect "$facts" 'GNU_RELRO' 'keeps its relocations writable (-z relro)'
expect "$facts" 'BIND_NOW|FLAGS_1.*NOW' 'binds functions when they are called first (-z now)'
expect "$symbols" '__stack_chk_fail' 'has no stack protector (-fstack-protector-strong)'
if [[ ${2-Release} == Rel* ]]; then
    expect "$symbols" '__[a-z]+_chk\b' 'checks no sizes (_FORTIFY_SOURCE)'
    expect "$symbols" 'glibcxx_assert' "lacks the standard library's assertions (_GLIBCXX_ASSERTIONS)"
fi
case $(LC_ALL=C readelf -h "$program" | sed -n 's/ *Machine: *//p') in
*X86-64)
    if command -v objdump >/dev/null; then
        first=$(objdump -d --no-show-raw-insn --disassemble=main "$program" | grep -m 1 -A 1 '<main>:' || true)
        expect "$first" endbr64 'can be jumped into anywhere (-fcf-protection)'
    fi
    ;;
esac
[ $wrong -eq 0 ] && echo "$program: as hard as it was meant to be"
exit $wrong
