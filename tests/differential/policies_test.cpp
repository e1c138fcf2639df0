// SPDX-License-Identifier: MIT

/// @file
/// The same evening under every policy: to the byte what everybody heard from the simplest server there is. Each move
/// waits until everybody has heard what it causes, so that the order of different senders is known.
///
///     PARLEY_TRANSCRIPTS=3000 build/dev/tests/test_differential    thousands of evenings; the next ones: ..._FROM=3000
///     PARLEY_TRANSCRIPTS_FROM=1234 PARLEY_TRANSCRIPTS=1 ...        the one that failed

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <doctest/doctest.h>
#include <list>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "differential/reference.hpp"
#include "differential/transcript.hpp"
#include "every_policy.hpp"

using namespace differential_test;
using parley::net::io_status;

namespace {

struct client {
    parley::net::socket socket;
    std::string heard{};
    bool over = false;

    void send(std::string_view bytes) {
        while (!over && !bytes.empty()) {
            const auto sent = socket.send({&bytes, 1});
            bytes.remove_prefix(sent.count);
            if (sent.status != io_status::ok && sent.status != io_status::would_block) return;  // it is being closed
        }
    }

    void listen() {
        char buffer[4096];
        while (!over) {
            const auto got = socket.receive(buffer);
            if (got.status == io_status::would_block) return;
            heard.append(buffer, got.count);
            if (got.status != io_status::ok) hang_up();
        }
    }

    void hang_up() {
        over = true;
        socket = parley::net::socket();
    }
};

/// A server under `Policy`, and the reference beside it.
template <class Policy>
class evening {
public:
    explicit evening(const transcript& planned)
        : planned_(planned), server_(planned.limits), should_be_(planned.limits) {}

    /// Nothing, or what was not as it should be.
    std::string play() {
        server_.start();
        for (std::size_t i = 0; i != planned_.moves.size() && trouble_.empty(); ++i) {
            make(planned_.moves[i]);
            await("move " + std::to_string(i));
        }
        should_be_.stop();
        server_.stop();
        if (trouble_.empty()) await("the end");
        server_.wait();
        for (client& one : clients_) one.listen();
        if (trouble_.empty()) compare("after the end", true);
        return trouble_;
    }

private:
    void make(const move& made) {
        using kind = move::kind;
        const bool noticed = should_be_.apply(made);
        if (made.what == kind::connect) clients_.push_back({server_.listener().connect()});
        // What nobody would notice could not be awaited, and might concern whoever comes next.
        if (made.what == kind::say && noticed) server_.say(made.bytes);
        if (made.what == kind::close && noticed) server_.close(made.bytes, "as planned");
        if (made.what == kind::hang_up) at(made.who).hang_up();
        if (made.what == kind::half_close) at(made.who).socket.shutdown_send();
        std::size_t begin = 0;
        for (const std::size_t end : made.cuts) {
            at(made.who).send(std::string_view(made.bytes).substr(begin, end - begin));
            begin = end;
        }
    }

    /// Until everybody has heard what is due, and who is to be hung up on was.
    void await(const std::string& when) {
        const auto deadline = parley::later(parley::clock::now(), parley::milliseconds(30'000));
        for (;;) {
            std::vector<parley::net::native::poll_entry> entries;
            for (client& one : clients_) {
                one.listen();
                if (!one.over) entries.push_back({one.socket.native_handle(), POLLIN, 0});
            }
            if (!compare(when, false) || settled()) return;
            if (parley::clock::now() >= deadline) return static_cast<void>(compare(when + ": waited in vain", true));
            // Nobody tells us that the server has noticed who hung up: so we look again.
            parley::net::native::wait(entries,
                                      std::min(deadline, parley::later(parley::clock::now(), parley::milliseconds(5))));
        }
    }

    bool settled() {
        std::size_t number = 0;
        for (const client& one : clients_) {
            if (one.heard.size() < should_be_.heard(number).size() || (should_be_.over(number) && !one.over))
                return false;
            ++number;
        }
        return server_.statistics().clients == should_be_.connected();
    }

    /// So far everybody has heard a beginning of what is due, or all of it.
    bool compare(const std::string& when, bool all) {
        std::size_t number = 0;
        for (const client& one : clients_) {
            const std::string& due = should_be_.heard(number);
            if (all ? one.heard == due : due.starts_with(one.heard)) {
                ++number;
                continue;
            }
            trouble_ = when + ": client " + std::to_string(number) + " heard\n" + one.heard +
                       "\nand should have heard\n" + due;
            return false;
        }
        if (all && trouble_.empty() && !settled()) trouble_ = when + ": a connection is not closed";
        return true;
    }

    client& at(std::size_t who) { return *std::next(clients_.begin(), static_cast<std::ptrdiff_t>(who)); }

    const transcript& planned_;
    parley::server<Policy, parley::net::in_process> server_;
    reference should_be_;
    std::list<client> clients_{};
    std::string trouble_{};
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE_TEMPLATE("generated evenings come out the same, to the byte", Policy, EVERY_POLICY) {
    const std::uint64_t first = from_environment("PARLEY_TRANSCRIPTS_FROM", 0);
    const std::uint64_t count = from_environment("PARLEY_TRANSCRIPTS", 60);
    for (std::uint64_t seed = first; seed != first + count; ++seed) {
        const transcript planned = author(seed, Policy::serves_together).write();
        const std::string trouble = evening<Policy>(planned).play();
        REQUIRE_MESSAGE(trouble.empty(),
                        "again: PARLEY_TRANSCRIPTS=1 PARLEY_TRANSCRIPTS_FROM=" << seed << "; " << trouble);
    }
}

TEST_CASE("a number makes the same evening everywhere, and an evening in which something happens") {
    dice known(42);
    CHECK(known.next() == 13679457532755275413u);
    std::string bytes;
    std::size_t moves = 0, longest = 0;
    for (std::uint64_t seed = 0; seed != 50; ++seed) {
        const transcript planned = author(seed, true).write();
        reference heard(planned.limits);
        for (const move& one : planned.moves) heard.apply(one);
        for (const move& one : planned.moves) bytes += one.bytes;
        moves += planned.moves.size();
        longest = std::max(longest, heard.heard(0).size());
    }
    CHECK(moves > 500);
    CHECK(longest > 1000);
    for (const std::string_view part : {"/me", "/msg", "/nick", "/join", "/leave", "/quit", "\r\n", "half a li"})
        CHECK(bytes.find(part) != bytes.npos);
}
