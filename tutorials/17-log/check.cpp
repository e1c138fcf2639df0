// SPDX-License-Identifier: MIT
// Grades exercise 17. Carl has a small buffer and reads late; what he has not read waits in the server's log.

#include "check.hpp"
#include <algorithm>
#include <cstdint>
#include <parley/net/tcp.hpp>
#include <stdexcept>
#include <string>
#include <sys/socket.h>

namespace {

constexpr int history = 10;

std::string line(int number) { return "line " + std::to_string(number) + ' ' + std::string(1000, 'x'); }

/// What ann says, as it is heard.
std::string heard(int number) { return "client 1: " + line(number); }

parley::net::socket with_little_room(std::uint16_t port) {
    auto connected = parley::net::connect_tcp("127.0.0.1", port, parley::testing::time_limit());
    const int little = 128 * 1024;
    ::setsockopt(connected.native_handle(), SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
    return connected;
}

void expect(bool so, const std::string& otherwise) {
    if (!so) throw std::runtime_error(otherwise);
}

}  // namespace

int main(int count, char** values) {
    return check::grade(count, values, [](check::program& server) {
        auto talk = server.talk();
        auto& ann = talk.connect("ann");
        auto& bob = talk.connect("bob");
        ann.says("hi").hears("client 1: hi");
        bob.says("hi").hears("client 2: hi");  // from now on both are inside
        int said = 0;
        const auto chat = [&](int lines) {
            for (int end = said + lines; said != end; ++said) {
                ann.says(line(said));
                ann.hears_next(heard(said));
                bob.hears(heard(said));
            }
        };
        ann.hears("client 2: hi");
        const std::size_t before = server.memory();
        check::step("who reads hears everything", "a line is forgotten before it is heard, or said twice",
                    [&] { chat(1500); });
        check::step("what everybody has heard is forgotten",
                    "the log is only cut at its limit, or never: where is the "
                    "slowest cursor, and who moves it?",
                    [&] {
                        const std::size_t more = server.memory() - std::min(before, server.memory());
                        expect(more < 1'000'000,
                               "the server has " + std::to_string(more) + " bytes more than at the beginning");
                    });
        check::step("a newcomer hears the last ten lines",
                    "what newcomers begin with is forgotten when all the others "
                    "have heard it",
                    [&] {
                        auto& dora = talk.connect("dora");
                        dora.hears_next(heard(said - history));
                        dora.hears(heard(said - 1));
                        dora.hangs_up();
                    });
        auto& carl = talk.add("carl, who reads late,", with_little_room(server.port()));
        carl.hears(heard(said - 1));
        check::step("who is late hears everything, as long as it is below the limit",
                    "what somebody has not heard is forgotten: the slowest cursor is the smallest of all", [&] {
                        const int first = said;
                        chat(1000);  // half of what the log may have
                        for (int number = first; number != said; ++number) carl.hears_next(heard(number));
                    });
        check::step("who is too late is told how many lines are lost",
                    "the log has no limit: who does not read makes it "
                    "grow for ever",
                    [&] {
                        const int first = said;
                        chat(6000);
                        int next = first, missed = 0;
                        while (next < said) {
                            const std::string came = carl.hears_a_line();
                            if (came == heard(next)) {
                                ++next;
                                continue;
                            }
                            const std::string gap = "-- You missed ";
                            expect(came.rfind(gap, 0) == 0, "carl heard \"" + came.substr(0, 40) + "\", and line " +
                                                                std::to_string(next) +
                                                                " was due, or a note of how many he missed");
                            const int more = std::stoi(came.substr(gap.size()));
                            next += more, missed += more;
                        }
                        expect(missed > 0, "carl was told all of 6,000 lines");
                        expect(next == said, "carl was told that he missed more lines than were said");
                    });
    });
}
