#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/ten_lines/same_as_readme.sh [FOLDER]     (FOLDER holds README.md; default: this repository)
#
# The first ```cpp block of README.md is hello.cpp, which is compiled: what people copy works.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
readme=${1:-$here/../..}/README.md

block=$(awk '/^```/ { if (inside) exit; inside = /^```cpp/; next } inside' "$readme")
[ -n "$block" ] || {
    echo "$readme has no \`\`\`cpp block" >&2
    exit 1
}
diff -u --label README.md --label tests/ten_lines/hello.cpp <(printf '%s\n' "$block") "$here/hello.cpp" || {
    echo "make the first \`\`\`cpp block of README.md and tests/ten_lines/hello.cpp equal" >&2
    exit 1
}
