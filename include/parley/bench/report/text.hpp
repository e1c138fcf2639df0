#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How numbers and loads are written, for people and for programs. Refuses to know tables and pictures.
/// Read next: `bench/report/escape.hpp`, `bench/report/table.hpp`.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <parley/base/markup.hpp>
#include <parley/bench/report/summary.hpp>
#include <string>
#include <string_view>

namespace parley::bench::report {

/// For programs: as short as it can be and read back as the same double.
inline std::string exact(double value) {
    std::array<char, 400> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// For people, three digits: "0.52", "3.14", "27.2", "950", "1.25k", "98.8M".
inline std::string readable(double value) {
    if (value != 0 && std::abs(value) < 0.1) return fixed(value, std::abs(value) < 0.01 ? 4 : 3);
    std::string_view thousands = "";
    for (const std::string_view unit : {"k", "M", "G", "T"}) {
        if (std::abs(value) < 999.5) break;  // would be rounded to 1000
        value /= 1000;
        thousands = unit;
    }
    const double size = std::abs(value);
    const int digits = value == 0 ? 0 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
    return fixed(value, digits).append(thousands);
}

/// The same without zeros at the end, for what nobody has measured: "2", "10k", "0.5".
inline std::string brief(double value) {
    std::string text = readable(value);
    const std::size_t unit = text.find_first_of("kMGT");
    const std::size_t end = std::min(unit, text.size());
    if (text.find('.') == std::string::npos) return text;
    std::size_t kept = text.find_last_not_of('0', end - 1);
    if (text[kept] == '.') --kept;
    return text.erase(kept + 1, end - kept - 1);
}

/// "27.2", or "-" where there is none.
inline std::string median_text(const std::optional<spread>& value) { return value ? readable(value->median) : "-"; }

/// "27.2 (26.9..28.0)"; "27.2" where all rounds are the same, or there is one.
inline std::string spread_text(const std::optional<spread>& value) {
    if (!value || value->low == value->high) return median_text(value);
    return readable(value->median) + " (" + readable(value->low) + ".." + readable(value->high) + ")";
}

/// "1 client", "20 clients".
inline std::string count_of(std::size_t count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

/// "fan-out, 100 clients, 64 in flight"; without the clients, the name of a curve over them: "fan-out, 64 in flight".
inline std::string title_of(const load& given, bool with_clients = true) {
    std::string title = given.kind;
    if (with_clients) title += ", " + count_of(given.clients, "client");
    if (given.in_flight != 0) title += ", " + std::to_string(given.in_flight) + " in flight";
    if (given.rate > 0) title += ", " + brief(given.rate) + " messages/s";
    return title;
}

}  // namespace parley::bench::report
