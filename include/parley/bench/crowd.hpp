#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Thousands of guests on one thread: they are let in, say what they are given and hear what they are sent.
/// Refuses to know when who says what, and what it proves.
/// Read next: `bench/guest.hpp`, `bench/native_poller.hpp`, `bench/outcome.hpp`.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <parley/base/clock.hpp>
#include <parley/bench/guest.hpp>
#include <parley/bench/histogram.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/ledger.hpp>
#include <parley/bench/native_poller.hpp>
#include <parley/bench/native_process.hpp>
#include <parley/bench/outcome.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// Everybody who is connected. The load's thread waits, reads and writes for all of them in `take_turn()`. One thread.
/// What the server does wrong or cannot do is thrown: `void_run`, `not_applicable`, `setup_error` (it lets nobody in).
/// @snippet bench/measure_test.cpp crowd
class crowd {
public:
    /// `address` as `server_door` takes it; `patience`: how long nothing at all may happen while guests are let in.
    crowd(const std::string& address, milliseconds patience) : door_(address), patience_(patience) {}

    /// Lets more guests in until there are `count`: all have a name and were welcomed when this returns, and are idle.
    /// At most `unfinished` at a time are on their way, or they would overrun the server's backlog.
    void invite(std::size_t count, std::size_t unfinished = 64) {
        time_point deadline = later(clock::now(), patience_);
        for (std::size_t before = inside_; inside_ < count; before = inside_) {
            while (guests_.size() != count && guests_.size() - inside_ < unfinished) add_one(deadline);
            take_turn(later(clock::now(), milliseconds(100)));
            if (inside_ != before) deadline = later(clock::now(), patience_);
            if (clock::now() >= deadline)
                throw void_run("only " + std::to_string(inside_) + " of " + std::to_string(count) + " clients came in");
        }
    }

    /// What guests `first` to `last` (not included) do with what they are sent from now on.
    void give_part(std::size_t first, std::size_t last, part next) {
        for (std::size_t i = first; i != last; ++i) {
            guests_[i].plays = next;
            ask(guests_[i]);
        }
    }

    /// Where listeners hear into from now on: guest 12 is its listener 12. It has to live as long as this.
    void check_with(ledger& book) noexcept { book_ = &book; }

    /// Says it as soon as the kernel takes it. Whole lines.
    void say(std::size_t who, std::string_view lines) {
        guests_[who].outgoing.append(lines);
        speak(guests_[who]);
    }

    /// Waits until something happens or `deadline`, and then reads and writes once for each who is ready.
    /// Throws `void_run`, `not_applicable` and `interrupted`.
    void take_turn(time_point deadline) {
        const int ready = poller_.wait(deadline);
        throw_if_interrupted();
        for (int i = 0; i != ready; ++i) {
            const readiness found = poller_.ready(i);
            if (found.whom == nullptr) read_aside();
            else attend(*static_cast<guest*>(found.whom), found);
        }
    }

    /// Reads and drops what comes from there, too. It has to live as long as this.
    void drain(const net::descriptor& source) {
        aside_ = &source;
        aside_note_ = {source.native_handle(), nullptr, true, false};
        poller_.watch(aside_note_);
    }

    std::size_t size() const noexcept { return guests_.size(); }         ///< let in, or on their way
    std::uint64_t bytes_heard() const noexcept { return bytes_heard_; }  ///< by all guests, ever
    /// From connecting to the welcome, in nanoseconds.
    const histogram& welcome_times() const noexcept { return welcome_times_; }

    /// Whether the connection of somebody deaf was reset. When it was closed in good order, only others hear of it.
    bool deaf_is_lost() const noexcept { return deaf_is_lost_; }

    /// All that a `reader` was sent.
    std::string& heard_by(std::size_t who) noexcept { return guests_[who].unfinished; }

private:
    static constexpr std::string_view prompt = "Pick a nickname: ", welcome = "You are now connected!\n";
    static constexpr std::size_t longest_line = 65'536;

