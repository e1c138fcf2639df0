#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/tidy/reading_path_test.sh FOLDER     (FOLDER is made anew)
#
# Tests reading_path.sh: a path that reaches everything passes, a header nobody leads to and a name of nothing do not.

set -euo pipefail
script=$(cd "$(dirname "$0")" && pwd)/reading_path.sh
rm -rf "$1"
mkdir -p "$1/include/parley/net"
cd "$1"

printf '/// @file\n/// All. Read next: `server.hpp`,\n/// then `net/socket.hpp`.\n' >include/parley/parley.hpp
printf '/// @file\n/// The server. Read next: `parley.hpp`.\n\n/// Not `nothing.hpp`.\n' >include/parley/server.hpp
printf '/// @file\n/// A socket.\n' >include/parley/net/socket.hpp
"$script" . || { echo 'FAILED: a whole path is complained about' >&2; exit 1; }

printf '/// @file\n' >include/parley/lost.hpp
printf '/// @file\n/// A socket. Read next: `net/gone.hpp`.\n' >include/parley/net/socket.hpp
if complaints=$("$script" .); then
    echo 'FAILED: a broken path passes' >&2
    exit 1
fi
grep -q '^include/parley/lost.hpp: no "Read next" leads here' <<<"$complaints"
grep -q '^include/parley/net/socket.hpp: "Read next" names net/gone.hpp' <<<"$complaints"
[ "$(grep -c . <<<"$complaints")" -eq 2 ]
echo 'reading_path.sh finds what is lost and what is gone'
