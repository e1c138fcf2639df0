// SPDX-License-Identifier: MIT
// Grades exercise 7.

#include "check.hpp"

#include <cstddef>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace {

/// One client's socket, of which it is decided from moment to moment whether it is read.
struct line_in_use {
    explicit line_in_use(const parley::testing::speaker& one) : socket(one.native_handle()) {}

    int socket;
    bool reads = true, forgets = false;
    std::string to_say{}, heard{};
    std::size_t said = 0;   // so many bytes of to_say
    std::size_t lines = 0;  // so many ends of a line were heard

    void move(short what) {
        static char bytes[64 * 1024];
        if ((what & POLLIN) != 0) {
            const ssize_t size = ::recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
            if (size == 0) reads = false;
            for (ssize_t i = 0; i < size; ++i) lines += bytes[i] == '\n' ? 1 : 0;
            if (size > 0 && !forgets) heard.append(bytes, static_cast<std::size_t>(size));
        }
        if ((what & POLLOUT) != 0) {
            const ssize_t size = ::send(socket, to_say.data() + said, to_say.size() - said, MSG_DONTWAIT);
            if (size > 0) said += static_cast<std::size_t>(size);
        }
    }

    short wishes() const {
        return static_cast<short>((reads ? POLLIN : 0) | (said == to_say.size() ? 0 : POLLOUT));
    }
};

/// Lets them talk and listen until nothing moves: everything was said and heard, or somebody waits for somebody.
void until_nothing_moves(const std::vector<line_in_use*>& all) {
    for (;;) {
        std::vector<pollfd> asked;
        for (const line_in_use* const one : all)
            asked.push_back({one->socket, one->wishes(), 0});
        if (::poll(asked.data(), static_cast<nfds_t>(asked.size()), 3'000) <= 0) return;
        for (std::size_t i = 0; i != all.size(); ++i) all[i]->move(asked[i].revents);
    }
}

void await_threads(check::program& server, std::size_t wanted) {
    const auto deadline = parley::testing::time_limit();
    while (server.threads() != wanted) {
        if (parley::clock::now() > deadline)
            throw std::runtime_error("the server has " + std::to_string(server.threads()) + " threads, and should have " +
                                     std::to_string(wanted));
        std::this_thread::yield();
    }
}

/// Ann does not read, and bob's thread waits in the middle of telling everybody.
void one_waits(check::program& server) {
    auto talk = server.talk();
    auto& ann = talk.connect("ann");
    ann.says("hi").hears("client 1: hi");
    auto& bob = talk.connect("bob");
    bob.says("hi").hears("client 2: hi");
    auto& carl = talk.connect("carl");
    check::step("everybody hears everybody", "all members are told, each line", [&] {
        carl.says("hi").hears("client 3: hi");
        bob.hears("client 3: hi");
        ann.hears("client 3: hi");
    });
    const std::size_t threads = server.threads();
    line_in_use of_ann(ann), of_bob(bob), of_carl(carl);
    of_ann.reads = false;
    of_ann.forgets = of_bob.forgets = of_carl.forgets = true;
    constexpr std::size_t lines = 20'000;  // 20 MB: more than the kernel keeps on the way from bob to ann
    for (std::size_t number = 1; number <= lines; ++number)
        of_bob.to_say += std::to_string(number) + " " + std::string(1000, 'x') + "\n";
    until_nothing_moves({&of_ann, &of_bob, &of_carl});
    check::step("while a send waits, one leaves",
                "leave() waits for the room's mutex, which is held while somebody is sent something", [&] {
                    carl.half_closes();
                    await_threads(server, threads - 1);
                });
    // Two come: Linux chooses the number of the next client before accept() waits, so it is the second who gets carl's.
    auto& dave = talk.connect("dave");
    auto& eve = talk.connect("eve");
    await_threads(server, threads + 1);
    const std::size_t half_told = of_bob.lines + 1;  // ann hears it now, bob and carl not yet; before the two came
    check::step("who has come later hears nothing from before",
                "the descriptor of one who has left was closed while somebody was still to send to it; its number is "
                "somebody else's now",
                [&] {
                    line_in_use of_dave(dave), of_eve(eve);
                    of_ann.reads = true;
                    until_nothing_moves({&of_ann, &of_bob, &of_dave, &of_eve});
                    for (const line_in_use* const one : {&of_dave, &of_eve}) {
                        const std::size_t number = one->heard.rfind("client 2: ", 0) == 0 ? std::stoul(one->heard.substr(10, 10)) : 0;
                        if (of_bob.lines != lines || number == 0)
                            throw std::runtime_error("bob's lines were not told to the end");
                        if (number == half_told)
                            throw std::runtime_error("somebody hears line " + std::to_string(number) +
                                                     ", which was said before they came");
                    }
                });
}

/// Four say long lines at once, to one who does not read at first.
void four_talk(check::program& server) {
    auto talk = server.talk();
    auto& ear = talk.connect("ann");
    ear.says("hi").hears_a_line();
    line_in_use of_ear(ear);
    std::vector<line_in_use> talkers;
    std::vector<line_in_use*> all{&of_ear};
    constexpr std::size_t lines = 30;
    for (char letter = 'b'; letter != 'f'; ++letter) {
        auto& one = talk.connect(std::string(1, letter));
        one.says("hi").hears_a_line();
        ear.hears_a_line();
        talkers.emplace_back(one).forgets = true;
        for (std::size_t i = 0; i != lines; ++i) talkers.back().to_say += std::string(100'000, letter) + "\n";
    }
    for (line_in_use& one : talkers) all.push_back(&one);
    of_ear.reads = false;
    until_nothing_moves(all);
    of_ear.reads = true;
    until_nothing_moves(all);
    check::step("no line is torn", "two threads send to one member at once: each member needs a mutex for that", [&] {
        const std::string& heard = of_ear.heard;
        for (std::size_t from = 0, end; (end = heard.find('\n', from)) != heard.npos; from = end + 1) {
            const std::size_t text = heard.find(": ", from) + 2;
            if (end - text != 100'000 || heard.find_first_not_of(heard[text], text) != end)
                throw std::runtime_error("a line has parts of two: \"" + heard.substr(from, 20) + "...\", " +
                                         std::to_string(end - from) + " bytes");
        }
        if (of_ear.lines != 4 * lines) throw std::runtime_error("not all lines came");
    });
}

}  // namespace

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        one_waits(server);
        four_talk(server);
    });
}
