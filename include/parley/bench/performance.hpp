#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One server and its load on the stage together, and what is measured between two quiet moments.
/// Refuses to know which load it is. Read next: `bench/server_process.hpp`, `bench/talk.hpp`.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <parley/base/clock.hpp>
#include <parley/bench/crowd.hpp>
#include <parley/bench/ledger.hpp>
#include <parley/bench/sample.hpp>
#include <parley/bench/server_process.hpp>
#include <parley/bench/talk.hpp>
#include <string>
#include <string_view>

namespace parley::bench {

/// What is the same for all contestants of a comparison.
/// @snippet bench/measure_test.cpp conditions
struct conditions {
    std::size_t line_bytes = 64;       ///< of a message, with its newline
    milliseconds measured{1'000};      ///< how long the load talks; what is then in flight is waited for
    std::uint64_t messages = 0;        ///< not 0: so many, instead of so long
    milliseconds patience{10'000};     ///< how long nothing may happen before a message counts as lost
    bool own_processor = true;         ///< server and load do not share one
    milliseconds afterwards{20};       ///< how long a message that was heard may yet come again
    std::size_t fill = std::size_t{6} << 20;  ///< bytes said to a reader that has stopped, until nobody can hold more

    /// Where talking ends that begins now; the warm-up is a tenth of it. @{
    until end() const noexcept {
        if (messages != 0) return {never, messages};
        return {later(clock::now(), measured)};
    }
    until end_of_warm_up() const noexcept {
        if (messages != 0) return {never, std::max<std::uint64_t>(messages / 10, 1)};
        return {later(clock::now(), measured / 10)};
    }
    /// @}
};

/// One run of one load: the guests, what they say, and what comes of it. The server runs already. What is wrong with it
/// is thrown: `void_run`, `not_applicable`. One thread.
/// @snippet bench/measure_test.cpp load_kind
class performance {
public:
    /// Nobody is connected yet. All three have to outlive this; `out` is filled in as far as the run comes.
    performance(server_process& server, const conditions& wanted, sample& out)
        : guests(server.address(), wanted.patience), given(wanted), result(out), server_(server) {
        guests.drain(server.output());
        memory_before_ = server.usage().private_bytes;
    }

    /// From now on the first `listeners` guests hear everything that the first `speakers` of them say, in lines of
    /// `line_bytes` (0: those of the comparison). Nothing may be in flight.
    void begin_talk(std::size_t listeners, std::size_t speakers, std::size_t line_bytes = 0) {
        book.emplace(listeners, speakers, line_bytes == 0 ? given.line_bytes : line_bytes);
        guests.check_with(*book);
        guests.give_part(0, listeners, part::listener);
        talking.emplace(guests, *book, given.patience, given.own_processor);
    }

    /// Talks for a moment, so that buffers have grown and everybody's notices are read; then for as long as wanted, and
    /// waits until everything is heard, and a little longer. `talk_until` does the talking.
    template <class TalkUntil>
    void measure(TalkUntil&& talk_until) {
        talk_until(given.end_of_warm_up());
        talking->drain();
        book->begin_measuring();
        const native::usage before = server_.usage();
        const std::clock_t load_before = std::clock();
        const time_point begin = clock::now();
        talk_until(given.end());
        talking->drain();
        result.seconds = std::chrono::duration<double>(clock::now() - begin).count();
        result.load_seconds = static_cast<double>(std::clock() - load_before) / CLOCKS_PER_SEC;
        add_cost_since(before);
        result.messages = book->messages();
        result.deliveries = book->deliveries();
        result.delivery_latency = book->delivery_times();
        result.last_receiver = book->last_receiver_times();
        talking->listen_until(later(clock::now(), given.afterwards));  // the last message may be the doubled one
    }

    /// What the server has used since then, and what it has now.
    void add_cost_since(const native::usage& before) {
        result.cost = between(before, server_.usage());
        result.cost.resident_bytes_before = memory_before_;
    }

    /// Says a command as this guest and waits for an answer. False when it is another one than wished for: the server
    /// does not know the command, or takes it for speech; or when there is none for as long as anybody is patient.
    bool understands(std::size_t who, const std::string& command, std::string_view wished) {
        std::string& heard = guests.heard_by(who);
        guests.give_part(who, who + 1, part::reader);
        guests.say(who, command + "\n");
        const time_point deadline = later(clock::now(), given.patience);
        while (heard.find(wished) == heard.npos && heard.find(command) == heard.npos && clock::now() < deadline)
            guests.take_turn(deadline);
        const bool understood = heard.find(wished) != heard.npos;
        heard.erase(0, heard.rfind('\n') + 1);
        guests.give_part(who, who + 1, part::idle);
        return understood;
    }

    /// Waits until nobody has been sent anything for 100 ms: the last notices about newcomers have come. For ever, if
    /// the server never stops.
    void wait_for_quiet() {
        for (std::uint64_t before = guests.bytes_heard() + 1; before != guests.bytes_heard();) {
            before = guests.bytes_heard();
            const time_point end = later(clock::now(), milliseconds(100));
            while (clock::now() < end) guests.take_turn(end);
        }
    }

    native::usage usage() const { return server_.usage(); }  ///< of the server, since it was started

    crowd guests;                 ///< everybody who is connected
    const conditions& given;      ///< the same for all contestants
    sample& result;               ///< what this run finds out
    std::optional<ledger> book;   ///< from `begin_talk()` on
    std::optional<talk> talking;  ///< from `begin_talk()` on

private:
    server_process& server_;
    std::size_t memory_before_;
};

}  // namespace parley::bench
