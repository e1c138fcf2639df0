#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# usage: tests/tidy/tidy_test.sh FOLDER     (FOLDER is made anew)
#
# Tests tidy.sh: each rule, broken on purpose, is complained about once; what only looks like a breach is not.

set -euo pipefail
tidy=$(cd "$(dirname "$0")" && pwd)/tidy.sh
rm -rf "$1"
mkdir -p "$1"
cd "$1"

form=$'#pragma once\n// SPDX-License-Identifier: MIT\n\n/// @file\n/// A planted header.\n\n'
expected=

# plant TREE HEADER TEXT: a header whose form is right, with TEXT from line 7 on.
plant() {
    mkdir -p "$(dirname "$1/include/parley/$2")"
    printf '%s%s\n' "$form" "$3" >"$1/include/parley/$2"
}
# breach HEADER TEXT LINE COMPLAINT: plants a header and expects one complaint that begins so.
breach() {
    plant bad "$1" "$2"
    expected+="include/parley/$1:$3: $4"$'\n'
}
lines() { awk -v count="$1" 'BEGIN { for (i = 1; i <= count; ++i) print "// line" }'; }

# What is right stays right, also where it looks like a breach.
plant good base/comment.hpp '#include <string>  // not <regex>, never std::jthread, no #if'
plant good base/long.hpp "$(lines 194)"
plant good base/wide.hpp "/// | $(printf '%0200d' 0) |"
plant good net/native_posix.hpp $'#include <sys/socket.h>\n#if defined(__linux__)\n#include <sys/eventfd.h>\n#endif'
plant good net/native_winsock.hpp $'#define NOMINMAX\n#undef NOMINMAX'
plant good base/version.hpp '#define PARLEY_VERSION_MAJOR 0'
plant good net/native.hpp $'#if defined(_WIN32)\n#else\n#include <parley/net/native_posix.hpp>\n#endif'
plant good base/cpp20.hpp $'#if __cplusplus < 202002L\n#error "parley needs C++20"\n#endif'
plant good net/socket.hpp $'#include <parley/base/long.hpp>\n#include <parley/net/native.hpp>'
plant good concurrency/pollers/epoll.hpp $'#include <sys/epoll.h>\n#include <parley/net/socket.hpp>'
plant good concurrency/model.hpp $'#include <parley/observe/none.hpp>\ninline void go() { std::thread([] {}).detach(); }'
plant good observe/none.hpp 'inline std::thread::id who() { return std::this_thread::get_id(); }'
plant good base/clock.hpp 'using clock = std::chrono::steady_clock; inline auto due = clock::now(); inline void set_time(int);'
plant good bench/machine.hpp 'inline auto today = std::time(nullptr);'
plant good observe/trace.hpp '#include <parley/observe/none.hpp>'
plant good server.hpp $'#include <parley/session.hpp>\ninline std::thread background;'
plant good session.hpp $'#include <parley/net/socket.hpp>\n#include <parley/concurrency/model.hpp>'
plant good parley.hpp $'#include <parley/server.hpp>\n#if __has_include(<sys/epoll.h>)\n#include <parley/concurrency/pollers/epoll.hpp>\n#endif'
plant good testing/kit.hpp $'#include <iostream>\n#include <parley/observe/trace.hpp>\n#include <parley/parley.hpp>\ninline std::thread t;'
plant good bench/load.hpp $'#include <parley/testing/kit.hpp>\ninline std::thread t;'
plant good base/slots.hpp '/// A kettle, for one cup: 0.2 l. Not thread-safe. Throws no_water; linear in the water (RFC 2324).
///
/// | promise | checked by |
/// |---|---|
/// | it boils | the cook |
///
/// What it promises says the table.
/// @tparam Cup what it
/// fills
/// @param water litres
/// @returns tea
/// @throws no_water when there is none
/// @see tea
/// @code
/// kettle tea;  // throws nothing, any thread
/// @endcode
/// @snippet tea.cpp tea
template <class Cup> Cup boil(double water);
/// Any thread.
int tea();  ///< Throws nothing. Any thread.'
mkdir -p good/tests/net
printf 'TEST_CASE_TEMPLATE_DEFINE("a", T, id) {}\n#define CASE(x) \\\nTEST_CASE(x) \\\n' >good/tests/net/kit.hpp
printf 'TEST_CASE("a") {}\n' >good/tests/net/a_test.cpp
"$tidy" good || {
    echo 'FAILED: tidy.sh complains about a tree that is right' >&2
    exit 1
}

