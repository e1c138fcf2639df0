#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Asks somebody for a guess before anything is measured: who has guessed looks twice.
/// Refuses to know who is right. Read next: `bench/prediction.hpp`.

#include <algorithm>
#include <istream>
#include <optional>
#include <ostream>
#include <parley/base/decimal.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/prediction.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench {

/// One line. Throws `interrupted` on Ctrl+C; empty at the end of input.
inline std::string read_answer(std::istream& answers) {
    std::string line;
    std::getline(answers, line);
    throw_if_interrupted();
    return line;
}

/// What is wrong with an order; empty if it names everybody once.
inline std::string fault_in_order(const std::vector<std::string>& order, const std::vector<std::string>& names) {
    for (const std::string& name : order)
        if (std::count(names.begin(), names.end(), name) == 0) return "There is no '" + name + "'.";
    for (const std::string& name : names)
        if (std::count(order.begin(), order.end(), name) != 1) return "Name everybody once; what about " + name + "?";
    return {};
}

/// "a, b c": the words, commas or not.
inline std::vector<std::string> words_of(std::string line) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::vector<std::string> all;
    for (std::string word; words >> word;) all.push_back(word);
    return all;
}

/// A number above 0; nothing for an empty line or the end of input. Whatever else is asked for again.
inline std::optional<double> ask_for_factor(const std::string& question, std::istream& answers,
                                            std::ostream& questions) {
    for (questions << question << std::flush;; questions << "A number above 0, such as 1.5: " << std::flush) {
        const std::vector<std::string> words = words_of(read_answer(answers));
        if (words.empty()) return std::nullopt;
        const std::optional<double> factor = words.size() == 1 ? decimal(words.front()) : std::nullopt;
        if (factor && *factor > 0) return factor;
    }
}

/// Asks which of `names` needs the least processor time for a delivery under `load`, and which the most; and how many
/// times that of `reference` each needs, unless it is empty: it is not there. No answer (an empty line, the end of
/// input) is no guess.
inline prediction ask_for_prediction(const std::vector<std::string>& names, const std::string& reference,
                                     const std::string& load, std::istream& answers, std::ostream& questions) {
    prediction guess;
    questions << "The load: " << load << ".\n"
              << "Which server needs the least processor time to deliver a message, which the most?\n ";
    for (const std::string& name : names) questions << ' ' << name;
    for (std::string fault = "?"; !fault.empty();) {
        questions << "\nIn your order, the cheapest first (an empty line: no guess): " << std::flush;
        guess.order = words_of(read_answer(answers));
        if (guess.order.empty()) return guess;
        if (fault = fault_in_order(guess.order, names); !fault.empty()) questions << fault;
    }
    if (reference.empty()) return guess;
    questions << reference << " is a fan-out loop with no chat in it: what the system calls alone cost.\n";
    for (const std::string& name : guess.order)
        if (const auto factor = ask_for_factor("How many times the time of " + reference + " does " + name + " need? ",
                                               answers, questions))
            guess.factor[name] = *factor;
    return guess;
}

}  // namespace parley::bench
