#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the graders of the chapters are made of: the student's server is started, people talk to it, and what was
/// expected and did not come is told as a story. Read next: `01-one-client/check.cpp`, the first grader.

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <parley/bench/native_process.hpp>
#include <parley/bench/native_usage.hpp>
#include <parley/testing/conversation.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace check {

namespace native = parley::bench::native;

/// The server that is looked at. It is ended with this.
class program {
public:
    /// `descriptors`: how many it may have; 0: as many as the grader.
    explicit program(const std::string& path, int descriptors = 0) : child_(native::start(command(path, descriptors), {})) {
        const auto deadline = parley::later(parley::clock::now(), parley::milliseconds(20'000));
        while (address_.find('\n') == address_.npos && native::wait_for(child_.output, deadline))
            if (!native::read_some(child_.output, address_)) break;
        if (address_.find('\n') != address_.npos) return;
        throw std::runtime_error("the server prints no address, as \"127.0.0.1:5000\"" + end());
    }
    program(const program&) = delete;
    program& operator=(const program&) = delete;
    ~program() {
        if (!end().empty()) return;
        native::kill(child_.id);
        native::ended(child_.id, true);
    }

    /// A new conversation: its people are hung up on at its end.
    parley::testing::conversation talk() const { return parley::testing::conversation(port()); }

    std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoul(address_.substr(address_.rfind(':') + 1))); }

    /// How many threads it has now.
    std::size_t threads() const { return native::usage::of(child_.id).threads; }

    /// How much memory it alone has, in bytes; 0 where the system does not say.
    std::size_t memory() const { return native::usage::of(child_.id).private_bytes; }

    /// Presses Ctrl+C.
    void interrupt() { ::kill(child_.id, SIGINT); }

    /// How it ended, "exit code 0" if all went well; empty while it runs.
    const std::string& end() {
        if (end_.empty()) end_ = native::ended(child_.id, false);
        return end_;
    }

    /// The same, when it has ended: whoever is still there after some seconds is said to run.
    std::string awaited_end(parley::milliseconds patience = parley::testing::patience) {
        const auto deadline = parley::later(parley::clock::now(), patience);
        std::string rest;
        while (native::wait_for(child_.output, deadline) && native::read_some(child_.output, rest)) {}  // closed by its end
        if (parley::clock::now() < deadline && end_.empty()) end_ = native::ended(child_.id, true);
        return end_.empty() ? "it still runs" : end_;
    }

    /// What it has written to stderr until now.
    std::string complaints() {
        std::string said;
        while (native::wait_for(child_.complaints, parley::at_once) && native::read_some(child_.complaints, said)) {}
        return said;
    }

private:
    static std::vector<std::string> command(const std::string& path, int descriptors) {
        if (descriptors == 0) return {path, "0"};
        return {"sh", "-c", "ulimit -n " + std::to_string(descriptors) + "; exec \"$0\" 0", path};
    }

    native::child child_;
    std::string address_, end_;
};

/// A story and what the matter is, most likely, in this exercise; what else it may be, in any server, comes last.
inline std::string with_cause(const std::string& story, std::string_view likely_cause) {
    constexpr std::string_view heading = "likely causes:\n";
    const std::size_t general = story.find(heading);
    std::string text = story.substr(0, general) + "\nMost likely: " + std::string(likely_cause) + "\n";
    if (general == story.npos) return text;
    return text + "\nWhat else looks like this, in any server:\n" + story.substr(general + heading.size());
}

/// One thing that is looked at: what it is, and what the matter is, most likely, when it is not so.
inline void step(std::string_view what, std::string_view likely_cause, const std::function<void()>& look) {
    try {
        look();
    } catch (const std::exception& story) {
        throw parley::testing::broken_promise("FAIL: " + std::string(what) + "\n\n" +
                                              with_cause(story.what(), likely_cause));
    }
    std::printf("good: %s\n", std::string(what).c_str());
}

/// The grader's main(): `check PROGRAM`. Exit code 0: pass, 1: fail, 2: used wrongly.
inline int grade(int count, char** values, const std::function<void(program&)>& look, int descriptors = 0) {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s PROGRAM\n", values[0]);
        return 2;
    }
    parley::testing::patience = parley::milliseconds(5'000);
    try {
        program server(values[1], descriptors);
        try {
            look(server);
        } catch (const std::exception& story) {
            std::puts(story.what());
            server.awaited_end(parley::milliseconds(500));  // if it has crashed, it may be about to end
            if (!server.end().empty() && server.end() != "exit code 0")
                std::printf("The server has ended: %s\n%s", server.end().c_str(), server.complaints().c_str());
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
