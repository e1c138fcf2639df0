// SPDX-License-Identifier: MIT
// Grades exercise 13. Here the server is the grader's own, and it is the client that is started: "person" types into it
// and sees what it prints.

#include "check.hpp"
#include <exception>
#include <functional>
#include <parley/net/sockets.hpp>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <thread>

namespace {

namespace net = parley::net;

/// The student's client: stdin and stdout are one connection, whose other end is the person's.
class client_program {
public:
    client_program(const char* path, std::uint16_t port) {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::runtime_error("no socketpair");
        const net::descriptor theirs(ends[1]);
        person_ = net::socket(ends[0]);
        net::native::prepare(ends[0]);
        ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawnattr_t group;  // its own, as check::native wants it
        posix_spawnattr_init(&group);
        posix_spawnattr_setflags(&group, POSIX_SPAWN_SETPGROUP);
        std::string name = path, number = std::to_string(port);
        char* const command[] = {name.data(), number.data(), nullptr};
        const int error = ::posix_spawn(&id_, path, &actions, &group, command, environ);
        posix_spawnattr_destroy(&group);
        posix_spawn_file_actions_destroy(&actions);
        if (error != 0) throw std::runtime_error("the client cannot be started");
    }
    client_program(const client_program&) = delete;
    client_program& operator=(const client_program&) = delete;
    ~client_program() {
        if (is_over_) return;
        check::native::kill(id_);
        check::native::ended(id_, true);
    }

    net::socket take_person() { return std::move(person_); }

    /// It has closed its stdout, or it would wait for ever.
    std::string end() {
        is_over_ = true;
        return check::native::ended(id_, true);
    }

private:
    check::native::process_id id_ = check::native::no_process;
    net::socket person_;
    bool is_over_ = false;
};

net::socket accept_one(net::listener& from) {
    net::native::poll_entry entry{from.native_handle(), POLLIN, 0};
    if (net::native::wait({&entry, 1}, parley::testing::time_limit()) <= 0)
        throw std::runtime_error("nobody connects to the server");
    return std::move(from.accept().client);
}

/// Both at once: who has only one thread stops hearing when it waits to be heard.
void both(const std::function<void()>& one, const std::function<void()>& other) {
    std::exception_ptr failure;
    std::thread thread([&] {
        try {
            one();
        } catch (...) {
            failure = std::current_exception();
        }
    });
    try {
        other();
    } catch (...) {
        thread.join();
        throw;
    }
    thread.join();
    if (failure != nullptr) std::rethrow_exception(failure);
}

void look(const char* path) {
    net::listener listening = net::sockets().listen({.port = 0});
    client_program client(path, listening.where().port());
    parley::testing::conversation talk([]() -> net::socket { throw std::logic_error("nobody connects here"); });
    auto& person = talk.add("person", client.take_person());
    auto& server = talk.add("server", accept_one(listening));

    check::step("what the server says is printed, though nobody types",
                "the client waits for the keyboard first, as in chapter 2: both belong into one select()", [&] {
                    server.says("welcome");
                    person.hears_next("welcome");
                });
    check::step("also what ends no line", "it is printed only when the newline comes, or there is no fflush()", [&] {
        server.sends("Pick a nickname: ");
        person.hears_bytes("Pick a nickname: ");
    });
    check::step("what is typed is sent", "is the keyboard in the set, each time?", [&] {
        person.says("ann");
        server.hears_next("ann");
    });
    check::step("two lines typed at once are sent at once",
                "std::cin reads ahead: select() sees what is in the descriptor, not what std::cin has taken already; "
                "use read()",
                [&] {
                    person.sends("one\ntwo\n");
                    server.hears_next({"one", "two"});
                });
    check::step("much is typed and much is said, and the server reads nothing until it has said all",
                "while the client waits until it can send, it neither hears nor prints; send what there is room for, "
                "and go back to select()",
                [&] {
                    const std::string much(std::size_t{1} << 24, 'x');
                    both([&] { person.says(much); },
                         [&] {
                             server.sends_without_reading(much + '\n');
                             server.hears_next(much);
                         });
                    person.hears_next(much);
                });
    check::step(
        "at the end of the input the server is told so, and heard to the end",
        "the client hangs up at the end of its input: shutdown(server, SHUT_WR) says that no more will come, and "
        "leaves the other direction open",
        [&] {
            person.says("/quit").half_closes();
            server.hears_next("/quit").is_closed();
            server.says("goodbye");
            person.hears_next("goodbye");
        });
    check::step("when the server has said its last word, the client ends", "recv() returned 0", [&] {
        server.half_closes();
        person.is_closed();
        if (const std::string end = client.end(); end != "exit code 0") throw std::runtime_error("but: " + end + "\n");
    });
}

}  // namespace

int main(int count, char** values) {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s CLIENT\n", values[0]);
        return 2;
    }
    parley::testing::patience = parley::milliseconds(5'000);
    try {
        look(values[1]);
    } catch (const std::exception& story) {
        std::printf("%s\n", story.what());
        return 1;
    }
    std::puts("PASS");
    return 0;
}
