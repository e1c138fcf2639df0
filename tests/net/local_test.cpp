// SPDX-License-Identifier: MIT

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <dlfcn.h>
#include <doctest/doctest.h>
#include <functional>
#include <optional>
#include <parley/net/local.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "net/no_descriptors.hpp"
#include "net/pair_of_sockets.hpp"

using namespace parley;
using namespace net_test;
using parley::testing::temporary_folder;

namespace {

std::function<void()> before_unlinking;  // what a test does in that instant
int interruptions = 0;                   // of flock(2), to come

}  // namespace

// The whole program calls these instead of the C library's. (Some libraries say that theirs throw nothing, some do not.)
extern "C" int unlink(const char* path) noexcept(noexcept(::unlink(path))) {
    static const auto real = reinterpret_cast<int (*)(const char*)>(::dlsym(RTLD_NEXT, "unlink"));
    if (before_unlinking) before_unlinking();
    return real(path);
}
extern "C" int flock(int descriptor, int operation) noexcept(noexcept(::flock(descriptor, operation))) {
    static const auto real = reinterpret_cast<int (*)(int, int)>(::dlsym(RTLD_NEXT, "flock"));
    if (interruptions == 0) return real(descriptor, operation);
    --interruptions;
    errno = EINTR;
    return -1;
}

namespace {

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

/// A socket file whose server was killed: nobody removes it, and nobody listens.
void leave_stale(const std::string& path) {
    const net::socket killed(net::native::open_socket(AF_UNIX));
    const sockaddr_un local = net::local_address(path);
    REQUIRE(::bind(killed.native_handle(), reinterpret_cast<const sockaddr*>(&local), sizeof local) == 0);
}

/// Clients who wait to be accepted, as many as the backlog has room for.
std::vector<net::socket> fill_backlog(const std::string& path) {
    std::vector<net::socket> waiting;
    while (failure_of([&] { waiting.push_back(net::connect_local(path, at_once)); }) == "it did not fail")
        REQUIRE(waiting.size() < 64);
    return waiting;
}

void write_file(const std::string& path) {
    const net::socket file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    REQUIRE(file.native_handle() != net::native::no_handle);
    REQUIRE(::write(file.native_handle(), "diary", 5) == 5);
}

}  // namespace

TEST_CASE("a local socket carries a conversation, and its file goes with its listener") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    {
        net::listener listener = net::listen_local(path, 8);
        CHECK(listener.where().text() == path);
        CHECK(listener.where().port() == 0);
        net::socket ann = net::connect_local(path, time_limit());
        auto [status, server, from] = accept_one(listener);
        CHECK(from.text().empty());
        const std::string_view text = "hello";
        CHECK(ann.send({&text, 1}).count == 5);
        ann.shutdown_send();
        CHECK(read_all(server) == "hello");
        CHECK(exists(path));
    }
    CHECK_FALSE(exists(path));
}

TEST_CASE("closing removes the file once, and a listener that was moved removes it too") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    net::listener listener = net::listen_local(path, 8);
    net::listener moved = std::move(listener);
    CHECK(exists(path));
    moved.close();
    CHECK_FALSE(exists(path));
    write_file(path);
    moved.close();
    CHECK(exists(path));
}

TEST_CASE("the file goes while its server still listens: who comes next never finds it stale") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    std::optional<net::listener> listener = net::listen_local(path, 8);
    std::string found = "nobody removed it";
    before_unlinking = [&] { found = failure_of([&] { net::connect_local(path, time_limit()); }); };
    SUBCASE("closed") { listener->close(); }
    SUBCASE("destroyed") { listener.reset(); }
    before_unlinking = nullptr;
    CHECK(found == "it did not fail");
    CHECK_FALSE(exists(path));
}

TEST_CASE("a full backlog: a client waits for room in it, until its deadline") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    net::listener server = net::listen_local(path, 1);
    std::vector<net::socket> waiting = fill_backlog(path);
    REQUIRE(waiting.size() != 0);
    SUBCASE("the deadline has passed, or passes") {
        for (const time_point deadline : {at_once, later(clock::now(), milliseconds(12))}) {
            CHECK(failure_of([&] { net::connect_local(path, deadline); }) ==
                  "connect to " + path + ": Connection timed out");
            CHECK(clock::now() >= deadline);
        }
    }
    SUBCASE("somebody is accepted meanwhile") {
        for (int round = 0; round != 20; ++round) {
            std::atomic<bool> connecting{false};
            std::thread accepting([&] {
                while (!connecting) std::this_thread::yield();
                CHECK(server.accept().status == net::io_status::ok);
            });
            connecting = true;
            CHECK(failure_of([&] { waiting.push_back(net::connect_local(path, time_limit())); }) == "it did not fail");
            accepting.join();
        }
    }
    SUBCASE("the server closes meanwhile") {
        std::thread closing([&] { server.close(); });
        const std::string failure = failure_of([&] { net::connect_local(path, time_limit()); });
        closing.join();
        CHECK(failure.ends_with("; no server is listening there"));
    }
}

TEST_CASE("out of descriptors: that is the reason that is told") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    std::string listening, connecting;
    {
        const no_descriptors shortage;
        listening = failure_of([&] { net::listen_local(path, 8); });
        connecting = failure_of([&] { net::connect_local(path, time_limit()); });
    }
    CHECK(listening == "bind " + path + ": Too many open files");
    CHECK(connecting == "connect to " + path + ": Too many open files");
}

