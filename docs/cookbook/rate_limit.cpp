// SPDX-License-Identifier: MIT

/// @file
/// Who says more than ten lines in a minute is warned, and then shown the door.

#include <cstdio>
#include <map>
#include <parley/client.hpp>
#include <parley/concurrency/select_loop.hpp>
#include <parley/server.hpp>
#include <string>

/// How much somebody has said in this minute.
struct allowance {
    static constexpr int warned_at = 10, closed_at = 12;
    int said = 0;
    parley::time_point renewed = parley::clock::now();

    int count(parley::time_point now) {
        if (now - renewed >= std::chrono::minutes(1)) *this = {0, now};
        return ++said;
    }
};

int main() {
    parley::server<parley::select_loop> server({.port = 0});
    std::map<const parley::member*, allowance> allowances;  // a nickname may change, and a member stays where it is
    server.on_message([&](parley::member& who, std::string_view) {
        const int said = allowances[&who].count(parley::clock::now());
        if (said == allowance::warned_at) who.reply("Slowly, please: ten lines in a minute.");
        if (said == allowance::closed_at) who.close("said too much");
    });
    server.on_leave([&](parley::member& who) { allowances.erase(&who); });
    server.start();

    parley::client ann({.port = server.port()});
    ann.send_line("ann");
    for (int i = 1; i <= 15; ++i) ann.send_line(std::to_string(i));
    while (const auto line = ann.read_line()) std::puts(line->c_str());
}
