#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who has said what and who has heard it: every message by every listener, once, in its speaker's order, unchanged,
/// or the run is void. And how long each took. Refuses to know sockets.
/// Read next: `bench/speaker.hpp`; `bench/breach.hpp`, the words for what can go wrong.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <parley/base/clock.hpp>
#include <parley/bench/breach.hpp>
#include <parley/bench/histogram.hpp>
#include <parley/bench/said.hpp>
#include <parley/bench/speaker.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::bench {

/// Checks each line that a listener is sent against what was said. That costs about as much as looking for the line's
/// end and comparing it, so that the server is the bottleneck and not the load; and 4 bytes for each listener and
/// speaker, besides what is in flight. One thread.
///
/// | what voids a run, whatever comes later | is called |
/// |---|---|
/// | a listener hears a later message of a speaker, and not the one before it | lost |
/// | the same, but the one before it comes behind | out of order |
/// | nothing comes for too long, and somebody has still to hear something | lost |
/// | a listener hears a message again | twice |
/// | the bytes of a message, or what the server puts before it, are others than they were for others | torn |
/// | a line is neither something that was said nor a notice | foreign |
/// | somebody hears a message in another room | misdirected |
///
/// @snippet examples/tools/lost_message.cpp ledger
class ledger {
public:
    /// Listeners and speakers are numbered from 0. A line has `line_bytes` with its newline.
    ledger(std::size_t listeners, std::size_t speakers, std::size_t line_bytes)
        : listeners_(listeners), line_bytes_(line_bytes), next_(listeners * speakers) {
        for (std::size_t who = 0; who != speakers; ++who) speakers_.emplace_back(who, line_bytes);
    }

    /// The next line of a speaker, to be sent now; its time counts from `due`. Valid until the next call.
    std::string_view say(std::size_t who, time_point due) {
        ++messages_;
        return speakers_[who].said.add(due, listeners_);
    }

    /// A listener was sent `bytes`. Takes the whole lines of them and says how many bytes these were.
    std::size_t hear(std::size_t listener, std::string_view bytes, time_point now) {
        const char* at = bytes.data();
        const char* const end = at + bytes.size();
        while (const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at))) {
            const char* const next = static_cast<const char*>(newline) + 1;
            hear_line(listener, {at, static_cast<std::size_t>(next - at)}, now);
            at = next;
        }
        record_run(now);
        return static_cast<std::size_t>(at - bytes.data());
    }

    /// Somebody who is in another room was sent `bytes`: notices are well, messages are not. As `hear()`.
    std::size_t overhear(std::size_t client, std::string_view bytes) {
        if (const std::size_t mark = bytes.find(message::mark); mark != bytes.npos)
            void_because(breach::misdirected(client, bytes.substr(mark, bytes.find('\n', mark) - mark)));
        return bytes.rfind('\n') + 1;
    }

    /// Forgets times and counts, but not what is in flight: what came before was warming up.
    void begin_measuring() {
        delivery_times_ = last_receiver_times_ = {};
        messages_ = deliveries_ = 0;
    }

    std::uint64_t messages() const noexcept { return messages_; }      ///< said since begin_measuring()
    std::uint64_t deliveries() const noexcept { return deliveries_; }  ///< heard since then, by each listener
    const histogram& delivery_times() const noexcept { return delivery_times_; }            ///< of each delivery, in ns
    const histogram& last_receiver_times() const noexcept { return last_receiver_times_; }  ///< to the last one, in ns

    std::size_t speakers() const noexcept { return speakers_.size(); }  ///< numbered from 0 on
    /// How many messages of a speaker somebody has still to hear.
    std::size_t in_flight(std::size_t who) const noexcept { return speakers_[who].said.in_flight(); }
    /// Nobody has still to hear anything.
    bool everything_heard() const noexcept {
        for (const speaker& one : speakers_)
            if (one.said.in_flight() != 0) return false;
        return true;
    }

    /// A notice said so. Guests never leave: the server has disconnected them.
    bool somebody_has_left() const noexcept { return somebody_has_left_; }

    /// What went wrong first, in words; empty while nothing has.
    const std::string& broken() const noexcept { return broken_; }
    /// A message is missing that may yet come (out of order), or not (lost): hear more for a moment, then `conclude()`.
    bool in_doubt() const noexcept { return doubt_.has_value(); }
    /// Ends the doubt: by now the missing message has come, or it is lost.
    void conclude() {
        if (!doubt_) return;
        const auto [listener, expected, came] = *doubt_;
        void_because(std::exchange(doubt_, {})->decided(next(listener, expected.speaker) != expected.number));
    }
    /// Nobody has heard anything for so long: names a message that somebody has not heard; empty if there is none.
    std::string what_is_missing(std::string_view patience) const {
        for (std::size_t i = 0; i != next_.size(); ++i) {
            const message expected{i % speakers_.size(), next_[i]};
            if (expected.number != speakers_[expected.speaker].said.next())
                return breach::silent(i / speakers_.size(), expected, patience);
        }
        return {};
    }

