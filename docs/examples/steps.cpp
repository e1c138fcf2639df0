// SPDX-License-Identifier: MIT

// What every policy does, step by step and by hand. When a step is taken is what makes a policy.

#include <array>
#include <cstdio>
#include <memory>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/concurrency/entrance.hpp>
#include <parley/concurrency/peer.hpp>
#include <parley/concurrency/read_buffer.hpp>
#include <parley/net/in_process.hpp>
#include <parley/observe/none.hpp>
#include <string>

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
    parley::read_buffer buffer;
    buffer.filled(inside->hear(buffer.space()));  // the session wakes everybody whom it has told something
    std::printf("told: %d\n", int(told.size()));
    told.visit_all([&](client& one) { one.speak_on(views, parley::never); });
    std::array<char, 200> heard;
    std::printf("%s", std::string(heard.data(), ann.receive(heard).count).c_str());

    ann = {};  // hangs up
    buffer.filled(inside->hear(buffer.space()));
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
