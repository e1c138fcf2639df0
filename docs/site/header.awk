# SPDX-License-Identifier: MIT
#
# Doxygen's input filter for headers: `base/outbox.hpp` in a comment becomes a link to that header, as Doxygen makes
# one of every file that is named in prose and not in code.
/^ *\/\/\// {
    while (match($0, /`[a-z_\/]+\.hpp`/)) $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + 1, RLENGTH - 2) substr($0, RSTART + RLENGTH)
}
{ print }