private:
    void hear_line(std::size_t listener, std::string_view line, time_point now) {
        if (line.size() < line_bytes_) return hear_other(listener, line);
        const std::string_view prefix(line.data(), line.size() - line_bytes_);
        const std::string_view text(line.data() + prefix.size(), line_bytes_);
        const auto who = static_cast<unsigned char>(text[1] - 'a');
        if (text[0] != message::mark || who >= speakers_.size()) return hear_other(listener, line);
        speaker& its = speakers_[who];
        std::uint32_t& number = next(listener, who);
        if (number == its.said.next() || text != its.said.text(number)) return hear_unexpected(listener, line, text);
        if (!its.has_prefix(prefix, listener)) return void_because(its.other_prefix(listener, {who, number}, line));
        said::entry& entry = its.said[number++];
        if (entry.due != run_due_) begin_run(entry.due, now);
        ++run_length_;
        if (--entry.to_hear == 0) finish(its.said, now);
    }

    /// A line that claims to be a message, but not to be the next one.
    void hear_unexpected(std::size_t listener, std::string_view line, std::string_view text) {
        const std::optional<message> came = message::read(text);
        if (!came) return hear_other(listener, line);  // whose letter is that of a speaker; so it is known below
        const said& its = speakers_[came->speaker].said;
        const message expected{came->speaker, next(listener, came->speaker)};
        if (came->number >= its.next()) return void_because(breach::foreign(listener, line));
        if (came->number < its.oldest()) return void_because(breach::twice(listener, *came));
        if (text != its.text(came->number))
            return void_because(breach::torn(listener, speakers_[came->speaker].told(*came, line), line));
        if (came->number < expected.number) return void_because(breach::twice(listener, *came));
        if (!doubt_ && broken_.empty()) doubt_ = {listener, expected, *came};
    }

    /// No message: a notice of the server's about comings and goings, or something that must not be.
    void hear_other(std::size_t listener, std::string_view line) {
        const std::size_t mark = line.rfind(message::mark);
        if (mark == line.npos && line.front() == '\'') return hear_notice(line);
        if (mark == line.npos) return void_because(breach::foreign(listener, line));
        const std::optional<message> came = message::read(line.substr(mark));
        if (!came || came->speaker >= speakers_.size() || came->number >= speakers_[came->speaker].said.next())
            return void_because(breach::foreign(listener, line));
        void_because(breach::torn(listener, speakers_[came->speaker].told(*came, line), line));
    }

    void hear_notice(std::string_view line) {
        if (line.find("' has left the chat room!") != line.npos) somebody_has_left_ = true;
    }

    void void_because(std::string reason) {
        if (broken_.empty() && !doubt_) broken_ = std::move(reason);
    }

    // What one read brings was often said at one instant, too: such a run goes into the histogram at once.
    void begin_run(time_point due, time_point now) {
        record_run(now);
        run_due_ = due;
    }
    void record_run(time_point now) {
        delivery_times_.record(nanoseconds_since(run_due_, now), run_length_);
        deliveries_ += std::exchange(run_length_, 0);
    }
    void finish(said& its, time_point now) {
        last_receiver_times_.record(nanoseconds_since(its[its.oldest()].due, now));
        its.remove_oldest();
    }

    std::uint32_t& next(std::size_t listener, std::size_t who) { return next_[listener * speakers_.size() + who]; }

    std::size_t listeners_, line_bytes_;
    std::vector<speaker> speakers_;
    std::vector<std::uint32_t> next_;  // for each listener and speaker: the message that must come next
    histogram delivery_times_, last_receiver_times_;
    std::uint64_t messages_ = 0, deliveries_ = 0;
    time_point run_due_{};
    std::uint64_t run_length_ = 0;
    bool somebody_has_left_ = false;
    std::string broken_;
    std::optional<breach::doubt> doubt_;
};

}  // namespace parley::bench
