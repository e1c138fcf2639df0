// SPDX-License-Identifier: MIT

/// @file
/// Misbehaving clients as a command, for any chat server that is spoken to in lines: `chat_probe --help`.
/// Read next: `probe/run.hpp`.

#include "probe/command_line.hpp"
#include "probe/report.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

namespace {

enum exit_code { good = 0, failed = 1, wrong_usage = 2 };

void print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

int run(const probe::command_line& arguments) {
    std::vector<probe::finding> all;
    probe::knowledge known;
    for (const probe::probe_case* const one : arguments.cases) {
        all.push_back(probe::try_case(*one, arguments.told, known));
        if (!arguments.json) print(probe::for_people(all.back()));
    }
    if (arguments.json) print(probe::as_json(arguments.told.host, arguments.told.port, all));
    const bool broken = std::any_of(all.begin(), all.end(),
                                    [](const probe::finding& one) { return one.judged == probe::verdict::fail; });
    return broken ? failed : good;
}

}  // namespace

int main(int count, char** values) {
    try {
        const probe::command_line arguments = probe::parse_command_line({values + 1, values + (count > 0 ? count : 1)});
        if (!arguments.help) return run(arguments);
        print(probe::usage());
        return good;
    } catch (const probe::usage_error& error) {
        std::fprintf(stderr, "chat_probe: %s\nTry chat_probe --help.\n", error.what());
        return wrong_usage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "chat_probe: %s\n", error.what());
        return failed;
    }
}
