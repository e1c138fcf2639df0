#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What threads meet at, as a story calls it. Refuses to know what it is. Read next: `testing/explore/atomic.hpp`.

#include <parley/testing/explore/world.hpp>
#include <string>
#include <string_view>

namespace parley::testing::explore {

/// Base of all instruments: has a name for stories, "the mutex `names`", or "mutex 3" when it was given none. Stays
/// where it is.
/// @snippet explore/classic_races_test.cpp turnstile
class thing {
public:
    thing(const thing&) = delete;
    thing& operator=(const thing&) = delete;

    void name(std::string_view given) { called_ = "the " + kind_ + " `" + std::string(given) + "`"; }  ///< from now on
    const std::string& called() const noexcept { return called_; }  ///< with its kind: "the mutex `names`"
    bool named() const noexcept { return called_.back() == '`'; }  ///< or else numbered

protected:
    /// `kind`: "mutex". Outside a world a thing without a name has number 0.
    thing(std::string_view kind, std::string_view given) : kind_(kind) {
        world* const here = world::here();
        if (!given.empty())
            name(given);
        else
            called_ = kind_ + " " + std::to_string(here == nullptr ? 0 : here->next_number());
    }
    ~thing() = default;

private:
    std::string kind_, called_{};
};

}  // namespace parley::testing::explore
