// SPDX-License-Identifier: MIT

#include <array>
#include <doctest/doctest.h>
#include <parley/net/address.hpp>
#include <parley/testing/witness.hpp>
#include <string>
#include <string_view>

namespace {

struct nobody final : parley::waker {
    void wake() noexcept override {}
};

/// What a session would be told next; it counts as sent.
std::string told(parley::testing::witness_session& session) {
    std::array<std::string_view, 8> views;
    std::string text;
    for (const std::string_view part : session.pending(views)) text += part;
    if (!text.empty()) session.sent(text.size());
    return text;
}

}  // namespace

TEST_CASE("the witness passes on whole lines: a policy may read as few bytes at a time as it likes") {
    //! [witness]
    nobody woken;
    parley::testing::witness app;
    auto ann = app.open(woken, parley::net::address());
    auto bob = app.open(woken, parley::net::address());
    CHECK(told(ann) == "welcome\n");
    ann.receive("hel");
    bob.receive("enough\n");
    CHECK(told(ann) == "enough\n");  // and not "helenough\n", a line that nobody has said
    ann.receive("lo\nhow ar");
    CHECK(told(ann) == "hello\n");
    ann.receive("e you\n");
    CHECK(told(ann) == "how are you\n");
    ann.end_of_input();
    bob.end_of_input();
    //! [witness]
}

TEST_CASE("the witness writes down what a policy has promised not to do") {
    nobody woken;
    //! [complaints]
    parley::testing::witness app;
    {
        auto ann = app.open(woken, parley::net::address());
        ann.end_of_input();
        ann.receive("too late\n");
        ann.end_of_input();
    }
    CHECK(app.opened == 1);
    CHECK(app.destroyed == 1);
    CHECK(app.complaints() == "  - end_of_input() was called 2 times, not once\n"
                              "  - receive() was called after the session had ended\n");
    //! [complaints]
}
