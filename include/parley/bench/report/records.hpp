#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The runs for programs that read them: CSV (RFC 4180) and JSON Lines, one line a run, the same fields in both.
/// Refuses to know files. Read next: `bench/report/hgrm.hpp`.

#include <cmath>
#include <map>
#include <parley/bench/histogram.hpp>
#include <parley/bench/report/contents.hpp>
#include <parley/bench/report/escape.hpp>
#include <parley/bench/report/metric.hpp>
#include <parley/bench/report/text.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench::report {

/// A word or a number of a run; an empty number is one that the run does not have.
/// @snippet bench/report/report_test.cpp field
struct field {
    std::string_view key;  ///< the column's name
    std::string value{};   ///< not escaped yet
    bool is_text = false;  ///< or else a number, as text
};

/// What was measured, then what follows from it. A void run has no numbers that follow.
inline std::vector<field> fields_of(const sample& run) {
    const server_cost& cost = run.cost;
    const bool split = formulas::split_is_known(cost);
    std::vector<field> fields{
        {"contestant", run.contestant, true},
        {"load", run.given.kind, true},
        {"clients", std::to_string(run.given.clients)},
        {"in_flight", std::to_string(run.given.in_flight)},
        {"rate", exact(run.given.rate)},
        {"round", std::to_string(run.round)},
        {"broken", run.broken, true},
        {"seconds", exact(run.seconds)},
        {"load_seconds", exact(run.load_seconds)},
        {"messages", std::to_string(run.messages)},
        {"deliveries", std::to_string(run.deliveries)},
        {"cpu_seconds", exact(cost.cpu_seconds)},
        {"user_seconds", split ? exact(cost.user_seconds) : ""},
        {"system_seconds", split ? exact(cost.system_seconds) : ""},
        {"context_switches", std::to_string(cost.context_switches)},
        {"resident_bytes", std::to_string(cost.resident_bytes)},
        {"resident_bytes_before", std::to_string(cost.resident_bytes_before)},
        {"accept_calls", std::to_string(run.calls.accept)},
        {"receive_calls", std::to_string(run.calls.receive)},
        {"send_calls", std::to_string(run.calls.send)},
        {"deliveries_of_calls", std::to_string(run.calls.deliveries)},
    };
    for (const metric* column : metrics::all) {
        const reading value = run.broken.empty() ? column->of(run) : std::nullopt;
        fields.push_back({column->key, value && std::isfinite(*value) ? exact(*value) : ""});
    }
    return fields;
}

/// The names of the columns, with the line's end: CR and LF, as RFC 4180 has it.
inline std::string csv_header() {
    std::string line;
    for (const field& one : fields_of({})) line.append(line.empty() ? "" : ",").append(one.key);
    return line + "\r\n";
}

/// One run as a line of CSV, with the line's end.
inline std::string csv_line(const sample& run) {
    std::string line;
    for (const field& one : fields_of(run)) line += escape_csv(one.value) + ',';
    line.pop_back();
    return line + "\r\n";
}

/// One run as a line of JSON Lines, an object as RFC 8259 has it, with the line's end. A number that the run does not
/// have is null.
inline std::string json_line(const sample& run) {
    std::string line = "{";
    for (const field& one : fields_of(run)) {
        line += quote_json(one.key) + ':';
        line += one.is_text ? quote_json(one.value) : one.value.empty() ? "null" : one.value;
        line += ',';
    }
    line.back() = '}';
    return line + '\n';
}

/// What `make` makes of each, with commas between.
template <class List, class Make>
std::string joined(const List& list, Make make) {
    std::string text;
    for (const auto& one : list) text += (text.empty() ? "" : ",") + make(one);
    return text;
}

/// What the runs do not say: the machine, the guess, who is missing; and which files have the histograms. One JSON
/// object.
inline std::string json_about(const contents& all, const std::map<std::string, histogram>& histograms = {}) {
    const machine& on = all.ran_on;
    const prediction guess = all.guess.value_or(prediction{});
    const auto pair = [](std::string_view key, const std::string& value) { return quote_json(key) + ": " + value; };
    const auto word = [&](std::string_view key, const std::string& value) { return pair(key, quote_json(value)); };
    const auto missing = [&](const left_out& one) {
        return '{' + word("contestant", one.contestant) + ", " + word("why", one.why) + '}';
    };
    const auto factor = [&](const auto& one) { return pair(one.first, exact(one.second)); };
    const std::vector<std::string> fields{
        word("processor", on.processor),
        pair("cores", std::to_string(on.cores)),
        word("kernel", on.kernel),
        word("compiler", on.program.compiler),
        word("flags", on.program.flags),
        pair("debug_build", on.program.is_debug_build() ? "true" : "false"),
        word("descriptors", on.descriptors),
        word("load_average", on.load_average),
        word("date", on.date),
        word("reference", all.reference),
        pair("missing", '[' + joined(all.missing, missing) + ']'),
        pair("notes", '[' + joined(all.notes, quote_json) + ']'),
        pair("guessed_order", '[' + joined(guess.order, quote_json) + ']'),
        pair("guessed_factor", '{' + joined(guess.factor, factor) + '}'),
        pair("histograms", '[' + joined(histograms, [](const auto& one) { return quote_json(one.first); }) + ']'),
    };
    return '{' + joined(fields, [](const std::string& one) { return "\n  " + one; }) + "\n}\n";
}

}  // namespace parley::bench::report
