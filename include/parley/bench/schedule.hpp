#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Which loads a comparison consists of, and in which order. Refuses to know how any is performed.
/// Read next: `bench/measure.hpp`; `bench/sample.hpp`.

#include <algorithm>
#include <cstddef>
#include <parley/bench/command_line.hpp>
#include <parley/bench/measure.hpp>
#include <parley/bench/sample.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// "fixed-rate" on a command line is "fixed rate" everywhere else. Throws `usage_error` when there is no such load.
inline std::string load_name(std::string_view text) {
    std::string known;
    for (const load_kind& kind : load_kinds) {
        std::string written(kind.name);
        std::replace(written.begin(), written.end(), ' ', '-');
        if (written == text || kind.name == text) return std::string(kind.name);
        known += (known.empty() ? "" : ", ") + written;
    }
    throw usage_error("there is no load '" + std::string(text) + "'; there are: " + known);
}

/// Every load that was asked for. What one is compared with comes before it: the fixed rate without a stopped reader or
/// slow handler, the talkers without idle clients.
/// @snippet bench/command_line_test.cpp schedule
class schedule {
public:
    /// Throws `usage_error`. `wanted` has to outlive this.
    explicit schedule(const command_line& wanted) : wanted_(wanted) {
        for (const std::string& text : wanted.loads) {
            if (text == "all") {
                for (const load_kind& kind : load_kinds) add(std::string(kind.name));
            } else {
                add(load_name(text));
            }
        }
        if (loads_.empty()) throw usage_error("--loads needs at least one load");
    }

    const std::vector<load>& loads() const noexcept { return loads_; }  ///< in order, none twice

private:
    void add(const std::string& kind) {
        if (kind == "idle") add_once({kind, 0, 0, 0});
        for (const std::size_t clients : wanted_.clients) add(kind, clients);
    }

    void add(const std::string& kind, std::size_t clients) {
        if (kind == "idle") return add_once({kind, clients, 0, 0});
        if (clients == 0) throw usage_error("only the load 'idle' goes without --clients");
        if (kind == "join storm") return add_once({kind, clients, 0, 0});
        if (kind != "fan-out") return add_at_rate(kind, clients);
        for (const std::size_t in_flight : wanted_.in_flight) add_once({kind, clients, in_flight, 0});
    }

    void add_at_rate(const std::string& kind, std::size_t clients) {
        constexpr double deliveries_per_second = 50'000;
        const double rate = wanted_.rate > 0 ? wanted_.rate : deliveries_per_second / static_cast<double>(clients);
        add_once({"fixed rate", clients, 0, rate});
        add_once({kind, clients, 0, rate});
    }

    void add_once(const load& next) {
        if (std::find(loads_.begin(), loads_.end(), next) == loads_.end()) loads_.push_back(next);
    }

    const command_line& wanted_;
    std::vector<load> loads_;
};

}  // namespace parley::bench
