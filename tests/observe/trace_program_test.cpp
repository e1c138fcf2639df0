// SPDX-License-Identifier: MIT

/// @file
/// `PARLEY_TRACE=FILE chat_server`, from outside.

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <observe/lanes_of.hpp>
#include <observe/well_formed.hpp>
#include <parley/observe/spans_file.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/testing/temporary_folder.hpp>
#include <programs/running_server.hpp>
#include <string>

using namespace observe_test;
using namespace programs_test;
using parley::testing::conversation;

namespace {

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Two people talk, and the server is stopped by a signal.
void serve_once(const std::string& policy, const std::string& trace, int signal = SIGINT) {
    running_server server({"--port", "0", "--quiet", "--policy", policy}, {"PARLEY_TRACE=" + trace});
    conversation talk(server.port());
    auto& ann = talk.join("ann");
    ann.says("hello").hears_next("ann: hello");
    ann.hangs_up();
    talk.join("bob").says("hello").hears_next("bob: hello").hangs_up();
    server.interrupt(signal);
    CHECK_MESSAGE(server.exit_code() == 0, server.err);
    CHECK(server.err == "");
}

}  // namespace

TEST_CASE("what several processes recorded is drawn in one picture") {
    const parley::testing::temporary_folder folder;
    const std::string threads = folder.file("threads.spans"), loop = folder.file("loop.spans");
    serve_once("thread_per_client", threads);
    serve_once("select_loop", loop, SIGTERM);
    const std::vector<named_spans> both{parley::observe::read_spans(threads), parley::observe::read_spans(loop)};
    CHECK(both[0].name == "thread_per_client");
    CHECK(names(both[0]) == std::vector<std::string>{"accepting", "client 1", "client 2"});
    CHECK(both[1].name == "select_loop");
    CHECK(names(both[1]) == std::vector<std::string>{"loop"});
    for (const named_spans& one : both) {
        CHECK(count(one, activity::waiting) > 0);
        CHECK(count(one, activity::writing) > 0);
        for (const lane& of_one : one.lanes) CHECK(disorder(of_one) == "");
    }
    const std::string svg = parley::observe::draw_timeline(both);
    CHECK(xml_fault(svg) == "");
    CHECK(svg.find(">thread_per_client</text>") < svg.find(">select_loop</text>"));
    CHECK(svg.find(">select_loop</text>") != svg.npos);
}

TEST_CASE("every policy writes every kind of file") {
    for (const std::string& policy : programs_test::every_policy) {
        CAPTURE(policy);
        const parley::testing::temporary_folder folder;
        const std::string svg = folder.file("a.svg"), html = folder.file("a.html"), json = folder.file("a.json");
        serve_once(policy, svg);
        CHECK(xml_fault(content(svg)) == "");
        CHECK(content(svg).find(">" + policy + "</text>") != std::string::npos);
        if (policy != "select_loop") continue;  // one is enough: the rest is the same code
        serve_once(policy, html);
        CHECK(content(html).starts_with("<!DOCTYPE html>"));
        serve_once(policy, json);
        CHECK(json_reader::accepts(content(json)));
    }
}

TEST_CASE("a file that cannot be written is a failure before anything is served") {
    for (const std::string path : {"/nonexistent/trace.svg", "trace.png"}) {
        CAPTURE(path);
        child server(in_pipes, command(PARLEY_CHAT_SERVER, {"--port", "0"}), {"PARLEY_TRACE=" + path});
        CHECK(server.exit_code() == 1);
        CHECK(server.out == "");
        CHECK(server.err.find("chat_server: write a trace to " + path + ": ") != server.err.npos);
    }
}

TEST_CASE("an empty variable is none, and --help names it") {
    running_server server({"--port", "0", "--quiet"}, {"PARLEY_TRACE="});
    server.interrupt();
    CHECK(server.exit_code() == 0);
    child help(in_pipes, command(PARLEY_CHAT_SERVER, {"--help"}));
    CHECK(help.exit_code() == 0);
    CHECK(help.out.find("PARLEY_TRACE=FILE") != help.out.npos);
}
