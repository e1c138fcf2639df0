// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/base/error.hpp>
#include <string>
#include <system_error>

using parley::setup_error;

TEST_CASE("a set-up error says what was attempted and why it failed") {
    const std::error_code code = std::make_error_code(std::errc::address_in_use);
    const setup_error error(code, "bind 127.0.0.1:5000");
    CHECK(std::string(error.what()) == "bind 127.0.0.1:5000: " + code.message());
    CHECK((error.code() == code));
}

TEST_CASE("a set-up error may say what to do") {
    const std::error_code code = std::make_error_code(std::errc::permission_denied);
    const setup_error error(code, "bind 127.0.0.1:80", "choose a port over 1023");
    CHECK(std::string(error.what()) == "bind 127.0.0.1:80: " + code.message() + "; choose a port over 1023");
}

TEST_CASE("a set-up error is caught as a std::system_error") {
    const std::error_code code = std::make_error_code(std::errc::address_in_use);
    try {
        throw setup_error(code, "bind", "wait");
    } catch (const std::system_error& error) {
        CHECK((error.code() == code));
        CHECK(std::string(error.what()) == "bind: " + code.message() + "; wait");
    }
}
