// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <map>
#include <parley/bench/questions.hpp>
#include <sstream>
#include <string>
#include <vector>

using parley::bench::ask_for_prediction;
using parley::bench::prediction;

namespace {

const std::vector<std::string> names{"threads", "select", "epoll"};

prediction answered(const std::string& answers, std::string* asked = nullptr, const std::string& floor = "floor") {
    std::istringstream input(answers);
    std::ostringstream output;
    const prediction guess = ask_for_prediction(names, floor, "fan-out, 5 clients", input, output);
    if (asked != nullptr) *asked = output.str();
    return guess;
}

}  // namespace

TEST_CASE("questions: an order, and how many times the time of the reference") {
    //! [prediction]
    std::istringstream answers("epoll select threads\n"  // the order
                               "1.1\n\n3\n");            // how many times, of each; nothing for select
    std::ostringstream questions;
    const prediction guess = ask_for_prediction(names, "floor", "fan-out, 5 clients", answers, questions);
    CHECK(guess.order == std::vector<std::string>{"epoll", "select", "threads"});
    CHECK(guess.factor == std::map<std::string, double>{{"epoll", 1.1}, {"threads", 3}});
    //! [prediction]
    const std::string asked = questions.str();
    CHECK(asked.find("threads select epoll") != std::string::npos);
    CHECK(asked.find("The load: fan-out, 5 clients.") != std::string::npos);
    CHECK(asked.find("floor is a fan-out loop with no chat in it") != std::string::npos);
    CHECK(asked.find("How many times the time of floor does epoll need?") != std::string::npos);
}

TEST_CASE("questions: a wrong order is asked for again") {
    std::string asked;
    const std::string answers = "epoll poll threads\nepoll epoll select threads\nepoll select\nselect epoll threads\n";
    CHECK(answered(answers, &asked).order == std::vector<std::string>{"select", "epoll", "threads"});
    CHECK(asked.find("There is no 'poll'.") != std::string::npos);
    CHECK(asked.find("what about epoll?") != std::string::npos);
    CHECK(asked.find("what about threads?") != std::string::npos);
}

TEST_CASE("questions: an order with commas; what is no factor is asked for again") {
    std::string asked;
    const std::string answers = "epoll, select,threads\nabout two\n-2\n2x\n2\nmany\n\n";
    const prediction guess = answered(answers, &asked);
    CHECK(guess.order == std::vector<std::string>{"epoll", "select", "threads"});
    CHECK(guess.factor == std::map<std::string, double>{{"epoll", 2}});
    CHECK(asked.find("A number above 0") != std::string::npos);
}

TEST_CASE("questions: nobody is asked about a reference that is not there") {
    std::string asked;
    CHECK(answered("epoll select threads\n1.1\n2\n3\n", &asked, "").factor.empty());
    CHECK(asked.find("How many times") == std::string::npos);
}

TEST_CASE("questions: no answer is no guess") {
    CHECK(answered("\n").order.empty());
    CHECK(answered("").order.empty());
    CHECK(answered("what?\n").order.empty());
    CHECK(answered("epoll select threads\n\n\n\n").factor.empty());
}
