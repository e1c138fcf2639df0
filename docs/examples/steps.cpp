// SPDX-License-Identifier: MIT

// What every policy does, step by step and by hand. When a step is taken is what makes a policy.

#include <array>
#include <cstdio>
#include <memory>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/peer.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>
#include <vector>

int main() {
    using chat = parley::chat_application<parley::null_mutex, parley::observe::none>;
    chat app({}, {});
    parley::net::in_process_listener listener(16);
    parley::net::socket ann = listener.connect();  // the client's end

    //! [entrance]
    using client = parley::peer<parley::net::socket, chat, parley::null_mutex>;
    parley::told_list<client, parley::null_mutex> told;
    std::shared_ptr<client> inside;
    parley::entrance door(listener, app);
    door.admit(parley::clock::now(), parley::accept_limit, [&](auto&& socket, const parley::net::address& from) {
        inside = std::make_shared<client>(std::move(socket), from, app, told);
        return true;  // let in
    });
    //! [entrance]

    //! [peer]
    parley::scratch views;
    inside->speak(views);  // nobody is listed while they are made: each newcomer speaks once by itself

    const std::string_view lines = "ann\nhello\n";
    ann.send({&lines, 1});
    std::array<char, parley::read_limit> buffer;
    inside->hear(buffer);  // the session is given what came, and wakes everybody whom it told something
    std::printf("told: %d\n", int(told.size()));
    told.visit_all([&](client& one) { one.speak_on(views, parley::never); });
    std::printf("%s", std::string(buffer.data(), ann.receive(buffer).count).c_str());

    ann = {};  // hangs up
    inside->hear(buffer);
    inside->speak_on(views, parley::never);
    std::printf("%s\n", inside->gone(parley::clock::now()) ? "gone" : "still there");
    //! [peer]

    // Prints:
    // told: 1
    // Pick a nickname: 'ann' has just connected to the chat room!
    // You are now connected!
    // ann: hello
    // gone
}
