#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the graders of the chapters are made of: the student's server is started, people talk to it, and what was
/// expected and did not come is told as a story. Read next: `01-one-client/check.cpp`, the first grader.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <parley/bench/server_process.hpp>
#include <parley/testing/conversation.hpp>
#include <string>
#include <string_view>

namespace check {

/// The server that is looked at. It runs until the grader ends.
class program {
public:
    explicit program(const std::string& path) : process_({path, "0"}) {}

    /// A new conversation: its people are hung up on at its end.
    parley::testing::conversation talk() const { return parley::testing::conversation(port()); }

    std::uint16_t port() const {
        const std::string& address = process_.address();
        return static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
    }

    /// How many threads it has now.
    std::size_t threads() const { return process_.usage().threads; }

    /// How it ended, if it did.
    std::string end() { return process_.how_it_ended(); }

private:
    parley::bench::server_process process_;
};

/// One thing that is looked at: what it is, and what the matter is, most likely, when it is not so.
inline void step(std::string_view what, std::string_view likely_cause, const std::function<void()>& look) {
    try {
        look();
    } catch (const std::exception& story) {
        throw parley::testing::broken_promise("FAIL: " + std::string(what) + "\n\n" + story.what() +
                                              "\nMost likely: " + std::string(likely_cause) + "\n");
    }
    std::printf("good: %s\n", std::string(what).c_str());
}

/// The grader's main(): `check PROGRAM`. Exit code 0: pass, 1: fail, 2: used wrongly.
inline int grade(int count, char** values, const std::function<void(program&)>& look) {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s PROGRAM\n", values[0]);
        return 2;
    }
    parley::testing::patience = parley::milliseconds(5'000);
    try {
        program server(values[1]);
        try {
            look(server);
        } catch (const std::exception& story) {
            const std::string end = server.end();
            std::printf("%s%s\n", story.what(), end.empty() ? "" : ("\n" + end).c_str());
            return 1;
        }
    } catch (const std::exception& failure) {
        std::printf("FAIL: %s\n", failure.what());
        return 1;
    }
    std::puts("PASS");
    return 0;
}

}  // namespace check
