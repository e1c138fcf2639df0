#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes the site: docs/site/site.sh [FOLDER] (default: build/docs). The pages are then in FOLDER/html, what Doxygen
# complained about in FOLDER/warnings. Wants doxygen; with doxygen-awesome-css it is easier on the eye. Nothing is
# loaded from anywhere: neither now nor when somebody reads the pages.

set -eu
cd "$(dirname "$0")/../.."
top=$(pwd)
mkdir -p "${1:-build/docs}"
PARLEY_SITE=$(cd "${1:-build/docs}" && pwd)
export PARLEY_SITE
site=docs/site

if ! command -v doxygen >/dev/null; then
    echo "The site is made by doxygen, and there is none here." >&2
    echo "On Debian and Ubuntu: apt install doxygen doxygen-awesome-css" >&2
    exit 1
fi
rm -rf "$PARLEY_SITE/html" "$PARLEY_SITE/pages"
mkdir -p "$PARLEY_SITE/html/images" "$PARLEY_SITE/pages"

# Every Markdown page that people read, the tutorials and the cookbook in order.
pages() {
    ls README.md CONTRIBUTING.md CHANGELOG.md docs/*.md
    find docs/cookbook tutorials -name '*.md' 2>/dev/null | sort
}

# Which page Doxygen makes of a header: named after the file, and where two have one name, after what their folders
# do not have in common.
find include/parley -name '*.hpp' | sort | awk '
    function common(a, b) { while (index(b, a) != 1) sub(/[^\/]*\/$/, "", a); return a }
    { name = $0; sub(/.*\//, "", name); folder = $0; sub(/[^\/]*$/, "", folder)
      path[NR] = $0; name_of[NR] = name
      if (name in shared) folder = common(shared[name], folder)
      shared[name] = folder }
    END {
        for (i = 1; i <= NR; i++) {
            page = substr(path[i], length(shared[name_of[i]]) + 1)
            gsub(/_/, "__", page); gsub(/\//, "_2", page); gsub(/\./, "_8", page)
            print path[i], page ".html"
        }
    }' >"$PARLEY_SITE/headers"

# What the pages link to and show: each other file of the repository gets a page, images are copied.
show_source() {
    page=source-$(printf %s "$1" | sed 's/[^A-Za-z0-9_]/-/g')
    {
        printf '# %s {#%s}\n\n' "$1" "$page"
        if [ -d "$1" ]; then
            find "$1" -type f | sort | sed 's/^/- `/; s/$/`/'
        else
            printf '~~~~~~~~{.%s}\n' "$(printf %s "$1" | sed 's/.*\.//; s/^\(hpp\|h\)$/cpp/')"
            cat "$1"
            printf '~~~~~~~~\n'
        fi
    } >"$PARLEY_SITE/pages/$page.markdown"
}
{
    for page in $(pages); do awk -v list=1 -f $site/markdown.awk "$page"; done
    cut -d ' ' -f 1 "$PARLEY_SITE/headers" | xargs awk -v list=1 -f $site/header.awk
} | sort -u | while read -r kind path; do
    [ -e "$path" ] && echo "$kind $path" || echo "a header names $path, which is not there" >&2
done >"$PARLEY_SITE/shown"
while read -r kind path; do
    case $kind in
    source) show_source "$path" ;;
    image) cp "$path" "$PARLEY_SITE/html/images/$(printf %s "$path" | tr / -)" ;;
    esac
done <"$PARLEY_SITE/shown"

# The table of contents at the side: navigation.xml, in which a line may be
#   @pages FILE...     an entry for each of these pages (those that are there)
#   @linked FILE       one for each page beside FILE that it links to, in that order
#   @sources           one for each file that is shown
#   @if FILE ...       what follows, if there is such a file
entry() {
    title=$(sed -n 's/^# *//p' "$1" | head -n 1 | sed 's/`//g; s/&/\&amp;/g; s/</\&lt;/g; s/"/\&quot;/g')
    number=$(printf %s "$1" | sed -n 's|^\(.*/\)\{0,1\}0*\([1-9][0-9]*\)-.*|\2 |p')
    page=$(printf %s "$1" | sed 's/\(\/README\)\{0,1\}\.md$//; s/[^A-Za-z0-9_]/-/g')
    printf '      <tab type="user" url="%s.html" title="%s%s"/>\n' "$page" "$number" "$title"
}
doxygen -l "$PARLEY_SITE/default-layout.xml" >/dev/null
{
    sed '/<navindex>/,$d' "$PARLEY_SITE/default-layout.xml"
    while IFS= read -r line; do
        case $line in
        *@if*)
            line=${line##*@if }
            [ -e "${line%% *}" ] || continue
            line=${line#* } ;;
        esac
        case $line in
        *@sources*)
            sed -n 's/^source //p' "$PARLEY_SITE/shown" | while read -r path; do
                printf '      <tab type="user" url="source-%s.html" title="%s"/>\n' \
                    "$(printf %s "$path" | sed 's/[^A-Za-z0-9_]/-/g')" "$path"
            done ;;
        *@linked*)
            index=${line##*@linked }
            for page in $(grep -o '([a-z0-9_-]*\.md)' "$index" 2>/dev/null | tr -d '()' | awk '!seen[$0]++'); do
                entry "$(dirname "$index")/$page"
            done ;;
        *@pages*)
            for page in ${line##*@pages}; do
                [ ! -e "$page" ] || entry "$page"
            done ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <$site/navigation.xml
    # A page of the reference says what its thing is for before it lists the parts.
    sed '1,/<\/navindex>/d' "$PARLEY_SITE/default-layout.xml" | awk '
        /<briefdescription/ { print "    <detaileddescription title=\"What it is for\"/>"; next }
        /<detaileddescription/ { next }
        { print }'
} >"$PARLEY_SITE/layout.xml"

# The theme, if it is installed.
theme=${PARLEY_DOCS_THEME:-/usr/share/doxygen-awesome-css}
settings() {
    cat Doxyfile
    echo "OUTPUT_DIRECTORY = \"$PARLEY_SITE\""
    echo "INPUT += $(pages | sed "s,.*,\"&\"," | tr '\n' ' ') \"$PARLEY_SITE/pages\""
    echo "FILTER_PATTERNS = \"*.md=awk -f docs/site/markdown.awk\" \"*.hpp=awk -f docs/site/header.awk\""
    echo "LAYOUT_FILE = \"$PARLEY_SITE/layout.xml\""
    echo "GENERATE_TAGFILE = \"$PARLEY_SITE/tags\""
    echo "WARN_LOGFILE = \"$PARLEY_SITE/warnings\""
    echo "PROJECT_NUMBER = $(sed -n 's/^project(parley VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)"
    if [ -e "$theme/doxygen-awesome.css" ]; then
        doxygen -w html "$PARLEY_SITE/header.html" "$PARLEY_SITE/footer.html" "$PARLEY_SITE/default.css" >/dev/null
        awk -v more=$site/head.html '/<\/head>/ { while ((getline line < more) > 0) print line } { print }' \
            "$PARLEY_SITE/header.html" >"$PARLEY_SITE/page-head.html"
        echo "HTML_HEADER = \"$PARLEY_SITE/page-head.html\""
        echo "HTML_EXTRA_STYLESHEET = $theme/doxygen-awesome.css $theme/doxygen-awesome-sidebar-only.css \\"
        echo "    $theme/doxygen-awesome-sidebar-only-darkmode-toggle.css $site/site.css"
        echo "HTML_EXTRA_FILES = $theme/doxygen-awesome-darkmode-toggle.js \\"
        echo "    $theme/doxygen-awesome-fragment-copy-button.js $theme/doxygen-awesome-interactive-toc.js"
    else
        echo "HTML_EXTRA_STYLESHEET = $site/site.css $site/plain.css"
        echo "doxygen-awesome-css is not installed: the pages look as Doxygen makes them." >&2
    fi
}
result=0
settings | doxygen - >"$PARLEY_SITE/log" || result=$?
sed "s,^$top/,," "$PARLEY_SITE/warnings" >&2

# Doxygen 1.9.4 announces nested classes and concepts in the summary of a page though it lists none of them.
cd "$PARLEY_SITE/html"
for part in nested-classes concepts; do
    for page in $(grep -l "href=\"#$part\"" ./*.html || true); do
        if ! grep -qE "(id|name)=\"$part\"" "$page"; then
            sed "s/<a href=\"#$part\">[A-Za-z]*<\/a>\( &#124;\)\{0,1\}//" "$page" >mended
            mv mended "$page"
        fi
    done
done

# An example out of the middle of a program begins at the margin: a phone has no room for what all its lines begin with.
for page in $(grep -l '<div class="fragment"><div class="line">  ' ./*.html || true); do
    awk '
        function said(line,    begins) { # whether it is code and not blank; RLENGTH is what stands before it
            begins = match(line, /^(.*<div class="fragment">)?<div class="line">(<span class="[a-z]*">)?/)
            return begins && substr(line, RLENGTH + 1) !~ /^ *<\/div>/
        }
        function end(    i) {
            for (i = 1; i <= n; i++)
                print said(line[i]) ? substr(line[i], 1, RLENGTH) substr(line[i], RLENGTH + least + 1) : line[i]
            n = inside = 0
        }
        /<div class="fragment">/ { end(); inside = 1; least = 99 }
        !inside { print; next }
        { line[++n] = $0 }
        said($0) {
            match(substr($0, RLENGTH + 1), /^ */)
            if (RLENGTH < least) least = RLENGTH
        }
        /<!-- fragment -->/ && !/<div class="fragment">/ { end() }
        END { end() }' "$page" >mended
    mv mended "$page"
done

# It finds the name of the class `server` in `Observer`, and takes that for the class.
sed 's/Observer&lt; Policy, Transport, Observer &gt;/Observer/g' classparley_1_1server.html >mended
mv mended classparley_1_1server.html

# Its search compares the beginning of what it lists. So each word of a page's title and of its name begins an entry of
# its own: "own policy" finds "Write your own policy". And a per cent sign that guarded a word is no part of a title.
for list in search/all_*.js search/pages_*.js; do
    sed 's/_25\([a-z]\)/\1/g; s/%\([a-z]\)/\1/g' "$list" >mended
    mv mended "$list"
done
awk -v quote="'" '
    function id(text,    out, i, c) {
        for (i = 1; i <= length(text); i++) {
            c = substr(text, i, 1)
            out = out (c in code && c !~ /[a-z0-9]/ ? sprintf("_%02x", code[c]) : c)
        }
        return out
    }
    function words(text,    first, at) { # an entry from each word of the text on, but for those that the page has
        text = tolower(text)
        do {
            sub(/^[^a-z0-9]+/, "", text)
            first = text
            sub(/[^a-z0-9].*/, "", first)
            at = index(letters, substr(text, 1, 1))
            if (length(first) > 2 && at && !((first, url) in seen)) {
                seen[first, url] = 1
                printf "all_%x.js|  [%s%s_p%d%s,[%s%s%s,[%s../%s%s,1,%s%s]]],\n", at - 1, quote, id(text), ++count, quote,
                    quote, title, quote, quote, url, quote, quote, quote
            }
        } while (sub(/^[a-z0-9]*[^a-z0-9]+/, "", text))
    }
    BEGIN { for (i = 1; i < 128; i++) code[sprintf("%c", i)] = i }
    FILENAME ~ /searchdata/ { if (/^  0: "/ && !letters) { split($0, part, "\""); letters = part[2] } next }
    /^  \[/ && !/source-/ {
        split($0, part, quote)
        title = part[4]; url = part[6]; name = url
        if (!sub(/^\.\.\//, "", url) || $0 ~ /\\/) next
        first = tolower(title)
        sub(/[^a-z0-9].*/, "", first)
        seen[first, url] = 1
        words(title)
        gsub(/^\.\.\/(docs-|tutorials-)?(cookbook-|[0-9]*-)?|\.html$/, "", name)
        gsub(/[_-]/, " ", name)
        words(name)
    }' search/searchdata.js search/pages_*.js | sort -u >words
for list in search/all_*.js; do
    awk -v list="${list#search/}" '
        { print }
        /^\[/ { while ((getline line < "words") > 0) if (index(line, list "|") == 1) print substr(line, length(list) + 2) }
        ' "$list" >mended
    mv mended "$list"
done
rm words
echo "$PARLEY_SITE/html/index.html"
exit $result
