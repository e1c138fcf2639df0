#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Clients in conversation with a server that things go wrong for, and the bookkeeping of who should have heard what.
/// Each step waits until everybody has heard it or is known to be lost, so that a run is the same each time.
/// Read next: `failures/polite_conversation.hpp`.

#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <functional>
#include <list>
#include <parley/net/socket.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "failures/process.hpp"

namespace failures_test {

inline constexpr std::string_view prompt = "Pick a nickname: ";
inline constexpr std::string_view full = "-- The server is full; please try again later.\n";
inline constexpr std::string_view closing = "-- The server is closing; goodbye.\n";
inline constexpr std::string_view welcome = "You are now connected!\n";
inline std::string connected(const std::string& name) { return "'" + name + "' has just connected to the chat room!\n"; }
inline std::string left(const std::string& name) { return "'" + name + "' has left the chat room!"; }  // maybe a reason

/// One client, its bytes as they came, and those that should have come.
struct talker {
    std::string name;
    parley::net::socket socket;
    std::string heard{};
    std::string expected{prompt};
    bool over = false;      ///< the server has hung up
    bool released = false;  ///< and was to: it left, or the server closed

    bool has(std::string_view text) const { return heard.find(text) != heard.npos; }
    bool lost() const { return over && !released; }

    void say(std::string_view bytes) {
        while (!over && !bytes.empty()) {
            const auto sent = socket.send({&bytes, 1});
            bytes.remove_prefix(sent.count);
            if (sent.status != parley::net::io_status::ok && sent.status != parley::net::io_status::would_block) return;
        }
    }

    void listen() {
        char buffer[4096];
        for (auto got = socket.receive(buffer); got.status != parley::net::io_status::would_block; got = socket.receive(buffer)) {
            if (got.status != parley::net::io_status::ok) return hang_up();
            heard.append(buffer, got.count);
        }
    }

    void hang_up() {
        over = true;
        socket = parley::net::socket();
    }
};

/// What somebody is to hear.
struct due {
    talker* who;
    std::string line;
};

class party {
public:
    explicit party(std::function<parley::net::socket()> connect) : connect_(std::move(connect)) {}

    /// Connects somebody and gives them a name. Who is told that the server is full tries again.
    talker& join(const std::string& name) {
        for (int attempt = 0;; ++attempt) {
            talker& newcomer = everybody_.emplace_back(talker{name, connect_()});
            wait(name + " to be asked for a name", [&] { return newcomer.over || newcomer.has(prompt); });
            if (newcomer.heard != full || attempt == 5) return enter(newcomer);
            everybody_.pop_back();
            ++refused;
        }
    }

    /// `actor` says something; each of `lines`, none of which was said before, is due to somebody.
    void step(talker& actor, std::string_view bytes, const std::vector<due>& lines) {
        for (const due& one : lines) one.who->expected += one.line;
        if (actor.lost()) return;
        actor.say(bytes);
        // Those in the room that a lost actor was in are told so; what it did before it was told before.
        const auto known_to_be_lost = [&] {
            return actor.over && std::any_of(everybody_.begin(), everybody_.end(), [&](const talker& one) { return one.has(left(actor.name)); });
        };
        const auto settled = [&](const due& one) { return one.who->over || one.who->has(one.line) || known_to_be_lost(); };
        wait("what " + actor.name + " did", [&] { return std::all_of(lines.begin(), lines.end(), settled); });
    }

    /// The same line is due to everybody who is there.
    void tell_all(talker& actor, std::string_view bytes, const std::string& line) {
        std::vector<due> lines;
        for (talker& one : everybody_)
            if (!one.over) lines.push_back({&one, line});
        step(actor, bytes, lines);
    }

    /// Leaves politely, and the others learn of it.
    void quit(talker& actor) {
        const bool was_there = !actor.over;
        if (was_there) actor.released = true;
        actor.say("/quit\n");
        wait(actor.name + " to be let go", [&] { return actor.over; });
        if (was_there) tell_all(actor, "", left(actor.name) + "\n");
    }

    /// Says its last words, alone in its room, and will say no more.
    void half_close(talker& actor, std::string_view bytes, const std::string& last_line) {
        if (actor.over) return;
        actor.expected += last_line;
        actor.say(bytes);
        actor.socket.shutdown_send();
        wait(actor.name + " to be let go", [&] { return actor.over; });
        actor.released = actor.heard.ends_with(last_line);
    }

