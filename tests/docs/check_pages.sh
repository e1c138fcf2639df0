#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: tests/docs/check_pages.sh FOLDER        (FOLDER holds the pages of the site: build/docs/html)
#
# Prints a line for everything that is wrong with the pages and fails when there is one: something is loaded from
# another machine; a link, an image or a script leads nowhere within the site; the search does not find what it should;
# the page of a class or concept has no example.
# check_complains.sh tests this script.

set -eu
cd "$1"
[ -e index.html ] || { echo "$1/index.html: no such page"; exit 1; }
wrong=$(mktemp)
trap 'rm -f "$wrong"' EXIT

# ---- Nothing is loaded from elsewhere. A link that people click is none of it, nor the name of an XML namespace.
load='<(script|img|link|iframe|source|audio|video|track|embed|object|base|image|use)[^>]*[ :](src|srcset|href|data|poster)="?(https?:)?//[^ ">]*'
{
    grep -rHEo "$load" --include='*.html' --include='*.svg' . || true
    grep -rHEo '(@import|url\()[ "'"'"']*(https?:)?//[^ )]*' --include='*.html' --include='*.css' --include='*.svg' --include='*.js' . || true
    grep -rHEo '["'"'"'`](https?:)?//[a-z0-9][^"'"'"'`]*' --include='*.js' . | grep -v '//www\.w3\.org/' || true
} | sed 's/^\.\///; s/$/   is loaded from elsewhere/' >>"$wrong"

# ---- Every link leads to a page of the site, and to a place in it.
find . -type f | sed 's,^\./,,' | sort >"$wrong.files"
sed -n 's/.*, "\([^"]*\.html[^"]*\)", .*/navigation: href="\1"/p' navtree*.js 2>/dev/null >"$wrong.navigation" || true
find . -maxdepth 2 -name '*.html' -exec grep -HoE '[ <](id|name|href|src)="[^"]*"' {} + |
    sed 's,^\./,,; s/&amp;/\&/g' |
    cat - "$wrong.navigation" |
    awk -v files="$wrong.files" '
    BEGIN { while ((getline line < files) > 0) there[line] = 1 }
    {
        at = index($0, ":")
        page = substr($0, 1, at - 1)
        match($0, /(id|name|href|src)="/)
        kind = substr($0, RSTART, RLENGTH - 2)
        value = substr($0, RSTART + RLENGTH)
        sub(/"$/, "", value)
        if (kind == "id" || kind == "name") { place[page "#" value] = 1; next }
        if (value ~ /^(https?|mailto|javascript|data):/ || value == "#" || value == "") next
        links[page SUBSEP value] = 1
    }
    END {
        for (link in links) {
            split(link, part, SUBSEP)
            page = part[1]; value = part[2]; fragment = ""
            at = index(value, "#")
            if (at) { fragment = substr(value, at + 1); value = substr(value, 1, at - 1) }
            folder = page; if (!sub(/[^\/]*$/, "", folder)) folder = ""
            goal = value == "" ? page : folder value
            while (sub(/[^\/]+\/\.\.\//, "", goal)) ;
            if (!(goal in there)) print page ": leads to " goal ", which is not there"
            else if (fragment != "" && goal ~ /\.html$/ && !(goal "#" fragment in place))
                print page ": leads to " goal "#" fragment ", a place that is not there"
        }
    }' | sort >>"$wrong"
rm -f "$wrong.files" "$wrong.navigation"

# ---- What search finds is in these files.
grep -q "'select_loop'" search/all_*.js 2>/dev/null || echo "search: does not find select_loop" >>"$wrong"
for words in own_20policy matrix broadcast select_28_29; do # words in the middle of a page's title or name
    grep -q "^ *\['$words" search/all_*.js 2>/dev/null || echo "search: does not find $words" >>"$wrong"
done

# ---- What a class or concept is for is followed by an example, before its members are listed one by one.
find . -maxdepth 1 -name '*parley_*.html' ! -name '*-members.html' | sed 's,^\./,,' |
    grep -E '^(class|struct|union|concept)parley_' | sort | xargs awk '
    function end() { if (page != "" && !shown) print page ": a class page without an example" }
    FNR == 1 { end(); page = FILENAME; shown = members = 0 }
    /class="memtitle"/ { members = 1 }
    /class="fragment"/ && !members { shown = 1 }
    END { end() }' >>"$wrong"

cat "$wrong"
[ ! -s "$wrong" ]
