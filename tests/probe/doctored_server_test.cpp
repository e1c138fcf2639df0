// SPDX-License-Identifier: MIT

/// @file
/// Each case of chat_probe fails where it has to, and says what the matter is: on a server that does one thing wrong.

#include "doctored_server.hpp"
#include "terminal/child.hpp"

#include <doctest/doctest.h>
#include <list>
#include <set>
#include <string>
#include <string_view>

using namespace probe_test;

namespace {

constexpr terminal_test::streams in_pipes{false, false};

/// A server that is wrong, the case that finds out, and its word for it.
struct trial {
    fault what;
    std::string_view tried, symptom;
};

constexpr trial trials[] = {
    {fault::one_at_a_time, "two-clients", "second client waits"},
    {fault::sends_back, "broadcast", "nobody else hears"},
    {fault::half_lines_told, "broadcast", "splits lines"},
    {fault::one_buffer, "broadcast", "glues lines"},
    {fault::half_lines_twice, "dribble", "doubles lines"},
    {fault::line_per_read, "coalesce", "glues lines"},
    {fault::first_line_only, "coalesce", "loses lines"},
    {fault::one_read_behind, "half-close", "loses lines"},
    {fault::end_is_nothing, "half-close", "never hangs up"},
    {fault::all_go_together, "reset", "hangs up on others"},
    {fault::waits_for_readers, "freeze", "freezes"},
    {fault::keeps_everything, "freeze", "hoards"},
    {fault::hears_the_loudest, "flood", "starves others"},
    {fault::long_lines, "long-line", "no line limit"},
    {fault::control_bytes, "garbage", "passes escapes on"},
    {fault::nul_ends_text, "garbage", "loses lines"},
    {fault::table_is_full, "connect-storm", "second client waits"},
    {fault::ends_with_the_first, "connect-storm", "has ended"},
    {fault::nicknames_unchecked, "dup-nick", "two of one name"},
};

/// chat_probe at a doctored server.
struct probing {
    explicit probing(fault what, std::string_view patience, std::string_view tried)
        : server(what), probe(in_pipes, {PARLEY_CHAT_PROBE, "--json", "--patience", std::string(patience), "127.0.0.1",
                                         server.port(), std::string(tried)}) {}

    doctored_server server;
    terminal_test::child probe;  // ends first: then the server waits for nobody
};

std::set<std::string> all_after(std::string_view key, std::string_view json) {
    std::set<std::string> found;
    for (std::size_t at; (at = json.find(key)) != json.npos;) {
        json.remove_prefix(at + key.size());
        found.emplace(json.substr(0, json.find('"')));
    }
    return found;
}

}  // namespace

TEST_CASE("a server that does nothing wrong passes every case") {
    probing good(fault::none, "15", "all");
    const int code = good.probe.exit_code();
    INFO(good.probe.out);
    CHECK(code == 0);
    CHECK(all_after("\"verdict\": \"", good.probe.out) == std::set<std::string>{"pass"});
}

TEST_CASE("each case fails on a server that is wrong in its way, and names the symptom") {
    std::list<probing> all;  // at once: most of them wait for something that does not come
    for (const trial& one : trials) all.emplace_back(one.what, "3", one.tried);
    auto here = all.begin();
    std::set<std::string> shown;
    for (const trial& one : trials) {
        terminal_test::child& probe = here++->probe;
        const int code = probe.exit_code();
        INFO(one.tried, ": ", one.symptom, "\n", probe.out);
        CHECK(code == 1);
        CHECK(all_after("\"symptom\": \"", probe.out) == std::set<std::string>{std::string(one.symptom)});
        shown.emplace(one.tried);
    }
    CHECK(shown.size() == 12);
}
