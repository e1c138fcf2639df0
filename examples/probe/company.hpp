#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Guests of one server and the one loop in which they speak and hear. What is expected is waited for as long as
/// patience lasts after the last marker that anybody heard. Refuses to know how one gets inside, and what is tried.
/// Read next: `scene.hpp`.

#include "guest.hpp"

#include <algorithm>
#include <cstdint>
#include <list>
#include <parley/net/tcp.hpp>
#include <parley/testing/story.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace probe {

enum class nicknames { automatic, always, never };

struct settings {
    std::string host{};
    std::uint16_t port = 0;
    nicknames naming = nicknames::automatic;
    parley::milliseconds patience{5'000};
};

class company {
public:
    explicit company(const settings& told) : settings_(told) {}

    // Who is here.

    /// A connection that has said nothing. Two who would have the same name are told apart.
    guest& connect(std::string name) {
        for (const guest& one : guests_)
            if (one.name == name) return connect(name + "2");
        does(name, "connects");
        return guests_.emplace_back(name, name + ours.run(), connected());
    }

    parley::net::socket connected() const {
        try {
            return parley::net::connect_tcp(settings_.host, settings_.port, limit());
        } catch (const std::system_error& error) {
            throw broken(symptom::ended, std::string("a connection; but ") + error.what());
        }
    }

    bool inside(const guest& one) const {
        return std::any_of(guests_.begin(), guests_.end(), [&](const guest& any) { return any.has_heard(one) != 0; });
    }
    static bool hear_each_other(const guest& one, const guest& other) {
        return one.has_heard(other) != 0 && other.has_heard(one) != 0;
    }
    /// All who hear what `speaker` says.
    std::vector<guest*> audience(const guest& speaker) {
        std::vector<guest*> all;
        for (guest& one : guests_)
            if (one.has_heard(speaker) != 0 && one.stays && !one.over()) all.push_back(&one);
        return all;
    }

    // What they do.

    /// The next marker of this guest; its number.
    std::size_t says(guest& speaker, std::size_t size = 0) {
        speaker.say(ours.text(speaker.name, ++speaker.said, size) + '\n');
        return speaker.said;
    }

    /// So many lines, never more than `window` bytes ahead of the slowest who hears them: who reads is no slow reader.
    void talks(guest& speaker, std::size_t count, std::size_t size, symptom otherwise) {
        const std::vector<guest*> all = audience(speaker);
        const std::size_t last = speaker.said + count;
        for (std::size_t heard; (heard = heard_by_all(speaker, all)) < last;) {
            while (speaker.said != last && (speaker.said - heard + 1) * size <= window) says(speaker, size);
            await([&] { return heard_by_all(speaker, all) != heard; }, otherwise,
                  "everybody who reads hears line " + std::to_string(last) + " of " + speaker.name + "'s");
        }
    }

    /// Every line of this guest's so far is heard by everybody who hears them.
    void is_heard(guest& speaker, symptom otherwise = symptom::lost) {
        const std::vector<guest*> all = audience(speaker);
        await([&] { return heard_by_all(speaker, all) == speaker.said; }, otherwise,
              "everybody who reads hears line " + std::to_string(speaker.said) + " of " + speaker.name + "'s");
    }

    static std::size_t heard_by_all(const guest& speaker, const std::vector<guest*>& all) {
        std::size_t least = speaker.said;
        for (const guest* const one : all) least = std::min(least, one->has_heard(speaker));
        return least;
    }

    /// Waits for it. Throws `broken` when patience is at an end, which begins anew with any marker that is heard, or
    /// when somebody is hung up on who should not be.
    template <class Condition>
    void await(Condition&& fulfilled, symptom otherwise, const std::string& wanted, bool any_marker_counts = true) {
        parley::time_point deadline = limit();
        for (std::size_t before = heard();;) {
            for (const guest& one : guests_)
                if (one.stays && one.over())
                    throw broken(symptom::cut_off, wanted + ", and nobody hangs up on " + one.name);
            if (fulfilled()) return;
            if (any_marker_counts && heard() != before) before = heard(), deadline = limit();
            if (parley::clock::now() >= deadline) throw broken(otherwise, wanted);
            turn(deadline);
        }
    }

    /// Speaks and hears what is possible now, or at the latest at `until`.
    void turn(parley::time_point until) {
        std::vector<parley::net::native::poll_entry> entries;
        std::vector<guest*> asked;
        for (guest& one : guests_) {
            const int events = (one.reads ? POLLIN : 0) | (one.unsaid() == 0 ? 0 : POLLOUT);
            if (one.over() || events == 0) continue;
            entries.push_back({one.handle(), static_cast<short>(events), 0});
            asked.push_back(&one);
        }
        parley::net::native::wait(entries, until);
        for (std::size_t i = 0; i != asked.size(); ++i) {
            if ((entries[i].events & POLLOUT) != 0 && parley::net::native::writable(entries[i].revents))
                asked[i]->send_some();
            if (asked[i]->reads && parley::net::native::readable(entries[i].revents)) asked[i]->hear(ours);
        }
    }

    /// Lets the server read what was said, apart from what follows: nothing tells a client when it has.
    void pause(parley::milliseconds duration) {
        const parley::time_point end = parley::later(parley::clock::now(), duration);
        do turn(end);
        while (parley::clock::now() < end);
    }

    parley::time_point limit() const noexcept { return parley::later(parley::clock::now(), settings_.patience); }
    std::list<guest>& guests() noexcept { return guests_; }

    const markers ours{};
    parley::testing::story story{};

    void does(std::string_view who, std::string_view what) {
        story.add(parley::testing::story::kind::done, who, what);
    }

protected:
    const settings& settings_;
    std::list<guest> guests_{};

private:
    /// What may be on its way to one who reads: less than any server should call too slow.
    static constexpr std::size_t window = 96 * 1024;

    std::size_t heard() const {
        std::size_t sum = 0;
        for (const guest& one : guests_) sum += one.lines;
        return sum;
    }
};

}  // namespace probe
