#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tutorials/quotes.sh CHAPTER_OR_PAGE...     (a chapter is a folder with a README.md, a page any other text)
#
# Is every C++ block of more than three lines in the text a part of a program that is built? The line before the
# block names the file, as in "`server.cpp`:". How far the block is indented does not matter.

set -euo pipefail

# Without the indentation that all lines have in common.
flush_left() {
    awk '{ lines[NR] = $0; if ($0 ~ /[^ ]/) { match($0, /^ */); if (!seen++ || RLENGTH < least) least = RLENGTH } }
         END { for (i = 1; i <= NR; ++i) print substr(lines[i], least + 1) }'
}

# occurs BLOCK FILE: are these lines somewhere in the file, one after the other?
occurs() {
    block=$1 awk '
        BEGIN { count = split(ENVIRON["block"], wanted, "\n") }
        { line[NR] = $0 }
        END {
            for (start = 1; start + count - 1 <= NR; ++start) {
                shift = -1
                for (i = 1; i <= count; ++i) {
                    found = line[start + i - 1]
                    if (wanted[i] == "" || found == "") { if (wanted[i] != found) break; continue }
                    if (shift < 0) { match(found, /^ */); shift = RLENGTH; match(wanted[i], /^ */); shift -= RLENGTH
                                     if (shift < 0) break }
                    if (found != sprintf("%" shift "s", "") wanted[i]) break
                }
                if (i > count) exit 0
            }
            exit 1
        }' "$2"
}

wrong=0
for text in "$@"; do
    [[ ! -d $text ]] || text=$text/README.md
    folder=$(dirname "$text") before= file= block= inside=no
    while IFS= read -r line; do
        if [[ $inside == no && $line == '```cpp' ]]; then
            inside=yes block= count=0
            file=$(sed -n 's/.*`\([^`]*\.[ch]pp\)`.*/\1/p' <<<"$before" | tail -n 1)
        elif [[ $inside == yes && $line == '```' ]]; then
            inside=no
            block=$(flush_left <<<"${block%$'\n'}")
            if ((count > 3)); then
                if [[ -z $file || ! -f $folder/$file ]]; then
                    printf '%s: the line before this block names no file beside it:\n%s\n\n' "$text" "$block"
                    wrong=1
                elif ! occurs "$block" "$folder/$file"; then
                    printf '%s: this is no part of %s:\n%s\n\n' "$text" "$file" "$block"
                    wrong=1
                fi
            fi
        elif [[ $inside == yes ]]; then
            block+=$line$'\n' count=$((count + 1))
        elif [[ -n $line ]]; then
            before=$line
        fi
    done <"$text"
done
exit $wrong
