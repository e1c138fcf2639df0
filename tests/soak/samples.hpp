#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What a soak sees of the server, once a second: a line of a CSV file, and whether the level stays where it was.
/// Read next: `picture.hpp`.

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

namespace soak_test {

/// What the system says of the server's process.
struct sample {
    double second = 0;
    double memory = 0;  ///< resident, KiB
    double descriptors = 0;
    double threads = 0;
};

using samples = std::vector<sample>;

/// The middle value of [first, last) of one column.
inline double median(const samples& all, double sample::*column, std::size_t first, std::size_t last) {
    std::vector<double> values;
    for (std::size_t at = first; at < last; ++at) values.push_back(all[at].*column);
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The level of one column in the two halves of what comes after the warm-up, the first quarter.
struct halves {
    double first = 0, second = 0;

    halves(const samples& all, double sample::*column) {
        const std::size_t warm = all.size() / 4, middle = warm + (all.size() - warm) / 2;
        first = median(all, column, warm, middle);
        second = median(all, column, middle, all.size());
    }
    double growth() const { return second - first; }
};

inline void write_csv(const std::string& path, const samples& all) {
    std::ofstream file(path);
    file << "second,memory_kib,descriptors,threads\n";
    for (const sample& one : all) file << one.second << ',' << one.memory << ',' << one.descriptors << ',' << one.threads << '\n';
}

/// Empty where there is no such file.
inline samples read_csv(const std::string& path) {
    samples all;
    std::ifstream file(path);
    std::string heading;
    std::getline(file, heading);
    char comma = 0;
    for (sample one; file >> one.second >> comma >> one.memory >> comma >> one.descriptors >> comma >> one.threads;)
        all.push_back(one);
    return all;
}

}  // namespace soak_test