    void add_one(time_point deadline) {
        guest& made = guests_.emplace_back();
        made.number = guests_.size() - 1;
        made.came = clock::now();
        made.socket = door_.connect(deadline);
        made.note.descriptor = made.socket.native_handle();
        made.note.whom = &made;
        ask(made);
    }

    void attend(guest& one, const readiness& found) {
        if (found.writable && !one.outgoing.empty()) speak(one);
        if (found.readable) listen(one);
    }

    void ask(guest& one) {
        one.note.input = one.plays != part::deaf;
        one.note.output = !one.outgoing.empty();
        poller_.watch(one.note);
    }

    void speak(guest& one) {
        if (!one.send()) lost(one);
        if (one.outgoing.empty() == one.note.output) ask(one);
    }

    void listen(guest& one) {
        if (one.plays == part::deaf) return lose_deaf(one);
        const std::size_t kept = one.unfinished.copy(buffer_.data(), buffer_.size());
        const net::io_result got = one.socket.receive({buffer_.data() + kept, buffer_.size() - kept});
        if (got.status == net::io_status::would_block) return;
        if (got.status != net::io_status::ok) lost(one);
        bytes_heard_ += got.count;
        const std::string_view bytes(buffer_.data(), kept + got.count);
        one.unfinished = bytes.substr(hear(one, bytes));
        if (one.unfinished.size() > longest_line) throw void_run(breach::foreign(one.number, one.unfinished));
    }

    /// How many of these bytes were whole lines and have been dealt with.
    std::size_t hear(guest& one, std::string_view bytes) {
        switch (one.plays) {
            case part::newcomer: return find_welcome(one, bytes);
            case part::listener: return book_->hear(one.number, bytes, clock::now());
            case part::idle: return book_ == nullptr ? bytes.rfind('\n') + 1 : book_->overhear(one.number, bytes);
            case part::reader: return 0;
            case part::bystander:
            case part::deaf: break;
        }
        return bytes.size();
    }

    std::size_t find_welcome(guest& one, std::string_view bytes) {
        std::size_t used = answer_prompt(one, bytes);
        for (std::size_t end; (end = bytes.find('\n', used)) != bytes.npos; used = end + 1) {
            const std::string_view line = bytes.substr(used, end + 1 - used);
            if (line.starts_with("-- "))
                throw not_applicable("it refuses " + breach::name_of(one.number) + ": " + breach::quoted(line));
            if (line != welcome) continue;
            ++inside_;
            welcome_times_.record(nanoseconds_since(one.came, clock::now()));
            one.plays = part::idle;
            return end + 1 + hear(one, bytes.substr(end + 1));
        }
        return used + answer_prompt(one, bytes.substr(used));
    }

    /// The prompt has no end of line, and others' notices may come right behind it.
    std::size_t answer_prompt(guest& one, std::string_view bytes) {
        if (!bytes.starts_with(prompt)) return 0;
        say(one.number, breach::name_of(one.number) + "\n");
        return prompt.size();
    }

    void read_aside() {
        std::string dropped;
        if (!native::read_some(*aside_, dropped)) poller_.forget(aside_note_);
    }

    /// It reads nothing, so that only a reset connection is news.
    void lose_deaf(guest& one) {
        deaf_is_lost_ = true;
        poller_.forget(one.note);
    }

    [[noreturn]] void lost(const guest& one) {
        throw void_run("the server has disconnected " + breach::name_of(one.number));
    }

    server_door door_;
    milliseconds patience_;
    native::poller poller_;
    std::deque<guest> guests_;  // which stay where they are: the poller knows them
    std::size_t inside_ = 0;
    std::uint64_t bytes_heard_ = 0;
    histogram welcome_times_;
    bool deaf_is_lost_ = false;
    ledger* book_ = nullptr;
    const net::descriptor* aside_ = nullptr;
    interest aside_note_{};
    std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 18);
};

}  // namespace parley::bench
