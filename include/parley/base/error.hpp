#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How set-up failures are told: what was attempted, why it failed, what to do.
/// Only setting up throws; what happens to a connection later is a value (`net/io_result.hpp`).
/// Read next: `net/tcp.hpp`.

#include <parley/base/cpp20.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace parley {

/// A `std::system_error` whose text reads "bind 127.0.0.1:5000: Address already in use; another server is
/// running there, or choose port 0". `code()` is the operating system's error.
/// @snippet examples/socket.cpp setup_error
class setup_error : public std::system_error {
public:
    /// @param code      the system's word for why it failed
    /// @param attempted "bind 127.0.0.1:5000"
    /// @param advice    what to do about it, if there is anything
    setup_error(std::error_code code, std::string_view attempted, std::string_view advice = {})
        : std::system_error(code), text_(attempted) {
        text_ += ": " + code.message();
        if (!advice.empty()) text_ += "; ";
        text_ += advice;
    }

    /// The whole sentence. Valid as long as this exists.
    const char* what() const noexcept override { return text_.c_str(); }

private:
    std::string text_;
};

}  // namespace parley
