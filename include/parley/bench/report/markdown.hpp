#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The report as Markdown, for a terminal and for a README. Refuses to know files. Read next:
/// `bench/report/report.hpp`.

#include <parley/bench/report/tables.hpp>
#include <string>

namespace parley::bench::report {

/// At the top of every report of a debug build.
inline constexpr const char* debug_warning =
    "The program that measured was not built for speed: these numbers mislead.";

/// A paragraph.
inline std::string how_to_read(const contents& all) {
    return "Numbers are medians over the rounds, (smallest..largest) beside them; - is a number that there is not, or "
           "that says nothing of so few values. x " + all.reference + ": CPU time by that of " + all.reference +
           " in the same round, which is no chat, and in no ranking. In the same way, p99 x without is p99 by the p99 "
           "that the same server had in that round at the same fixed rate without the one who is slow, and x fewest "
           "idle is CPU time by that with the fewest idle clients. A winner is named where no round of another comes "
           "into the range of its rounds; who has a void run is in no ranking. Places are shared where ranges overlap. "
           "k, M, G: thousands, millions, thousand millions. In a join storm, a message is somebody who comes and a "
           "delivery their welcome. messages (few): of so few is each round's number made.";
}

namespace markdown_parts {

/// A table and an empty line; nothing for a table without numbers.
inline std::string paragraph(const table& one) { return one.empty() ? "" : to_markdown(one) + '\n'; }

/// One load: its tables, what follows from them, and the guess.
inline std::string section(const group& compared, const contents& all) {
    std::string made = "## " + escape_markdown(title_of(compared.given)) + "\n\n";
    made += paragraph(speed_table(compared, all.reference));
    made += paragraph(latency_table(compared));
    made += paragraph(cost_table(compared));
    for (const std::string& sentence : verdicts(compared, all.reference))
        made += "- " + escape_markdown(sentence) + '\n';
    if (!made.ends_with("\n\n")) made += '\n';
    if (all.guess) {
        const table beside = prediction_table(*all.guess, compared, all.reference);
        if (!beside.empty()) made += "Guessed and measured:\n\n" + paragraph(beside);
    }
    return made;
}

/// What the columns mean, once.
inline std::string legend(const contents& all) {
    std::string made = escape_markdown(how_to_read(all)) + "\n\n";
    for (const metric* column : metrics::all)
        made += "- " + std::string(column->title) + ": " + std::string(column->about) + '\n';
    return made;
}

}  // namespace markdown_parts

/// The whole report.
inline std::string markdown(const contents& all) {
    const summary made = summarize(all);
    std::string text = "# Concurrency models compared\n\nOn " + escape_markdown(all.ran_on.in_one_line()) + ".\n\n";
    if (all.ran_on.program.is_debug_build())
        text += std::string("**") + debug_warning + "**\n\n";
    for (const group& compared : made.groups) text += markdown_parts::section(compared, all);
    const auto said = remarks(all, made);
    if (!said.empty()) text += "## Remarks\n\n";
    for (const std::string& sentence : said) text += "- " + escape_markdown(sentence) + '\n';
    return text + (said.empty() ? "" : "\n") + "## What the columns say\n\n" + markdown_parts::legend(all);
}

}  // namespace parley::bench::report
