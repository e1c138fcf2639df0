#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The comparison as a program: models are added, and `run()` does what the command line says. Each model is this
/// program started once more, as a server. Refuses to know how anything is measured.
/// Read next: `bench/command_line.hpp`, `bench/line_up.hpp`, `bench/contest.hpp`, `bench/questions.hpp`,
/// `bench/serve.hpp`, `bench/tracing.hpp`; `bench/usage.hpp`.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <parley/base/error.hpp>
#include <parley/bench/command_line.hpp>
#include <parley/bench/contest.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/line_up.hpp>
#include <parley/bench/questions.hpp>
#include <parley/bench/report/report.hpp>
#include <parley/bench/schedule.hpp>
#include <parley/bench/serve.hpp>
#include <parley/bench/tracing.hpp>
#include <parley/bench/usage.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/observe/trace_file.hpp>
#include <string>
#include <utility>
#include <vector>

namespace parley::bench {

/// @code
/// int main(int count, char** values) {
///     parley::bench::comparison models;
///     models.add<parley::epoll_loop>("epoll_loop", "one thread, epoll");
///     models.add<my_policy>("mine", "a model of my own");
///     return models.run(count, values);
/// }
/// @endcode
class comparison {
public:
    /// A model that takes part as `name`, which is one word.
    template <class Policy>
    comparison& add(std::string name, std::string description) {
        models_.push_back({std::move(name), std::move(description), serve<Policy>, serve_counting<Policy>,
                           serve_traced<Policy>});
        return *this;
    }

    /// What `main()` returns: 0 when all went well, 1 when a run was void or something failed, 2 for wrong usage, 130
    /// after Ctrl+C.
    int run(int count, char** values) {
        try {
            const command_line wanted = parse_command_line({values + 1, values + std::max(count, 1)});
            if (wanted.help) return write(usage(models_));
            if (!wanted.serve.empty()) return be_server(wanted);
            notice_interruption();
            return compare(wanted, own_path(values[0]));
        } catch (const usage_error& error) {
            std::fprintf(stderr, "chat_compare: %s\nTry chat_compare --help.\n", error.what());
            return 2;
        } catch (const interrupted&) {
            return 130;
        } catch (const std::exception& error) {
            std::fprintf(stderr, "chat_compare: %s\n", error.what());
            return 1;
        }
    }

private:
    int be_server(const command_line& wanted) const {
        const std::string trace = trace_variable();
        for (const model& one : models_) {
            if (one.name != wanted.serve) continue;
            if (wanted.count) return one.serve_counting();
            return trace.empty() ? one.serve() : one.serve_traced(one.name, trace);
        }
        throw usage_error("there is no model '" + wanted.serve + "'");
    }

    int compare(const command_line& wanted, const std::filesystem::path& program) const {
        report::contents found;
        found.ran_on = machine::look();
        if (found.ran_on.program.is_debug_build() && !wanted.force)
            throw usage_error("this is a debug build, and its numbers mislead; build it with -O2 -DNDEBUG (preset "
                              "release) and without sanitizers, or say --force");
        if (!wanted.out.empty()) std::filesystem::create_directories(wanted.out);  // fails now, not in an hour
        const std::vector<load> loads = schedule(wanted).loads();
        const std::vector<contestant> contestants = line_up(models_, wanted, program, found.missing).contestants();
        for (const report::left_out& one : found.missing)
            std::fprintf(stderr, "Left out: %s: %s.\n", one.contestant.c_str(), one.why.c_str());
        processors where = processors::apart();
        if (!where.load.empty() && !native::run_on(where.load)) where = processors::free();
        found.notes.push_back(where.note);
        const conditions given = conditions_of(wanted, where);
        const std::string environment = trace_variable();
        if (const std::string& file = environment.empty() ? wanted.timeline : environment; !file.empty())
            return draw(file, contestants, given, where);
        if (wanted.predict) ask(contestants, found);
        bool complete = measure_all(wanted, contest(contestants, loads, given, where), found);
        write_report(wanted, found);
        if (complete && !wanted.out.empty()) {  // once more, with pictures: whatever goes wrong now loses nothing
            complete = add_timeline(contestants, given, where, found);
            report::write_all(wanted.out, found);
        }
        return complete ? code_of(found) : 130;
    }

