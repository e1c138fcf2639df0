# SPDX-License-Identifier: MIT
#
# Doxygen's input filter for headers, line by line.
#
# - `base/outbox.hpp` in a comment becomes a link to that header: Doxygen makes one of every file that is named in prose
#   and not in code.
# - `tests/net/socket_test.cpp`, and every other file of the repository that is named so, leads to a page that shows it.
#   With -v list=1 these are printed instead: "source PATH". See markdown.awk, which does the same.
# - `docs/wire.md` leads to that page.
# - `threads()` is what a policy has; Doxygen would lead to a metric of the benchmark's.
# - `code` in quotation marks is code.
# - Copying, moving and destroying as the compiler does it is nothing that the reference need list.

/^ *\/\/\// {
    if (/`/) gsub(/"/, "\\&quot;")
    while (match($0, /`[a-z_\/]+\.hpp`/))
        $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + 1, RLENGTH - 2) substr($0, RSTART + RLENGTH)
    while (match($0, /`(tests|examples|tutorials|docs\/examples)\/[A-Za-z0-9_.\/-]*\.(cpp|hpp|sh)`/)) {
        path = page = substr($0, RSTART + 1, RLENGTH - 2)
        if (list) print "source " path
        gsub(/[^A-Za-z0-9_]/, "-", page)
        $0 = substr($0, 1, RSTART - 1) "<a href=\"source-" page ".html\"><code>" path "</code></a>" \
            substr($0, RSTART + RLENGTH)
    }
    while (match($0, /`docs\/[a-z-]*\.md`/)) {
        path = page = substr($0, RSTART + 1, RLENGTH - 2)
        sub(/\.md$/, "", page)
        gsub(/\//, "-", page)
        $0 = substr($0, 1, RSTART - 1) "<a href=\"" page ".html\"><code>" path "</code></a>" substr($0, RSTART + RLENGTH)
    }
    gsub(/`threads\(\)`/, "`%threads()`")
}
/^ *([a-z_]+& operator=|~?[a-z_]+)\(((const )?[a-z_]+&&?)?\)( noexcept)? = default;$/ && !/^ *[a-z_]+\(\)/ && before !~ /^ *\/\/\// {
    sub(/[^ ]/, "// &")
}
!list { print; before = $0 }
