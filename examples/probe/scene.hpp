#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How guests get inside a server that nothing is known about: a guest is inside when somebody, it or another, hears a
/// marker that it repeats; meanwhile it answers the question for a nickname, if there is one. Refuses to know what is
/// tried then. Read next: `cases.hpp`.

#include "company.hpp"

#include <optional>

namespace probe {

/// What one case has found out about a server, and the next need not.
struct knowledge {
    std::optional<bool> asks{};  ///< for a nickname
};

class scene : public company {
public:
    scene(const settings& told, knowledge& known) : company(told), known_(known) {}

    /// Connects and gets inside. Throws `broken` when nobody hears them in time.
    guest& enter(const std::string& name) {
        guest& newcomer = introduce(name);
        knock([&] { return inside(newcomer); }, limit());
        require_inside(newcomer);
        return newcomer;
    }

    /// The first to come: if the server sends nothing back to who spoke, a second has to listen to them.
    guest& enter_first(const std::string& name = "ann") {
        guest& ann = introduce(name);
        if (knock([&] { return inside(ann); }, parley::later(parley::clock::now(), settle))) return ann;
        if (!ann.over()) introduce("bob");
        knock([&] { return inside(ann) || ann.over(); }, limit());
        require_inside(ann);
        return ann;
    }

    /// Two who are inside at once. Throws `broken` when the second is not served.
    std::pair<guest&, guest&> enter_two() {
        guest& ann = enter_first();
        if (guests_.size() == 1) introduce("bob");
        guest& bob = guests_.back();
        knock([&] { return inside(bob); }, limit());
        require_inside(bob);
        const auto everything_is_heard = [&] {
            return hear_each_other(ann, bob) && ann.has_heard(ann) && bob.has_heard(bob);
        };
        for (int round = 0; round != 5 && !everything_is_heard(); ++round)
            for (guest* const one : {&ann, &bob}) {
                const std::size_t number = says(*one);
                await([&] { return ann.has_heard(*one) >= number || bob.has_heard(*one) >= number; }, symptom::lost,
                      "somebody hears every line of " + one->name + "'s");
            }
        return {ann, bob};
    }

    /// Whoever connects now gets inside or is hung up on; or waits, where one is served at a time.
    void is_served_or_refused(const std::string& name) {
        guest& last = introduce(name);
        last.stays = false;
        knock([&] { return inside(last) || last.over(); }, limit());
    }

    /// Two who hear each other; a server that cannot have them is not what the case is about.
    std::pair<guest&, guest&> enter_two_who_talk() {
        try {
            const auto two = enter_two();
            if (hear_each_other(two.first, two.second)) return two;
        } catch (const broken& found) {
            if (found.what_is_wrong == symptom::not_served)
                throw not_applicable("a second client is not served: see two-clients");
            throw;
        }
        throw not_applicable("nobody hears what others say: see broadcast");
    }

    /// If the server waits for a nickname. What ends without '\n' is taken for a question.
    bool answers_question(guest& asked) {
        if (asked.lines != 0) return false;  // who hears others is inside: this is the beginning of a line
        if (asked.unfinished().empty() || ours.begun_in(asked.unfinished())) return false;
        if (settings_.naming != nicknames::automatic) return false;
        asked.take_unfinished();
        known_.asks = true;
        gives_nickname(asked);
        return true;
    }

    void gives_nickname(guest& asked) {
        story.add(parley::testing::story::kind::said, asked.name, "says its nickname", asked.nickname);
        asked.say(asked.nickname + '\n');
    }

    /// Everybody who is not heard yet repeats who they are, and answers what they are asked, until it is done.
    template <class Condition>
    bool knock(Condition&& done, parley::time_point deadline) {
        parley::time_point again = parley::clock::now();
        while (!done() && parley::clock::now() < deadline) {
            const bool repeat = parley::clock::now() >= again;
            if (repeat) again = parley::later(parley::clock::now(), parley::milliseconds(250));
            for (guest& one : guests_) {
                if (one.over() || !one.reads || inside(one)) continue;
                if (answers_question(one) || repeat) says(one);
            }
            if (std::all_of(guests_.begin(), guests_.end(), [](const guest& one) { return one.over(); })) break;
            turn(std::min(deadline, again));
        }
        return done();
    }

    bool asks_for_nicknames() const noexcept { return known_.asks == true; }

private:
    /// How long a server is given to begin with a question, or to answer somebody who is alone. What comes later is
    /// understood as well; it only takes longer.
    static constexpr parley::milliseconds settle{400};

    guest& introduce(const std::string& name) {
        guest& newcomer = connect(name);
        if (settings_.naming == nicknames::always) gives_nickname(newcomer);
        if (settings_.naming != nicknames::automatic || known_.asks == false) return newcomer;
        const parley::time_point deadline =
            known_.asks == true ? limit() : parley::later(parley::clock::now(), settle);
        while (!newcomer.over() && newcomer.unfinished().empty() && parley::clock::now() < deadline) turn(deadline);
        known_.asks = answers_question(newcomer);
        return newcomer;
    }

    void require_inside(const guest& newcomer) const {
        if (inside(newcomer)) return;
        if (newcomer.over()) throw broken(symptom::cut_off, "a conversation with " + newcomer.name);
        throw broken(symptom::not_served,
                     "somebody hears what " + newcomer.name + " says, be it only " + newcomer.name);
    }

    knowledge& known_;
};

}  // namespace probe