    /// What was measured is printed even when files cannot be written.
    static void write_report(const command_line& wanted, const report::contents& found) {
        try {
            write(wanted.out.empty() ? report::markdown(found) : report::write_all(wanted.out, found));
        } catch (const setup_error&) {
            write(report::markdown(found));
            throw;
        }
    }

    static conditions conditions_of(const command_line& wanted, const processors& where) {
        conditions given;
        given.line_bytes = wanted.line_bytes;
        given.measured = wanted.seconds;
        given.messages = wanted.messages;
        given.patience = wanted.patience;
        given.own_processor = !where.load.empty();
        return given;
    }

    static void ask(const std::vector<contestant>& contestants, report::contents& found) {
        std::vector<std::string> names;
        for (const contestant& one : contestants)
            if (one.name != found.reference) names.push_back(one.name);
        prediction guess = ask_for_prediction(names, found.reference, std::cin, std::cerr);
        if (!guess.order.empty()) found.guess = std::move(guess);
    }

    /// False after Ctrl+C.
    static bool measure_all(const command_line& wanted, contest all, report::contents& found) {
        try {
            all.run(wanted.rounds, found);
            return true;
        } catch (const interrupted&) {
            found.notes.emplace_back("Ctrl+C ended this before everything was measured.");
            std::fputs("\nInterrupted; what is done is kept.\n", stderr);
            return false;
        }
    }

    static int draw(const std::string& file, const std::vector<contestant>& contestants, const conditions& given,
                    const processors& where) {
        if (file.ends_with(".spans") && contestants.size() != 1)
            throw usage_error(file + " holds one server; choose one, or a name that ends in .svg, .html or .json");
        observe::trace_file drawn(file);  // fails now, not after everybody was traced
        std::vector<std::string> notes;
        const std::vector<observe::named_spans> servers = trace_all(contestants, given, where, notes);
        for (const std::string& note : notes) std::fprintf(stderr, "%s\n", note.c_str());
        if (servers.empty() && notes.empty()) throw usage_error("nobody here knows PARLEY_TRACE; the models do");
        if (servers.empty()) return 1;
        drawn.write(servers);
        std::fprintf(stderr, "Wrote %s: one server above the other.\n", file.c_str());
        return 0;
    }

    /// What goes wrong becomes a note. False after Ctrl+C.
    static bool add_timeline(const std::vector<contestant>& contestants, const conditions& given,
                             const processors& where, report::contents& found) {
        std::fputs("Everybody once more, for a timeline.\n", stderr);
        try {
            const std::vector<observe::named_spans> servers = trace_all(contestants, given, where, found.notes);
            if (!servers.empty())
                found.timelines.push_back({report::title_of(pictured_load), observe::draw_timeline(servers)});
            return true;
        } catch (const interrupted&) {
            found.notes.emplace_back("Ctrl+C ended this before there was a timeline.");
            return false;
        } catch (const std::exception& error) {
            found.notes.push_back(std::string("There is no timeline: ") + error.what());
            return true;
        }
    }

    static int write(const std::string& text) {
        return std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0 ? 0 : 1;
    }

    static int code_of(const report::contents& found) {
        const auto is_void = [](const sample& run) { return !run.broken.empty(); };
        const auto count = std::count_if(found.samples.begin(), found.samples.end(), is_void);
        if (count != 0) std::fprintf(stderr, "%ld runs are VOID; see above.\n", static_cast<long>(count));
        return count == 0 ? 0 : 1;
    }

    std::vector<model> models_;
};

}  // namespace parley::bench
