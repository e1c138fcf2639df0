#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: tests/docs/check_complains.sh FOLDER
#
# Plants faults in a small site, and asks whether check_pages.sh sees each of them.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
result=0

plant() { # a site in which nothing is wrong
    rm -rf "$1"
    mkdir -p "$1/search"
    {
        echo "var searchData=[['select_5floop_0',['select_loop',['../index.html',1,'parley']]],"
        for found in own_20policy matrix broadcast select_28_29; do
            echo "  ['${found}_0',['A page',['../index.html',1,'']]],"
        done
        echo '];'
    } >"$1/search/all_0.js"
    echo '<a href="https://example.org/">elsewhere</a><a href="index.html#here">x</a><p id="here">' >"$1/index.html"
    echo 'a { background: url("data:image/png;base64,AAAA"); }' >"$1/style.css"
    : >"$1/picture.svg"
    for page in class struct concept; do
        printf '%s\n' 'It holds tea.' '<div class="fragment">cup tea;</div>' '<h2 class="memtitle">drink()</h2>' \
            >"$1/${page}parley_1_1cup.html"
    done
    echo 'All that a cup has' >"$1/classparley_1_1cup-members.html"
}
complains() { # WORDS: the planted site is refused, and these words say why
    if said=$("$here/check_pages.sh" "$site" 2>&1); then
        echo "not noticed: $1"
        result=1
    elif ! printf '%s\n' "$said" | grep -q "$1"; then
        echo "noticed, but \"$1\" is not said: $said"
        result=1
    fi
}

site=$1/site
plant "$site"
"$here/check_pages.sh" "$site" || { echo "a sound site is refused"; result=1; }

while IFS='|' read -r file text words; do
    plant "$site"
    printf '%s\n' "$text" >>"$site/$file"
    complains "$words"
done <<'FAULTS'
index.html|<script src="https://cdn.example.org/x.js"></script>|is loaded from elsewhere
index.html|<link rel="stylesheet" href="//fonts.example.org/x.css"/>|is loaded from elsewhere
index.html|<img alt="" src="http://example.org/x.png"/>|is loaded from elsewhere
picture.svg|<image xlink:href="https://example.org/x.png"/>|is loaded from elsewhere
style.css|@import url(https://example.org/x.css);|is loaded from elsewhere
style.css|p { background: url(//example.org/x.png) }|is loaded from elsewhere
script.js|script.src = "https://example.org/x.js"|is loaded from elsewhere
index.html|<a href="gone.html">x</a>|leads to gone.html, which is not there
index.html|<img src="images/gone.png"/>|leads to images/gone.png, which is not there
index.html|<a href="#gone">x</a>|leads to index.html#gone, a place that is not there
navtreedata.js|    [ "Gone", "gone-page.html", null ],|navigation: leads to gone-page.html, which is not there
FAULTS

plant "$site"
echo 'var searchData=[];' >"$site/search/all_0.js"
complains 'does not find select_loop'
plant "$site"
grep -v matrix "$site/search/all_0.js" >"$site/mended"
mv "$site/mended" "$site/search/all_0.js"
complains 'does not find matrix'

for page in class struct union concept; do
    plant "$site"
    echo 'It holds tea.' >"$site/${page}parley_1_1cup.html"
    complains "^${page}parley_1_1cup.html: a class page without an example"
done
plant "$site"
printf '%s\n' 'It holds tea.' '<h2 class="memtitle">drink()</h2>' '<div class="fragment">cup().drink();</div>' \
    >"$site/classparley_1_1cup.html" # an example of a member is none of the class
complains 'classparley_1_1cup.html: a class page without an example'
exit $result