TEST_CASE("a signal while the folder is being locked: it is locked all the same") {
    const temporary_folder here;
    interruptions = 3;
    const net::listener listener = net::listen_local(here.file("chat"), 8);
    CHECK(interruptions == 0);
}

TEST_CASE("a stale socket is replaced") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    leave_stale(path);
    REQUIRE(exists(path));
    net::listener listener = net::listen_local(path, 8);
    CHECK_NOTHROW(net::connect_local(path, time_limit()));
}

TEST_CASE("a live socket is never replaced, whether its server is quick or has a full backlog") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    net::listener first = net::listen_local(path, 0);
    const std::string refusal = "bind " + path + ": Address already in use; another server is running there, or it is no socket";
    CHECK(failure_of([&] { net::listen_local(path, 8); }) == refusal);
    const std::vector<net::socket> crowd = fill_backlog(path);
    CHECK(failure_of([&] { net::listen_local(path, 8); }) == refusal);
    REQUIRE(readable(first));
    CHECK(first.accept().status == net::io_status::ok);  // it is as alive as before
}

TEST_CASE("who asks whether a server lives is no client of it") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    net::listener server = net::listen_local(path, 8);
    CHECK(failure_of([&] { net::listen_local(path, 8); }) != "it did not fail");
    CHECK(server.accept().status == net::io_status::would_block);
}

TEST_CASE("a plain file, a folder or a link is never removed") {
    const temporary_folder here;
    const std::string path = here.file("diary"), link = here.file("link"), stale = here.file("stale");
    write_file(path);
    leave_stale(stale);
    REQUIRE(::symlink(stale.c_str(), link.c_str()) == 0);
    for (const std::string& taken : {path, here.path(), link})
        CHECK(failure_of([&] { net::listen_local(taken, 8); }) ==
              "bind " + taken + ": Address already in use; another server is running there, or it is no socket");
    struct stat found {};
    CHECK(::stat(path.c_str(), &found) == 0);
    CHECK(found.st_size == 5);
    CHECK(exists(link));
}

TEST_CASE("a file that has replaced the socket is not removed") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    net::listener old = net::listen_local(path, 8);
    REQUIRE(::unlink(path.c_str()) == 0);
    SUBCASE("a plain file") {
        write_file(path);
        old.close();
        CHECK(exists(path));
    }
    SUBCASE("the socket of another server") {
        net::listener next = net::listen_local(path, 8);
        old.close();
        CHECK(exists(path));
        CHECK_NOTHROW(net::connect_local(path, time_limit()));
    }
}

TEST_CASE("of many servers that start at once on a stale socket, exactly one gets it") {
    const temporary_folder here;
    const std::string path = here.file("chat");
    for (int round = 0; round != 20; ++round) {
        leave_stale(path);
        std::atomic<int> listening{0};
        std::atomic<int> arrived{0};
        std::vector<std::thread> servers;
        for (int i = 0; i != 4; ++i)
            servers.emplace_back([&] {
                const bool mine = failure_of([&] {
                    net::listener one = net::listen_local(path, 8);
                    ++listening;
                    ++arrived;
                    while (arrived != 4) std::this_thread::yield();
                }) == "it did not fail";
                if (!mine) ++arrived;
            });
        for (std::thread& one : servers) one.join();
        CHECK(listening == 1);
        REQUIRE_FALSE(exists(path));
    }
}

TEST_CASE("why nobody can listen or connect") {
    const temporary_folder here;
    CHECK(failure_of([&] { net::connect_local(here.file("nobody"), time_limit()); }) ==
          "connect to " + here.file("nobody") + ": No such file or directory; no server is listening there");
    leave_stale(here.file("stale"));
    CHECK(failure_of([&] { net::connect_local(here.file("stale"), time_limit()); }) ==
          "connect to " + here.file("stale") + ": Connection refused; no server is listening there");
    CHECK(failure_of([&] { net::listen_local(here.file("no/such/folder"), 8); })
              .starts_with("bind " + here.file("no/such/folder") + ": No such file or directory"));
    const std::string too_long(200, 'p');
    CHECK(failure_of([&] { net::listen_local(too_long, 8); }) == "use the socket " + too_long + ": File name too long; choose a shorter path");
    CHECK(failure_of([&] { net::connect_local(too_long, time_limit()); }) ==
          "use the socket " + too_long + ": File name too long; choose a shorter path");
}

TEST_CASE("a path without a folder is in the current one") {
    const temporary_folder here;
    char before[4096];
    REQUIRE(::getcwd(before, sizeof before) != nullptr);
    REQUIRE(::chdir(here.path().c_str()) == 0);
    {
        const net::listener listener = net::listen_local("chat", 8);
        CHECK_NOTHROW(net::connect_local("chat", time_limit()));
    }
    CHECK_FALSE(exists("chat"));
    REQUIRE(::chdir(before) == 0);
}

TEST_CASE("a file that takes another one's place is another one, whatever it is called") {
    const temporary_folder here;
    //! [file_identity]
    const std::string path = here.file("chat"), elsewhere = here.file("old_chat");
    CHECK_FALSE(net::native::identify(path.c_str()).exists);
    write_file(path);
    const net::native::file_identity first = net::native::identify(path.c_str());
    CHECK(net::native::identify(path.c_str()) == first);
    REQUIRE(::rename(path.c_str(), elsewhere.c_str()) == 0);
    write_file(path);
    CHECK_FALSE(net::native::identify(path.c_str()) == first);
    CHECK(net::native::identify(elsewhere.c_str()) == first);
    //! [file_identity]
}
