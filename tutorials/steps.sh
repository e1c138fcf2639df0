#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/steps.sh [--write]
#
# Is each step.diff what lies between a chapter's programs and those of the chapters before? --write makes it so.

set -euo pipefail
cd "$(dirname "$0")"
declare -A before # the latest chapter that has a program of this name
stale=0
for chapter in [0-9][0-9]-*/; do
    step=
    for program in "$chapter"server.cpp "$chapter"client.cpp; do
        [[ -f $program ]] || continue
        name=${program##*/}
        origin=$(sed -n '1,5s|^// Grew out of: ||p' "$program") # where that is not the chapter before
        origin=${origin:+$origin/$name}
        origin=${origin:-${before[$name]-}}
        if [[ -n $origin ]]; then
            step+=$(diff -u --label "$origin" --label "$program" "$origin" "$program" || true)$'\n'
        fi
        before[$name]=$program
    done
    [[ -n $step ]] || continue
    if [[ ${1-} == --write ]]; then
        printf '%s' "$step" >"${chapter}step.diff"
    elif ! printf '%s' "$step" | cmp -s - "${chapter}step.diff"; then
        echo "${chapter}step.diff is stale: run tutorials/steps.sh --write"
        stale=1
    fi
done
exit $stale
