// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "fuzz/targets/command.hpp"
#include "fuzz/targets/hygiene.hpp"
#include "fuzz/targets/line_decoder.hpp"
#include "fuzz/targets/server.hpp"
#include "fuzz/targets/session.hpp"
#include "fuzz/targets/sockets.hpp"

namespace {

/// Every input of a folder of tests/fuzz/corpus goes through a target, as a fuzzer would put it in, behind `prefix`; and
/// so many beginnings of it.
std::size_t replay(const std::string& folder, void (*target)(std::string_view), std::size_t beginnings, const std::string& prefix = {}) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(PARLEY_FUZZ_CORPUS "/" + folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string input{std::istreambuf_iterator<char>(file), {}};
        INFO(entry.path().filename().string());
        for (std::size_t i = 0; i <= beginnings && i <= input.size(); ++i) {
            INFO("without its last bytes: " << i);
            CHECK_NOTHROW(target(prefix + input.substr(0, input.size() - i)));
        }
        ++count;
    }
    CHECK(count <= 30);
    return count;
}

constexpr std::size_t all = 10'000;

}  // namespace

TEST_CASE("the fuzzer's inputs: line decoder") { CHECK(replay("line_decoder", fuzz::line_decoder, all) > 5); }
TEST_CASE("the fuzzer's inputs: commands and names") { CHECK(replay("command", fuzz::command, all) > 5); }
TEST_CASE("the fuzzer's inputs: hygiene") { CHECK(replay("hygiene", fuzz::hygiene, all) > 5); }
TEST_CASE("the fuzzer's inputs: sessions") { CHECK(replay("conversations", fuzz::session, all) > 10); }
TEST_CASE("the fuzzer's inputs: a server in memory") { CHECK(replay("conversations", fuzz::server, all) > 10); }

TEST_CASE("the fuzzer's inputs: a server over socket pairs, under every model") {
    for (std::size_t policy = 0; policy != fuzz::policies; ++policy) {
        CAPTURE(policy);
        CHECK(replay("conversations", fuzz::sockets, 0, "o000" + std::string(1, static_cast<char>('A' + policy)) + "\n") > 10);
    }
}
