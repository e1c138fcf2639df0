#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Winsock's error numbers in the words that POSIX has for them, so that `code == std::errc::address_in_use` and the
/// texts are the same on every system. (The standard library's category does not know them all, or tells them in the
/// language of the user's Windows.) Refuses to know what is done about them. Read next: `net/native_winsock.hpp`.

#include <string>
#include <system_error>

namespace parley::net::native {

/// One of Winsock's errors. Source: "Windows Sockets Error Codes" in Microsoft's reference.
struct winsock_error {
    int number;         ///< WSAEINTR and so on
    std::errc meaning;  ///< what `code == std::errc::...` compares
    const char* text;   ///< what POSIX systems say
};

/// Those that a socket call of ours can come to, by number.
inline constexpr winsock_error winsock_errors[] = {
    {10004, std::errc::interrupted, "Interrupted function call"},
    {10009, std::errc::bad_file_descriptor, "Bad file descriptor"},
    {10013, std::errc::permission_denied, "Permission denied"},
    {10014, std::errc::bad_address, "Bad address"},
    {10022, std::errc::invalid_argument, "Invalid argument"},
    {10024, std::errc::too_many_files_open, "Too many open files"},
    {10035, std::errc::operation_would_block, "Resource temporarily unavailable"},
    {10038, std::errc::not_a_socket, "Socket operation on non-socket"},
    {10047, std::errc::address_family_not_supported, "Address family not supported by protocol"},
    {10048, std::errc::address_in_use, "Address already in use"},
    {10049, std::errc::address_not_available, "Cannot assign requested address"},
    {10050, std::errc::network_down, "Network is down"},
    {10051, std::errc::network_unreachable, "Network is unreachable"},
    {10053, std::errc::connection_aborted, "Software caused connection abort"},
    {10054, std::errc::connection_reset, "Connection reset by peer"},
    {10055, std::errc::no_buffer_space, "No buffer space available"},
    {10057, std::errc::not_connected, "Socket is not connected"},
    {10058, std::errc::broken_pipe, "Broken pipe"},
    {10060, std::errc::timed_out, "Connection timed out"},
    {10061, std::errc::connection_refused, "Connection refused"},
    {10065, std::errc::host_unreachable, "No route to host"},
};

/// Error codes with those numbers.
class winsock_category final : public std::error_category {
public:
    /// @{ What `std::error_category` asks; for a number that is not in the table, the number.
    const char* name() const noexcept override { return "winsock"; }

    std::string message(int number) const override {
        const winsock_error* const known = find(number);
        return known != nullptr ? known->text : "Winsock error " + std::to_string(number);
    }

    std::error_condition default_error_condition(int number) const noexcept override {
        const winsock_error* const known = find(number);
        return known != nullptr ? std::make_error_condition(known->meaning) : std::error_condition(number, *this);
    }
    /// @}

    /// A number as an error code of this category.
    static std::error_code code(int number) noexcept {
        static const winsock_category category{};
        return {number, category};
    }

private:
    static const winsock_error* find(int number) noexcept {
        for (const winsock_error& one : winsock_errors)
            if (one.number == number) return &one;
        return nullptr;
    }
};

}  // namespace parley::net::native