    /// Everybody is told, and hung up on.
    void close(const std::function<void()>& stop_server) {
        for (talker& one : everybody_)
            if (!one.over) one.expected += closing;
        stop_server();
        wait("the server to close", [&] {
            return std::all_of(everybody_.begin(), everybody_.end(), [](const talker& one) { return one.over; });
        });
        for (talker& one : everybody_)
            if (one.heard.ends_with(closing)) one.released = true;
    }

    /// Until something holds; meanwhile everybody listens.
    template <class Condition>
    void wait(const std::string& for_what, Condition holds) {
        const auto deadline = time_limit();
        for (listen(); !holds(); listen()) {
            std::vector<parley::net::native::poll_entry> entries;
            for (const talker& one : everybody_)
                if (!one.over) entries.push_back({one.socket.native_handle(), POLLIN, 0});
            parley::net::native::wait(entries, deadline);
            if (parley::clock::now() >= deadline) FAIL("waited in vain for " << for_what << "\n" << story());
        }
    }

    std::string story() const {
        std::string told = "The conversation so far:\n";
        for (const talker& one : everybody_)
            told += one.name + (one.over ? " (is over) heard: " : " heard: ") + one.heard + "\n      and should hear: " + one.expected + "\n";
        return told;
    }

    std::list<talker>& everybody() noexcept { return everybody_; }
    int refused = 0;

private:
    talker& enter(talker& newcomer) {
        if (newcomer.lost()) return newcomer;
        newcomer.say(newcomer.name + "\n");
        const std::string line = connected(newcomer.name);
        for (talker& one : everybody_)
            if (!one.over) one.expected += line;
        newcomer.expected += welcome;
        wait(newcomer.name + " to come in", [&] {
            return std::all_of(everybody_.begin(), everybody_.end(), [&](const talker& one) {
                return one.over || (one.has(line) && (&one != &newcomer || one.has(welcome))) || newcomer.lost();
            });
        });
        return newcomer;
    }

    void listen() {
        for (talker& one : everybody_)
            if (!one.over) one.listen();
    }

    std::function<parley::net::socket()> connect_;
    std::list<talker> everybody_;
};

/// The lines of a transcript that name somebody, or those that do not. (The prompt ends no line.)
inline std::vector<std::string> lines_naming(std::string_view transcript, const std::string& name, bool naming) {
    if (transcript.starts_with(prompt)) transcript.remove_prefix(prompt.size());
    std::vector<std::string> lines;
    while (!transcript.empty()) {
        const std::size_t end = std::min(transcript.find('\n'), transcript.size() - 1) + 1;
        const std::string line(transcript.substr(0, end));
        if ((line.find(name) != line.npos) == naming) lines.push_back(line);
        transcript.remove_prefix(end);
    }
    return lines;
}

/// Nobody was lost: everybody has heard exactly what was due.
inline void check_exact(party& all) {
    for (const talker& one : all.everybody()) {
        CAPTURE(one.name);
        CHECK(one.heard == one.expected);
    }
}

/// One client was lost (`name`), and nobody else noticed anything but that: what does not concern it is exact; what
/// does is whole, in order, not doubled.
inline void check_without(party& all, const std::string& name) {
    for (const talker& one : all.everybody()) {
        if (one.lost()) continue;
        INFO("somebody else was lost: " << name << "\n" << all.story());
        CAPTURE(one.name);
        CHECK(lines_naming(one.heard, name, false) == lines_naming(one.expected, name, false));
        const std::vector<std::string> due_lines = lines_naming(one.expected, name, true);
        auto next = due_lines.begin();
        int farewells = 0;
        for (const std::string& line : lines_naming(one.heard, name, true)) {
            if (line.starts_with(left(name))) {
                ++farewells;
                continue;
            }
            if (line == "-- There is nobody called " + name + ".\n") continue;
            next = std::find(next, due_lines.end(), line);
            CHECK_MESSAGE(next != due_lines.end(), "torn, doubled or out of order: " << line);
            if (next != due_lines.end()) ++next;
        }
        CHECK(farewells <= 1);
    }
}

/// Exact for everybody, or at most `most` clients were lost and the others did not notice.
inline void check_transcripts(party& all, std::size_t most) {
    std::vector<std::string> lost;
    for (const talker& one : all.everybody())
        if (one.lost()) lost.push_back(one.name);
    CHECK_MESSAGE(lost.size() <= most, all.story());
    if (lost.empty()) return check_exact(all);
    if (lost.size() == 1) check_without(all, lost.front());
}

}  // namespace failures_test
