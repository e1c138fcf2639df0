// SPDX-License-Identifier: MIT

/// @file
/// Who came, who said what and who went, in a file.

#include <cstdio>
#include <memory>
#include <parley/client.hpp>
#include <parley/concurrency/thread_per_client.hpp>
#include <parley/observe/none.hpp>
#include <parley/server.hpp>
#include <string_view>

using log_file = std::shared_ptr<std::FILE>;

/// One call for each line, so that threads do not tear each other's.
void write(const log_file& to, std::string_view where, std::string_view who, std::string_view what) noexcept {
    std::fprintf(to.get(), "%.*s %.*s %.*s\n", static_cast<int>(where.size()), where.data(),
                 static_cast<int>(who.size()), who.data(), static_cast<int>(what.size()), what.data());
    std::fflush(to.get());
}

struct comings_and_goings : parley::observe::none {  // what is not named here is not looked at
    explicit comings_and_goings(log_file opened) : log(std::move(opened)) {}
    void named(std::string_view who) noexcept { write(log, "-", who, "has come"); }
    void left(std::string_view who, std::string_view) noexcept { write(log, "-", who, "has left"); }
    log_file log;
};

int main() {
    const log_file log(std::fopen("log.txt", "w"), &std::fclose);  // "a" would go on with yesterday's
    if (log == nullptr) return std::perror("log.txt"), 1;
    parley::server<parley::thread_per_client, parley::net::sockets, comings_and_goings> server(
        {.port = 0}, {}, comings_and_goings(log));
    server.on_message([&](parley::member& who, std::string_view text) {
        write(log, who.room(), who.nickname(), text);
    });
    server.start();

    parley::client ann({.port = server.port()});
    for (const char* line : {"ann", "hello", "/join #tea", "milk?", "/me waves"}) ann.send_line(line);
    ann.finish_sending();
    while (ann.read_line()) {}
    server.stop();
    server.wait();
}
