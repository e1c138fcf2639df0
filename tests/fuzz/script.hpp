#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// An evening as a text that a fuzzer can write and a human can read: one step a line, a letter for what happens, a
/// digit for whom it happens to, and the rest. A first line "oXYZ" chooses limits.
///
///     c           somebody connects                n text     the program says text to everybody
///     s0 text     client 0 says text and a line    k0 text    the program closes client 0's connection, for that reason
///                 end; '|' is one, too; '~' is a   a1         the next accept() fails
///                 token (`fuzz/gossip.hpp`)        f0 1       client 0's next receive fails with error 1
///     p0 text     the same without the line end    g0 1       its next send does
///     r0          client 0 reads all               m0 5       its machine holds 5 bytes that it has not read
///     h0          half-closes                      w5         a turn of the loop, with some of those who are ready
///     x0          hangs up                         q          the program stops the server
///     z0          the connection is lost
///
/// Read next: `targets/server.hpp`.

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <parley/base/options.hpp>
#include <string_view>
#include <vector>

namespace fuzz {

struct step {
    char what = 0;
    std::size_t whom = 0;
    std::string_view text{};  ///< points into the script

    /// The text's first byte as a number, a digit as its value.
    std::size_t number() const noexcept {
        return text.empty() ? 0 : static_cast<std::size_t>(static_cast<unsigned char>(text.front() - '0'));
    }
    int error() const noexcept {
        constexpr std::array errors{ECONNRESET, EAGAIN, ENOBUFS, ENOMEM, EMFILE, EPIPE, ECONNABORTED};
        return errors[number() % errors.size()];
    }
};

inline constexpr std::size_t most_clients = 6;
inline constexpr std::size_t most_steps = 200;

inline std::vector<step> steps_of(std::string_view script) {
    std::vector<step> steps;
    while (!script.empty() && steps.size() < most_steps) {
        std::string_view line = script.substr(0, script.find('\n'));
        script.remove_prefix(std::min(line.size() + 1, script.size()));
        if (line.empty()) continue;
        step next{line.front()};
        line.remove_prefix(1);
        if (std::string_view("sprhxzkfgm").find(next.what) != std::string_view::npos && !line.empty()) {
            next.whom = static_cast<unsigned char>(line.front() - '0') % most_clients;
            line.remove_prefix(1);
        }
        if (line.starts_with(' ')) line.remove_prefix(1);
        next.text = line;
        steps.push_back(next);
    }
    return steps;
}

/// The limits that a script chooses: nothing ever happens because time has passed.
inline parley::options options_of(const std::vector<step>& steps) {
    parley::options wanted{.port = 0,
                           .login_limit = parley::milliseconds(0),
                           .farewell_limit = parley::milliseconds(600'000),
                           .drain_limit = parley::milliseconds(600'000)};
    if (steps.empty() || steps.front().what != 'o') return wanted;
    const auto choice = [&](std::size_t i) {
        return i < steps.front().text.size()
                   ? static_cast<std::size_t>(static_cast<unsigned char>(steps.front().text[i]))
                   : 0;
    };
    wanted.line_limit = std::array<std::size_t, 4>{4096, 40, 12, 200}[choice(0) % 4];
    wanted.outbox_limit = std::array<std::size_t, 4>{std::size_t{1} << 20, 100, 1000, 0}[choice(1) % 4];
    wanted.history = std::array<std::size_t, 3>{0, 2, 50}[choice(2) % 3];
    return wanted;
}

}  // namespace fuzz
