#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What docs/site/markdown.awk makes of what GitHub shows: markdown/page.md becomes markdown/expected; and where there is
# a doxygen, what becomes of that. And what header.awk makes of the comments of a header.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
PARLEY_SITE=$here/markdown
export PARLEY_SITE
awk -f docs/site/markdown.awk tests/docs/markdown/page.md | diff -u tests/docs/markdown/expected -
awk -f docs/site/markdown.awk tutorials/matrix.md | grep -q '^| <a href="tutorials-09-select.html">09-select</a> |' ||
    { echo "the fault matrix does not lead to chapter 9"; exit 1; }
awk -f docs/site/header.awk tests/docs/markdown/header.hpp | diff -u tests/docs/markdown/header.expected -

command -v doxygen >/dev/null || exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
doxygen - >/dev/null <<SETTINGS
INPUT = tests/docs/markdown/page.md
FILTER_PATTERNS = "*.md=awk -f docs/site/markdown.awk"
OUTPUT_DIRECTORY = $folder
GENERATE_LATEX = NO
HAVE_DOT = NO
SEARCHENGINE = NO
WARN_LOGFILE = $folder/warnings
SETTINGS
cat "$folder/warnings"
[ ! -s "$folder/warnings" ]
result=0
tr '\n' ' ' <"$folder/html/tests-docs-markdown-page.html" >"$folder/page"
while IFS= read -r words; do
    grep -qF "$words" "$folder/page" || { printf "Doxygen does not show: %s\n" "$words"; result=1; }
done <<'SHOWN'
<title>My Project: 1 A page</title>
Ask @ann in #lobby about \n, 100 % or %d, -- and <em>never <code>again</code></em>.
or read() or a_read()
<code>@ann said 'so' #1</code>
<dl class="section note"><dt>Note</dt><dd>Two things are said.
A quotation stays one. </p> </blockquote>
<code>x -l | y &gt; &quot;z&quot; \n</code>
<details><summary>The solution</summary><div class="fragment">
</div><!-- fragment --></details>
id="tests-docs-markdown-page-1-what-breaks-1"
indented # @code
SHOWN
exit $result
