#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The comparison as a program: models are added, and `run()` does what the command line says. Each model is this
/// program started once more, as a server. Refuses to know how anything is measured.
/// Read next: `bench/command_line.hpp`, `bench/line_up.hpp`, `bench/contest.hpp`, `bench/questions.hpp`,
/// `bench/serve.hpp`, `bench/drawing.hpp`; `bench/usage.hpp`.

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <parley/base/error.hpp>
#include <parley/bench/command_line.hpp>
#include <parley/bench/contest.hpp>
#include <parley/bench/drawing.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/line_up.hpp>
#include <parley/bench/native_process.hpp>
#include <parley/bench/questions.hpp>
#include <parley/bench/report/report.hpp>
#include <parley/bench/schedule.hpp>
#include <parley/bench/serve.hpp>
#include <parley/bench/tracing.hpp>
#include <parley/bench/usage.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

/// Servers compared: the same load for all, every message checked, and what each of them cost. A program of its own is
/// what it is for; a server needs none of it. POSIX only, but for what counts and reports.
namespace parley::bench {

/// What `main()` of a comparison is made of. A model of your own is any policy (`concurrency/policy.hpp`) that your
/// program names here: it is compared with the others by the same load, in the same rounds, and each of its messages is
/// checked (`bench/ledger.hpp`). Each model is this program started once more with `--serve NAME`: what it costs is its
/// own, so do nothing before `run()` that a server should not do. Not on Windows, but inside WSL.
///
/// @include ten_lines/own_model.cpp
class comparison {
public:
    /// A model that takes part as `name`, which is one word that no other has.
    template <class Policy>
    comparison& add(std::string name, std::string description) {
        models_.push_back({std::move(name), std::move(description), serve<Policy>, serve_counting<Policy>,
                           serve_traced<Policy>});
        return *this;
    }

    /// Does what the command line says (`bench/command_line.hpp`), for minutes or hours, and prints tables to stdout
    /// and progress to stderr. Returns what `main()` does: 0 when all went well, 1 when a run was void or something
    /// failed, 2 for wrong usage, 130 when it was interrupted. Once in a process: it takes the signals of Ctrl+C.
    int run(int count, char** values) {
        try {
            const command_line wanted = parse_command_line({values + 1, values + std::max(count, 1)});
            if (wanted.help) return print(usage(models_)), 0;
            if (!wanted.serve.empty()) return be_server(wanted);
            if (!native::stdout_is_open())
                throw setup_error(std::make_error_code(std::errc::bad_file_descriptor), "print to stdout");
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
            throw usage_error("this is a debug build, and its numbers mislead; build it with -O2 (preset release) and "
                              "without sanitizers, or say --force");
        const std::string timeline = wanted_timeline(wanted);
        if (!wanted.out.empty() && report::prepare_folder(wanted.out))  // fails now, not in an hour
            std::fprintf(stderr, "There is a report in %s; it will be replaced.\n", wanted.out.c_str());
        const std::vector<load> loads = schedule(wanted).loads();
        const std::vector<contestant> contestants = line_up(models_, wanted, program, found.missing).contestants();
        for (const report::left_out& one : found.missing)
            std::fprintf(stderr, "Left out: %s: %s.\n", one.contestant.c_str(), one.why.c_str());
        processors where = processors::apart();
        if (!where.load.empty() && !native::run_on(where.load)) where = processors::free();
        found.notes.push_back(where.note);
        if (found.ran_on.was_busy())
            found.notes.push_back("The machine was busy: a load average of " + found.ran_on.load_average + " with " +
                                  report::count_of(found.ran_on.cores, "core") + ". Its numbers may mislead.");
        if (found.ran_on.program.assertions) found.notes.emplace_back("Assertions were on; -DNDEBUG turns them off.");
        const conditions given = conditions_of(wanted, where);
        if (!timeline.empty()) return draw_timeline_file(timeline, contestants, given, where);
        if (wanted.predict) ask(contestants, loads, found);
        bool complete = measure_all(wanted, contest(contestants, loads, given, where), found);
        write_report(wanted, found);
        if (complete && !wanted.out.empty() && !found.samples.empty()) {  // a failure from here on loses nothing
            complete = add_timeline(contestants, given, where, found);
            report::write_all(wanted.out, found);
        }
        return complete ? code_of(found) : 130;
    }

    /// What was measured is printed even when files cannot be written.
    static void write_report(const command_line& wanted, const report::contents& found) {
        try {
            if (!wanted.out.empty() && !found.samples.empty()) report::write_all(wanted.out, found);
        } catch (const setup_error&) {
            print(report::markdown(found));
            throw;
        }
        print(report::markdown(found));
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

    static void ask(const std::vector<contestant>& contestants, const std::vector<load>& loads,
                    report::contents& found) {
        std::vector<std::string> names;
        std::string reference;
        for (const contestant& one : contestants)
            if (one.name == found.reference) reference = one.name;
            else names.push_back(one.name);
        std::string asked = report::title_of(loads.front());
        for (std::size_t i = 1; i != loads.size(); ++i) asked += "; and " + report::title_of(loads[i]);
        prediction guess = ask_for_prediction(names, reference, asked, std::cin, std::cerr);
        if (!guess.order.empty()) found.guess = std::move(guess);
    }

    /// False when it was interrupted.
    static bool measure_all(const command_line& wanted, contest all, report::contents& found) {
        try {
            all.run(wanted.rounds, found);
            return true;
        } catch (const interrupted&) {
            found.notes.push_back(std::string(interruption_note) + "everything was measured.");
            std::fputs("\nInterrupted; what is done is kept.\n", stderr);
            return false;
        }
    }

    static void print(const std::string& text) {
        errno = 0;
        if (std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0) return;
        throw setup_error(std::error_code(errno != 0 ? errno : EIO, std::generic_category()), "print to stdout");
    }

    static int code_of(const report::contents& found) {
        if (found.samples.empty()) {
            std::fputs("chat_compare: nothing was measured; see above.\n", stderr);
            return 1;
        }
        const auto is_void = [](const sample& run) { return !run.broken.empty(); };
        const auto count = std::count_if(found.samples.begin(), found.samples.end(), is_void);
        if (count == 0) return 0;
        std::fprintf(stderr, "%ld %s VOID; see above.\n", static_cast<long>(count), count == 1 ? "run is" : "runs are");
        return 1;
    }

    std::vector<model> models_;
};

}  // namespace parley::bench
