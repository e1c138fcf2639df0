#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Somebody in a narrated conversation: says bytes or lines to a server of the line protocol, and expects what comes
/// back. An expectation that fails throws the story so far, what was expected, what came, and what may be the cause.
/// Refuses to know how the connection was made. Read next: `testing/connection.hpp`, `testing/likely_causes.hpp`.

#include <initializer_list>
#include <parley/testing/connection.hpp>
#include <parley/testing/likely_causes.hpp>
#include <parley/testing/story.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace parley::testing {

/// One client's side of a conversation. What it expects is waited for until `patience` ends; what does not come as it
/// was expected throws `broken_promise`. Used by one thread at a time; several speakers may be used by several threads.
///
/// @snippet examples/tools/narrated_conversation.cpp talk
class speaker {
public:
    /// Of somebody who is connected already. `told` has to live as long as this.
    speaker(story& told, std::string name, net::socket connected)
        : story_(told), name_(std::move(name)), connection_(std::move(connected)) {
        story_.add(story::kind::done, name_, "connects");
    }
    speaker(const speaker&) = delete;
    speaker& operator=(const speaker&) = delete;

    const std::string& name() const noexcept { return name_; }  ///< as the story calls it

    // What it does.

    /// One line: its end is added.
    speaker& says(std::string_view line) { return sends(std::string(line) += '\n'); }

    /// These bytes and no more. Waits until the kernel has taken them.
    speaker& sends(std::string_view bytes) { return sends(bytes, true); }

    /// The same, and nothing is read meanwhile: what is said back fills the kernel's buffers.
    speaker& sends_without_reading(std::string_view bytes) { return sends(bytes, false); }

    /// Will say no more, and goes on listening.
    speaker& half_closes() {
        story_.add(story::kind::done, name_, "half-closes");
        connection_.shutdown_send();
        return *this;
    }

    /// Closes the connection without a word.
    void hangs_up() {
        story_.add(story::kind::done, name_, "hangs up");
        connection_.close();
    }

    /// Closes it with a reset: as a program that dies with input unread, or a cable that is cut.
    void resets() {
        story_.add(story::kind::done, name_, "resets the connection");
        connection_.reset();
    }

    // What it expects.

    /// Sooner or later this whole line comes; lines before it are let pass (and stand in the story).
    speaker& hears(std::string_view line) {
        const std::string wanted = std::string(line) += '\n';
        while (take(await_line("hears, sooner or later,", wanted)) != wanted) {}
        return *this;
    }

    /// The next lines are these, and nothing between them. @{
    speaker& hears_next(std::initializer_list<std::string_view> lines) {
        for (const std::string_view line : lines) hears_next(line);
        return *this;
    }
    speaker& hears_next(std::string_view line) {
        const std::string wanted = std::string(line) += '\n';
        const std::size_t length = await_line("hears next", wanted);
        if (heard_.substr(0, length) != wanted) fail("hears next", wanted, "something else came");
        take(length);
        return *this;
    }
    /// @}

    /// Nothing comes before this line, which the test has caused for that purpose.
    speaker& hears_nothing_before(std::string_view marker) { return hears_next(marker); }

    /// The next bytes are these: for what ends no line, like the question for a nickname.
    speaker& hears_bytes(std::string_view wanted) {
        const time_point deadline = time_limit();
        while (heard_.size() < wanted.size() && wanted.starts_with(heard_))
            if (!connection_.read(deadline)) fail("hears next", wanted, how_it_ended());
        if (!heard_.starts_with(wanted)) fail("hears next", wanted, "something else came");
        take(wanted.size());
        return *this;
    }

    /// The next line, whatever it is, without its end.
    std::string hears_a_line() {
        std::string line = take(await_line("hears a line", ""));
        line.pop_back();
        return line;
    }

    /// Has anything come that was not expected yet? Does not wait: "no" means something only after the test has waited
    /// for something that happens later.
    bool has_heard_nothing() {
        while (connection_.read(at_once)) {}
        return heard_.empty() && !connection_.over();
    }

    /// Nothing more is said, and the server closes politely: the end of file, and no reset, which loses last words.
    speaker& is_closed() {
        await_end();
        if (!heard_.empty()) fail("is closed", "", "something came before");
        story_.add(story::kind::done, name_, "is closed by the server");
        return *this;
    }

    /// All that comes until the server closes, politely.
    std::string hears_to_the_end() {
        await_end();
        std::string rest = take(heard_.size());
        story_.add(story::kind::done, name_, "is closed by the server");
        return rest;
    }

    /// The connection is over, however it ended; what came before is thrown away.
    void is_gone() {
        const time_point deadline = time_limit();
        while (connection_.read(deadline)) heard_.clear();
        if (!connection_.over()) fail("is closed or reset by the server", "", how_it_ended());
    }

    /// For tests of the kernel's buffers. Still owned by this speaker.
    net::native::handle native_handle() const noexcept { return connection_.native_handle(); }

private:
    speaker& sends(std::string_view bytes, bool reading) {
        story_.add(story::kind::said, name_, "says", bytes);
        const time_point deadline = time_limit();
        for (std::string_view rest = bytes; !rest.empty();)
            if (!connection_.send_some(rest, reading, deadline)) fail("can say", bytes, how_it_ended());
        return *this;
    }

    /// Waits for the end of a line and gives its length, with that end.
    std::size_t await_line(std::string_view expectation, std::string_view wanted) {
        const time_point deadline = time_limit();
        std::size_t end, seen = 0;
        while ((end = heard_.find('\n', seen)) == heard_.npos) {
            seen = heard_.size();
            if (!connection_.read(deadline)) fail(expectation, wanted, how_it_ended());
        }
        return end + 1;
    }

    void await_end() {
        const time_point deadline = time_limit();
        while (connection_.read(deadline)) {}
        if (!connection_.over() || connection_.was_reset()) fail("is closed by the server", "", how_it_ended());
    }

    /// The first bytes that have come are what was expected.
    std::string take(std::size_t length) {
        std::string taken = heard_.substr(0, length);
        heard_.erase(0, length);
        if (!taken.empty()) story_.add(story::kind::heard, name_, "hears", taken);
        return taken;
    }

    std::string_view how_it_ended() const noexcept {
        if (connection_.was_reset()) return outcome::reset;
        return connection_.over() ? outcome::closed : outcome::silence;
    }

    [[noreturn]] void fail(std::string_view expectation, std::string_view wanted, std::string_view happened) const {
        std::string text = "the story so far:\n" + story_.told() + "expected: " + name_ + " ";
        text.append(expectation).append(wanted.empty() ? "" : " " + shortened(wanted));
        text.append("\nbut ").append(happened).append("; ");
        text += heard_.empty() ? "nothing is left unread" : "came as bytes: " + shortened(heard_);
        const failure known{story_, name_, wanted, happened, heard_};
        throw broken_promise(text + "\nlikely causes:\n" + likely_causes(known));
    }

    story& story_;
    std::string name_;
    connection connection_;
    std::string& heard_ = connection_.heard;
};

}  // namespace parley::testing