breach base/long.hpp "$(lines 195)" 201 'over 200 lines'
breach base/wide.hpp "// $(printf '%0118d' 0)" 7 'over 120 columns'
breach base/knows_net.hpp '#include <parley/net/socket.hpp>' 7 'base must not know net'
breach base/knows_the_top.hpp '#include <parley/session.hpp>' 7 'base must not know top'
breach net/knows_chat.hpp '#  include <parley/chat/room.hpp>' 7 'net must not know chat'
breach protocol/knows_net.hpp '#include <parley/net/socket.hpp>' 7 'protocol must not know net'
breach chat/knows_protocol.hpp '#include <parley/protocol/command.hpp>' 7 'chat must not know protocol'
breach observe/knows_chat.hpp '#include <parley/chat/room.hpp>' 7 'observe must not know chat'
breach concurrency/knows_chat.hpp '#include <parley/chat/room.hpp>' 7 'concurrency must not know chat'
breach concurrency/knows_protocol.hpp '#include <parley/protocol/command.hpp>' 7 'concurrency must not know protocol'
breach server.hpp '#include <parley/testing/kit.hpp>' 7 'top must not know testing'
breach parley.hpp '#include <parley/bench/load.hpp>' 7 'top must not know bench'
breach session.hpp '#include <parley/observe/trace.hpp>' 7 'only users include this header'
breach new/floor.hpp '#include <parley/base/long.hpp>' 7 'new/ is a new folder'
breach base/quoted.hpp '#include "error.hpp"' 7 'write #include <parley/'
breach base/conditional.hpp '#ifdef __linux__' 7 'no #if outside'
breach concurrency/conditional.hpp $'\n  #  if defined(__linux__)' 8 'no #if outside'
breach client.hpp '#elif 1' 7 'no #if outside'
breach base/macro.hpp '#  define LIMIT 5  // PARLEY_' 7 'a macro of ours begins with PARLEY_'
breach base/pragma.hpp '#pragma GCC diagnostic ignored "-Wshadow"' 7 'a header changes no warning'
breach chat/pragma.hpp '_Pragma("GCC diagnostic push")' 7 'a header changes no warning'
breach chat/system.hpp '#include <sys/socket.h>' 7 'only net/native_'
breach net/system.hpp '#include <unistd.h>' 7 'only net/native_'
breach concurrency/system.hpp '#include <poll.h>' 7 'only net/native_'
breach testing/system.hpp '#include <netinet/tcp.h>' 7 'only net/native_'
breach base/slow.hpp '#include <regex>' 7 'slow to compile'
breach observe/slow.hpp '#include <iostream>' 7 'slow to compile'
breach version.hpp '#include <filesystem>' 7 'slow to compile'
breach base/clock.hpp 'using clock = std::chrono::system_clock;' 7 'somebody may set that clock'
breach concurrency/clock.hpp 'inline auto now = ::time(nullptr);' 7 'somebody may set that clock'
breach base/format.hpp '#include <format>' 7 'some C++20 libraries lack it'
breach bench/format.hpp 'inline auto text = std::format("x");' 7 'some C++20 libraries lack it'
breach concurrency/jthread.hpp 'inline std::jthread worker;' 7 'some C++20 libraries lack it'
breach base/place.hpp 'inline auto here = std::source_location::current();' 7 'some C++20 libraries lack it'
breach base/slots_threads.hpp '/// A kettle. Throws no_water. Any thread.' 7 'which threads may comes after how it fails'
breach base/slots_cost.hpp $'\n/// A kettle.\n/// Constant time; throws\n/// no_water.' 8 'how it fails comes after what it costs'
breach base/slots_param.hpp $'/// @param water litres. Throws no_water.' 7 'how it fails comes after @param'
breach base/slots_table.hpp $'/// @param water litres\n///\n/// | promise |\n/// |---|' 7 'a table comes after @param'
breach base/slots_text.hpp $'/// @param water litres\n///\n/// It boils.' 7 'text comes after @param'
breach base/slots_tparam.hpp $'/// @param water litres\n/// @tparam Cup what it fills' 7 '@tparam comes after @param'
breach base/slots_example.hpp $'/// A kettle.\n/// @snippet tea.cpp tea\n/// It boils.' 7 'text comes after the example'
breach base/slots_see.hpp $'    /// @code\n    /// tea();\n    /// @endcode\n    /// @see tea' 7 '@see comes after the example'
breach chat/thread.hpp 'inline std::thread worker;' 7 'only concurrency/, the facades'
breach net/thread.hpp 'inline auto answer = std::async([] {});' 7 'only concurrency/, the facades'

# What is wrong with a header's first lines.
mkdir -p bad/include/parley/base
printf '// SPDX-License-Identifier: MIT\n\n/// @file\n' >bad/include/parley/base/no_once.hpp
printf '#pragma once\n\n/// @file\n' >bad/include/parley/base/no_licence.hpp
printf '#pragma once\n// SPDX-License-Identifier: MIT\n' >bad/include/parley/base/no_comment.hpp
expected+="include/parley/base/no_once.hpp:1: lacks '#pragma once'"$'\n'
expected+="include/parley/base/no_licence.hpp:2: lacks '// SPDX"$'\n'
expected+="include/parley/base/no_comment.hpp:4: lacks its '/// @file'"$'\n'

mkdir -p bad/tests/net
printf '\nTEST_CASE_FIXTURE(x, "a") {\n' >bad/tests/net/kit.hpp
expected+='tests/net/kit.hpp:2: ctest would not run it'$'\n'

if complaints=$("$tidy" bad); then
    echo 'FAILED: tidy.sh passes a tree that is wrong' >&2
    exit 1
fi
failed=0
while IFS= read -r begin; do
    count=$(grep -cF "$begin" <<<"$complaints" || true)
    [ "$count" -eq 1 ] || {
        echo "FAILED: expected one complaint, got $count: $begin" >&2
        failed=1
    }
done <<<"${expected%$'\n'}"
unexpected=$(grep -vFf <(printf '%s' "$expected") <<<"$complaints" || true)
[ -z "$unexpected" ] || {
    printf 'FAILED: not expected: %s\n' "$unexpected" >&2
    failed=1
}
if "$tidy" . 2>/dev/null; then
    echo 'FAILED: tidy.sh passes a folder without headers' >&2
    failed=1
fi
[ "$failed" -eq 0 ] && echo "tidy.sh complains about $(grep -c . <<<"$expected") planted breaches"
