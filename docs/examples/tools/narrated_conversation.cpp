// SPDX-License-Identifier: MIT

// A test of a chat that reads as the conversation does, and tells it when something else comes.

#include <cstdio>
#include <parley/concurrency/poll_loop.hpp>
#include <parley/server.hpp>
#include <parley/testing/conversation.hpp>

int main() {
    parley::server<parley::poll_loop> server({.port = 0});
    server.start();

    //! [talk]
    parley::testing::conversation talk(server.port());
    parley::testing::speaker& ann = talk.join("ann");
    parley::testing::speaker& bob = talk.join("bob");
    ann.hears_next("'bob' has just connected to the chat room!");
    bob.says("/me waves");
    talk.all_hear({&ann, &bob}, {"* bob waves"});
    //! [talk]

    //! [story]
    try {
        bob.says("/msg ann psst").hears_next("[to ann] psst");
        ann.hears_next("bob: psst");
    } catch (const parley::testing::broken_promise& broken) {
        std::printf("%s", broken.what());
    }

    // Prints:
    // the story so far:
    //   1. ann connects
    //   2. ann hears "Pick a nickname: "
    //   3. ann says "ann\n"
    //   4. ann hears "'ann' has just connected to the chat room!\n"
    //   5. ann hears "You are now connected!\n"
    //   6. bob connects
    //   7. bob hears "Pick a nickname: "
    //   8. bob says "bob\n"
    //   9. bob hears "'bob' has just connected to the chat room!\n"
    //   10. bob hears "You are now connected!\n"
    //   11. ann hears "'bob' has just connected to the chat room!\n"
    //   12. bob says "/me waves\n"
    //   13. ann hears "* bob waves\n"
    //   14. bob hears "* bob waves\n"
    //   15. bob says "/msg ann psst\n"
    //   16. bob hears "[to ann] psst\n"
    // expected: ann hears next "bob: psst\n"
    // but something else came; came as bytes: "[from bob] psst\n"
    // likely causes:
    //   - somebody was told what was not for them, or two texts of one sender changed places
    //! [story]
}
