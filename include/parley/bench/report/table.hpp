#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A table of texts, as Markdown that a terminal shows well too, and as HTML. Refuses to know what it says.
/// Read next: `bench/report/tables.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/report/escape.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench::report {

/// The first column are names, the others numbers. Every row has as many cells as there are columns.
/// @snippet examples/tools/charts.cpp table
struct table {
    std::vector<std::string> columns{};            ///< their titles
    std::vector<std::vector<std::string>> rows{};  ///< of cells, not escaped

    /// Adds a column, unless nobody has anything in it ("-").
    void add_column(const std::string& title, const std::vector<std::string>& cells) {
        if (std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return cell == "-"; })) return;
        columns.push_back(title);
        rows.resize(cells.size());
        for (std::size_t at = 0; at != cells.size(); ++at) rows[at].push_back(cells[at]);
    }

    /// Whether there is nothing but names.
    bool empty() const noexcept { return columns.size() < 2 || rows.empty(); }
};

/// Columns that a text of UTF-8 takes on a terminal, if each character takes one.
inline std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0) != 0x80; }));
}

/// Names on the left, numbers on the right of their columns.
inline std::string to_markdown(const table& all) {
    std::vector<std::vector<std::string>> lines{all.columns};
    lines.insert(lines.end(), all.rows.begin(), all.rows.end());
    std::vector<std::size_t> widths(all.columns.size(), 3);  // "--:"
    for (auto& line : lines)
        for (std::size_t at = 0; at != line.size(); ++at) {
            line[at] = escape_markdown(line[at]);
            widths[at] = std::max(widths[at], width_of(line[at]));
        }
    std::vector<std::string> rule(all.columns.size());
    for (std::size_t at = 0; at != rule.size(); ++at)
        rule[at] = at == 0 ? std::string(widths[at], '-') : std::string(widths[at] - 1, '-') + ':';
    lines.insert(lines.begin() + 1, rule);

    std::string made;
    for (const auto& line : lines) {
        made += '|';
        for (std::size_t at = 0; at != line.size(); ++at) {
            const std::string gap(widths[at] - width_of(line[at]), ' ');
            made += at == 0 ? ' ' + line[at] + gap + " |" : ' ' + gap + line[at] + " |";
        }
        made += '\n';
    }
    return made;
}

/// In a box that scrolls sideways where the page is narrower.
inline std::string to_html(const table& all) {
    std::string made = "<div class=\"wide\"><table>\n<thead><tr>";
    for (const std::string& title : all.columns) made += "<th scope=\"col\">" + escape_html(title) + "</th>";
    made += "</tr></thead>\n<tbody>\n";
    for (const auto& line : all.rows) {
        made += "<tr>";
        for (std::size_t at = 0; at != line.size(); ++at)
            made += at == 0 ? "<th scope=\"row\">" + escape_html(line[at]) + "</th>"
                            : "<td>" + escape_html(line[at]) + "</td>";
        made += "</tr>\n";
    }
    return made + "</tbody></table></div>\n";
}

}  // namespace parley::bench::report
