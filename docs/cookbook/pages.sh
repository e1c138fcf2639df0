#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: docs/cookbook/pages.sh
#
# Has every program of the cookbook a page that quotes it (tutorials/quotes.sh), has every page what a page needs, and
# does the index lead to each of them? (That a program prints what its page says, tutorials/experiments.sh finds out.)

set -euo pipefail
cd "$(dirname "$0")"

wrong=0
complain() {
    printf 'docs/cookbook/%s\n' "$1"
    wrong=1
}

# The same headings in the same order, so that a page can be skimmed.
headings='## Try it
## Why it is done like this
## What to watch out for
## See also'

check_page() {
    local page=$1 name=${1%.md}
    [[ -f $name.cpp ]] || return 0 # what is missing was said already
    # "Write a bot": what follows "How do I", so that a list of titles can be skimmed, too.
    head -n 1 "$page" | grep -q '^# [A-Z].*[^?]$' || complain "$page: its title is no \"Do this\""
    ! head -n 1 "$page" | grep -q 'How do I' || complain "$page: its title says \"How do I\""
    [[ $(grep '^## ' "$page") == "$headings" ]] || complain "$page: its headings are not these:"$'\n'"$headings"
    grep -qx "g++ -std=c++20 -Iinclude docs/cookbook/$name.cpp -o $name" "$page" ||
        complain "$page: does not say how to compile $name.cpp from the repository's root"
    grep -qxF "\`$name.cpp\`:" "$page" || complain "$page: does not show $name.cpp"
    grep -qxF '```console' "$page" || complain "$page: does not show what $name prints"
    [[ $(grep -o '([a-z0-9_]*\.md)' <<<"$(grep '^- Recipes: ' "$page")" | wc -l) -ge 2 ]] ||
        complain "$page: names fewer than two related recipes"
    [[ $(grep -c "]($page)" README.md) -eq 1 ]] || complain "README.md: names $page not exactly once"
}

check_links() {
    local target
    for target in $(sed '/^```/,/^```$/d' "$1" | grep -oE '\]\([^)#]+' | sed 's/^](//' | grep -v '^https\?:'); do
        [[ -e $target ]] || complain "$1: leads to $target, which does not exist"
    done
}

for program in *.cpp; do
    [[ -f ${program%.cpp}.md ]] || complain "$program: has no page ${program%.cpp}.md"
    [[ $(wc -l <"$program") -lt 60 ]] || complain "$program: has 60 lines or more; one idea fits into fewer"
done
for page in *.md; do
    check_links "$page"
    [[ $page != README.md ]] || continue
    [[ -f ${page%.md}.cpp ]] || complain "$page: has no program ${page%.md}.cpp"
    check_page "$page"
done
../../tutorials/quotes.sh ./*.md || wrong=1
exit $wrong
