// SPDX-License-Identifier: MIT

// The whole chat without a socket and without a thread: bytes go in, bytes come out.

#include <array>
#include <cstdio>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>

//! [waker]
struct note final : parley::waker {  // a policy would come by soon: here it is only noted
    void wake() noexcept override { woken = true; }
    bool woken = false;
};
//! [waker]

namespace {

/// What a policy would send now.
std::string said_to(auto& session) {
    std::array<std::string_view, 64> views;
    std::string all;
    for (const std::string_view text : session.pending(views)) all += text;
    session.sent(all.size());
    return all;
}

}  // namespace

int main() {
    //! [session]
    parley::chat_application<parley::null_mutex, parley::observe::none> app({.line_limit = 100}, {});
    note of_ann, of_bob;
    auto ann = app.open(of_ann, {});
    auto bob = app.open(of_bob, {});
    ann.receive("ann\nhel");
    bob.receive("bob\n");
    said_to(ann), said_to(bob);
    of_bob.woken = false;

    ann.receive("lo\n/me waves\n/quit\n");
    std::printf("bob %s woken\n", of_bob.woken ? "was" : "was not");
    std::printf("ann has %s\n", ann.finished() ? "finished" : "more to say");
    std::printf("%s", said_to(bob).c_str());
    //! [session]

    // Prints:
    // bob was woken
    // ann has finished
    // ann: hello
    // * ann waves
    // 'ann' has left the chat room!
}
