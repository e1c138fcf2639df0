#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/ten_lines/same_as_readme.sh [FOLDER]     (FOLDER holds README.md; default: this repository)
#
# The first ```cpp block of README.md is hello.cpp, the others the marked parts of embedding.cpp, ctrl_c.cpp and
# own_model.cpp; the @code of testing/conformance.hpp is that of conformance.cpp. All are compiled: what people copy
# works.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
readme=${1:-$here/../..}/README.md

# The ```cpp block of that number.
block() { awk -v wanted="$1" '/^```/ { inside = !inside && /^```cpp/ && ++number == wanted; next } inside' "$readme"; }

same() {
    [ -n "$(block "$1")" ] || { echo "$readme has no \`\`\`cpp block number $1" >&2; exit 1; }
    diff -u --label "README.md, block $1" --label "tests/ten_lines/$2" <(block "$1") <("source_$1") || {
        echo "make \`\`\`cpp block $1 of README.md and tests/ten_lines/$2 equal" >&2
        exit 1
    }
}
marked() { awk -v mark="// $1\$" '$0 ~ mark { inside = !inside; next } inside { sub(/^    /, ""); print }' "$here/$2"; }
source_1() { cat "$here/hello.cpp"; }
source_2() { marked README embedding.cpp; }
source_3() { marked README ctrl_c.cpp; }
source_4() { marked README own_model.cpp; }

same 1 hello.cpp
same 2 embedding.cpp
same 3 ctrl_c.cpp
same 4 own_model.cpp

header=$here/../../include/parley/testing/conformance.hpp
code() { awk '/@endcode/ { inside = 0 } inside { sub(/^\/\/\/ /, ""); print } /@code/ { inside = 1 }' "$header"; }
diff -u --label "$header, @code" --label tests/ten_lines/conformance.cpp <(code) <(marked CONFORMANCE conformance.cpp)
