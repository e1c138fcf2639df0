#!/bin/sh
# SPDX-License-Identifier: MIT
#
# What docs/site/markdown.awk makes of what GitHub shows: markdown/page.md becomes markdown/expected.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
PARLEY_SITE=$here/markdown awk -f docs/site/markdown.awk tests/docs/markdown/page.md | diff -u tests/docs/markdown/expected -
