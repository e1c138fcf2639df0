// SPDX-License-Identifier: MIT

/// @file
/// chat_probe as a command, and chat_server passing all of it under every policy.

#include "programs/running_server.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace programs_test;

namespace {

struct ended_probe {
    int code;
    std::string out, err;
};

ended_probe run_probe(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), PARLEY_CHAT_PROBE);
    child probe(in_pipes, std::move(arguments));
    const int code = probe.exit_code();
    return {code, probe.out, probe.err};
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t times = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; ++at) ++times;
    return times;
}

}  // namespace

TEST_CASE("every case passes under every policy that serves several clients") {
    for (const std::string& policy : policies_that_serve_together) {
        const running_server server{"--quiet", "--port", "0", "--policy", policy};
        const ended_probe probed = run_probe({"--patience", "15", "127.0.0.1", server.port_text(), "all"});
        INFO(policy, "\n", probed.out, probed.err);
        CHECK(probed.code == 0);
        CHECK(count(probed.out, "pass  ") == 12);
    }
}

TEST_CASE("one at a time: the second client waits, and it is said so") {
    const running_server server{"--quiet", "--port", "0", "--policy", "one_at_a_time"};
    const ended_probe probed = run_probe({"--patience", "1", "127.0.0.1", server.port_text(), "two-clients"});
    INFO(probed.out);
    CHECK(probed.code == 1);
    CHECK(probed.out.find("FAIL     two-clients: second client waits") != probed.out.npos);
    CHECK(probed.out.find("read: chapter 4 of tutorials/") != probed.out.npos);
    const ended_probe others =
        run_probe({"--patience", "15", "127.0.0.1", server.port_text(), "dribble", "coalesce", "half-close", "garbage"});
    INFO(others.out);
    CHECK(others.code == 0);
}

TEST_CASE("JSON has a version and a verdict for each case") {
    const running_server server{"--quiet", "--port", "0"};
    const ended_probe probed = run_probe({"--json", "127.0.0.1", server.port_text(), "dribble", "dup-nick"});
    CHECK(probed.code == 0);
    CHECK(probed.out.starts_with("{\"version\": 1, "));
    CHECK(count(probed.out, "\"verdict\": \"pass\"") == 2);
}

TEST_CASE("exit codes: 1 when nobody listens, 2 for wrong usage") {
    std::string port;
    {
        const running_server server{"--quiet", "--port", "0"};
        port = server.port_text();
    }
    const ended_probe alone = run_probe({"127.0.0.1", port, "dribble"});
    CHECK(alone.code == 1);
    CHECK(alone.out.find("has ended") != alone.out.npos);
    CHECK(run_probe({}).code == 2);
    CHECK(run_probe({"127.0.0.1", port, "no-such-case"}).code == 2);
    CHECK(run_probe({"127.0.0.1", "0", "all"}).code == 2);
    CHECK(run_probe({"--nickname", "perhaps", "127.0.0.1", port, "all"}).code == 2);
    CHECK(run_probe({"--help"}).code == 0);
}
