#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Asks somebody for a guess before anything is measured: who has guessed looks twice.
/// Refuses to know who is right. Read next: `bench/prediction.hpp`.

#include <algorithm>
#include <istream>
#include <ostream>
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

/// Asks which of `names` needs the least processor time for a delivery, and which the most; and how many times that of
/// `reference` each needs. No answer (an empty line, the end of input) is no guess.
inline prediction ask_for_prediction(const std::vector<std::string>& names, const std::string& reference,
                                     std::istream& answers, std::ostream& questions) {
    prediction guess;
    questions << "Which server needs the least processor time to deliver a message, which the most?\n ";
    for (const std::string& name : names) questions << ' ' << name;
    for (std::string fault = "?"; !fault.empty();) {
        questions << "\nIn your order, the cheapest first (an empty line: no guess): " << std::flush;
        std::istringstream words(read_answer(answers));
        guess.order.clear();
        for (std::string word; words >> word;) guess.order.push_back(word);
        if (guess.order.empty()) return guess;
        if (fault = fault_in_order(guess.order, names); !fault.empty()) questions << fault;
    }
    for (const std::string& name : guess.order) {
        questions << "How many times the time of " << reference << " does " << name << " need? " << std::flush;
        std::istringstream answer(read_answer(answers));
        if (double factor = 0; answer >> factor && factor > 0) guess.factor[name] = factor;
    }
    return guess;
}

}  // namespace parley::bench
