#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Who takes part in a comparison: the models that were chosen, the references that are installed, the servers that
/// were named. Refuses to know what is measured. Read next: `bench/contestant.hpp`, `bench/references.hpp`.

#include <algorithm>
#include <filesystem>
#include <parley/bench/command_line.hpp>
#include <parley/bench/contestant.hpp>
#include <parley/bench/references.hpp>
#include <parley/bench/report/contents.hpp>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::bench {

/// A concurrency model, and how it is served. The functions are called in a process of their own.
/// @snippet bench/line_up_test.cpp line_up
struct model {
    std::string name,         ///< one word
        description;          ///< for people
    int (*serve)();           ///< returns what main() does
    int (*serve_counting)();  ///< counts its calls, too
    int (*serve_traced)(const std::string& name, const std::string& file);  ///< writes a trace to `file`, too
};

/// This program's own file: the models are it, started again.
inline std::filesystem::path own_path(const char* started_as) {
    std::error_code failed;
    const std::filesystem::path linked = std::filesystem::read_symlink("/proc/self/exe", failed);
    return failed ? std::filesystem::absolute(started_as) : linked;
}

/// Everybody who takes part, in the order models, references, named servers. Nobody is started yet.
/// @snippet bench/line_up_test.cpp line_up
class line_up {
public:
    /// Fills in `missing` who was wanted and is not there. Throws `usage_error` for a model that there is not, for a
    /// name that comes twice, and when nobody is left. `program` is what the models are started from, and what the
    /// references lie beside.
    line_up(const std::vector<model>& models, const command_line& wanted, const std::filesystem::path& program,
            std::vector<report::left_out>& missing)
        : models_(models), program_(program) {
        for (const std::string& name : wanted.models) add_models(name);
        for (const reference& one : references)
            if (wanted.references || (wanted.predict && one.name == "floor")) add_reference(one, missing);
        for (const auto& [name, command] : wanted.servers) add_server(name, command);
        if (!contestants_.empty()) return;
        std::string why;
        for (const report::left_out& one : missing) why += (why.empty() ? "" : ", ") + one.why;
        if (!why.empty()) throw usage_error("nobody takes part, since " + why);
        throw usage_error("nobody takes part; choose --models, --references or --server");
    }

    const std::vector<contestant>& contestants() const noexcept { return contestants_; }  ///< at least one

private:
    void add_models(const std::string& name) {
        if (name == "none") return;
        bool found = false;
        for (const model& one : models_) {
            if (name != "all" && name != one.name) continue;
            const std::string program = program_.string();
            add({one.name, one.description, {program, "--serve", one.name}, {program, "--serve", one.name, "--count"}});
            found = true;
        }
        if (!found) throw usage_error("there is no model '" + name + "'");
    }

    void add_reference(const reference& one, std::vector<report::left_out>& missing) {
        const std::string lacks = what_lacks(one, program_.parent_path());
        if (lacks.empty()) return add(contestant_of(one, program_.parent_path()));
        missing.push_back({std::string(one.name), lacks});
    }

    void add_server(const std::string& name, const std::string& command) {
        contestant made{name, command, {}};
        std::istringstream words(command);
        for (std::string word; words >> word;) made.command.push_back(word);
        if (made.command.empty()) throw usage_error("--server " + name + " needs a command");
        add(std::move(made));
    }

    void add(contestant next) {
        const auto same = [&](const contestant& one) { return one.name == next.name; };
        if (std::any_of(contestants_.begin(), contestants_.end(), same))
            throw usage_error("'" + next.name + "' is there twice");
        contestants_.push_back(std::move(next));
    }

    const std::vector<model>& models_;
    const std::filesystem::path& program_;
    std::vector<contestant> contestants_;
};

}  // namespace parley::bench
