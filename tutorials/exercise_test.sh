#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/exercise_test.sh STARTER SOLUTION MUTANT... -- CHECK...
#
# Is a chapter's grader worth something? CHECK... is its command, to which the program is added that it looks at. What
# the student is given must fail, the solution pass, and each mutant, a classic bug, be caught by name: its first line is
# "// caught: WORDS", and these words have to be in what the grader says. Programs come as SOURCE=PROGRAM.

set -uo pipefail
programs=()
while [[ $1 != -- ]]; do
    programs+=("$1")
    shift
done
shift
wrong=0
complain() {
    printf '%s\n--- the grader says:\n%s\n\n' "$1" "$2"
    wrong=1
}
for which in "${!programs[@]}"; do
    source=${programs[which]%%=*} program=${programs[which]#*=}
    said=$("$@" "$program" 2>&1)
    code=$?
    case $which in
    0) [[ $code -eq 1 ]] || complain "$source: what the student is given does not fail (exit code $code)" "$said" ;;
    1) [[ $code -eq 0 ]] || complain "$source: the solution does not pass (exit code $code)" "$said" ;;
    *)
        words=$(sed -n '1s|^// caught: ||p' "$source")
        [[ -n $words ]] || complain "$source: its first line does not say what is caught" ""
        [[ $code -eq 1 ]] || complain "$source: is not caught (exit code $code)" "$said"
        grep -qF -- "$words" <<<"$said" || complain "$source: '$words' is not said" "$said"
        ;;
    esac
done
exit $wrong
