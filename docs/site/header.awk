# SPDX-License-Identifier: MIT
#
# Doxygen's input filter for headers, line by line.
#
# - `base/outbox.hpp` in a comment becomes a link to that header: Doxygen makes one of every file that is named in prose
#   and not in code.
# - `code` in quotation marks is code.
# - Copying, moving and destroying as the compiler does it is nothing that the reference need list.

/^ *\/\/\// {
    if (/`/) gsub(/"/, "\\&quot;")
    while (match($0, /`[a-z_\/]+\.hpp`/))
        $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + 1, RLENGTH - 2) substr($0, RSTART + RLENGTH)
}
/^ *([a-z_]+& operator=|~?[a-z_]+)\(((const )?[a-z_]+&&?)?\)( noexcept)? = default;$/ && !/^ *[a-z_]+\(\)/ && before !~ /^ *\/\/\// {
    sub(/[^ ]/, "// &")
}
{ print; before = $0 }
