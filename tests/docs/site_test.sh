#!/bin/sh
# SPDX-License-Identifier: MIT
#
# usage: tests/docs/site_test.sh FOLDER [made]
#
# Makes the site in FOLDER (unless it is `made`) without a warning, looks at its pages (check_pages.sh) and counts what
# is documented: tests/docs/entities.txt says how much of each kind there is at least, since a slip in one comment can
# make functions vanish from Doxygen's pages without a word.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v doxygen >/dev/null; then
    echo "skipped: there is no doxygen"
    exit 77
fi
[ "${2:-}" = made ] || "$here/../../docs/site/site.sh" "$1" || { echo "the site was not made, or not without a warning"; exit 1; }

result=0
"$here/check_pages.sh" "$1/html" || result=1

while read -r least kind; do
    case $least in '#'*) continue ;; esac
    found=$(grep -cE "<(compound|member) kind=\"$kind\"" "$1/tags" || true)
    echo "$found of kind $kind (at least $least)"
    [ "$found" -ge "$least" ] || { echo "  what was documented has vanished; or lower tests/docs/entities.txt"; result=1; }
done <"$here/entities.txt"
echo "$(ls "$1"/html/*.html | wc -l) pages"
exit $result
