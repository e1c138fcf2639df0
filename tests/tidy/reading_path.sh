#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/tidy/reading_path.sh [FOLDER]     (FOLDER holds include/parley; default: this repository)
#
# Who begins with parley.hpp and follows "Read next" reaches every header; and every header named there exists.

set -euo pipefail
cd "${1:-$(dirname "$0")/../..}/include/parley"

# The headers that the `Read next` of $1 names.
named_by() {
    awk '!/^\/\/\// { reading = 0 } /Read next:/ { sub(/.*Read next:/, "/// "); reading = 1 } reading' "$1" |
        grep -oE '`[a-z0-9_/]+\.hpp`' | tr -d '`' || true
}

failed=0
seen=' parley.hpp '
waiting=(parley.hpp)
while [ ${#waiting[@]} -gt 0 ]; do
    file=${waiting[0]}
    waiting=("${waiting[@]:1}")
    for next in $(named_by "$file"); do
        if [ ! -f "$next" ]; then
            echo "include/parley/$file: \"Read next\" names $next, which does not exist; name another one"
            failed=1
        elif [[ $seen != *" $next "* ]]; then
            seen+="$next "
            waiting+=("$next")
        fi
    done
done
for file in $(find . -name '*.hpp' | sed 's,^\./,,' | LC_ALL=C sort); do
    [[ $seen == *" $file "* ]] && continue
    echo "include/parley/$file: no \"Read next\" leads here from parley.hpp; name it where a reader needs it"
    failed=1
done
exit $failed
