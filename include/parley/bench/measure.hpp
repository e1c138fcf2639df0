#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// One contestant under one load, once. Refuses to know about rounds, tables and people.
/// Read next: `bench/loads/fan_out.hpp`, `bench/loads/idle.hpp`, `bench/loads/join_storm.hpp`,
/// `bench/loads/counted.hpp`; `bench/contestant.hpp`.

#include <array>
#include <cstdint>
#include <exception>
#include <optional>
#include <parley/bench/contestant.hpp>
#include <parley/bench/interruption.hpp>
#include <parley/bench/loads/counted.hpp>
#include <parley/bench/loads/fan_out.hpp>
#include <parley/bench/loads/idle.hpp>
#include <parley/bench/loads/join_storm.hpp>
#include <parley/bench/loads/slow_handler.hpp>
#include <parley/bench/loads/stopped_reader.hpp>
#include <parley/bench/performance.hpp>
#include <parley/bench/server_process.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench {

/// A kind of load: what it is called, and the function that performs it.
/// @snippet bench/measure_test.cpp load_kind
struct load_kind {
    std::string_view name;          ///< with blanks: "fixed rate"
    void (*perform)(performance&);  ///< throws `void_run`, `not_applicable`, `interrupted`
};

/// All kinds, as `--help` lists them.
inline constexpr std::array load_kinds{
    load_kind{"fan-out", loads::fan_out},
    load_kind{"fixed rate", loads::fixed_rate},
    load_kind{"idle", loads::idle},
    load_kind{"join storm", loads::join_storm},
    load_kind{"stopped reader", loads::stopped_reader},
    load_kind{"slow handler", loads::slow_handler},
};

/// Somebody else must not have done the work: nobody delivers for nothing. Throws `void_run`.
inline void expect_its_own_work(const server_process& server, const sample& run) {
    if (server.has_children())
        throw void_run("its command starts another program, whose time would not be counted; use exec");
    const bool tells_time = server.usage().processor_seconds > 0;
    if (tells_time && run.deliveries != 0 && run.cost.cpu_seconds <= 0)
        throw void_run("the server has used no processor time that could be measured; who does its work?");
}

/// Starts the server with `command`, puts the load on it and stops it. `sample::broken` says why the run is void.
/// Throws `not_applicable` when the contestant cannot do this at all, and `interrupted`.
template <class Perform>
sample measure(const std::vector<std::string>& command, sample result, const conditions& wanted,
               const processors& where, Perform&& perform) {
    std::optional<server_process> server;
    try {
        server.emplace(command, where.server, wanted.patience);
        {
            performance run(*server, wanted, result);
            perform(run);
            expect_its_own_work(*server, result);
            if (const std::string end = server->how_it_ended(); !end.empty()) throw void_run(end);
            server->ask_to_end();  // before the clients go: or each would be told that the others have left
        }
        server->stop();
    } catch (const interrupted&) {
        throw;
    } catch (const not_applicable&) {
        throw;
    } catch (const std::exception& error) {
        throw_if_interrupted();  // then whatever failed is nobody's fault
        result.broken = error.what();
        const std::string end = server ? server->how_it_ended() : std::string();
        if (!end.empty() && end != result.broken) result.broken += "; " + end;
    }
    return result;
}

/// The load's own run, timed. Throws what the other one does.
inline sample measure(const contestant& who, const load& given, int round, const conditions& wanted,
                      const processors& where) {
    return measure(who.command, {who.name, given, round}, wanted, where, [&](performance& run) {
        for (const load_kind& kind : load_kinds)
            if (kind.name == given.kind) kind.perform(run);
    });
}

/// A run that counts the calls of a fan-out, of so many messages; nothing of it is timed. Throws what `measure()`
/// does.
inline sample count_calls(const contestant& who, const load& given, conditions wanted, const processors& where,
                          std::uint64_t messages) {
    wanted.messages = messages;
    return measure(who.counting, {who.name, given}, wanted, where, loads::counted_fan_out);
}

}  // namespace parley::bench
