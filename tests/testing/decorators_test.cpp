// SPDX-License-Identifier: MIT

#include <array>
#include <cerrno>
#include <cstddef>
#include <doctest/doctest.h>
#include <memory>
#include <parley/net/in_process.hpp>
#include <parley/parley.hpp>
#include <parley/testing/counting.hpp>
#include <parley/testing/dribbling.hpp>
#include <parley/testing/failing.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "every_policy.hpp"
#include "failures/process.hpp"

using namespace parley;
using net::io_status;
using testing::call;
using testing::call_counts;
using testing::fault_plan;

namespace {

/// A decorated connection: the client's end is as it is, the server's is decorated.
template <class Transport>
struct connection {
    explicit connection(Transport made) : transport(std::move(made)) {}

    Transport transport;
    decltype(transport.listen(options{})) listener{transport.listen(options{})};
    net::socket ann{listener.inner().connect()};
    decltype(listener.accept()) server{};
};

std::string send_all(auto& to, std::span<const std::string_view> texts, std::size_t& calls) {
    std::string all;
    for (const std::string_view text : texts) all += text;
    std::string rest = all;
    for (calls = 0; !rest.empty(); ++calls) {
        // Cut anew into two texts, so that a drip may span both.
        const std::array<std::string_view, 2> next{std::string_view(rest).substr(0, 1), std::string_view(rest).substr(1)};
        const net::io_result sent = to.send(next);
        CHECK(sent.status == io_status::ok);
        CHECK(sent.count >= 1);
        CHECK(sent.count <= 3);
        rest.erase(0, sent.count);
    }
    return all;
}

}  // namespace

static_assert(net::transport<testing::failing<net::sockets>>);
static_assert(net::transport<testing::counting<net::sockets>>);
static_assert(net::transport<testing::dribbling<net::sockets>>);
static_assert(net::transport<testing::failing<testing::dribbling<testing::counting<net::in_process>>>>);

TEST_CASE("counting counts each kind of call, and lets it through") {
    //! [counting]
    const auto counts = std::make_shared<call_counts>();
    connection talk(testing::counting<net::in_process>{counts});
    talk.server = talk.listener.accept();
    REQUIRE(talk.server.status == io_status::ok);
    CHECK(talk.listener.accept().status == io_status::would_block);
    CHECK_FALSE(talk.listener.turn_away_one("full\n"));
    //! [counting]
    const std::string_view text = "hello";
    CHECK(talk.server.client.send({&text, 1}).count == 5);
    char buffer[16];
    CHECK(talk.ann.receive(buffer).count == 5);
    CHECK(talk.server.client.receive(buffer).status == io_status::would_block);
    talk.ann.shutdown_send();
    CHECK(talk.server.client.receive(buffer).status == io_status::closed);
    CHECK(counts->made(call::accept) == 3);
    CHECK(counts->made(call::send) == 1);
    CHECK(counts->made(call::receive) == 2);
    CHECK(counts->made() == 6);
}

TEST_CASE("failing: exactly the planned calls fail, and what fails does not happen") {
    //! [fault]
    const auto plan = std::make_shared<fault_plan>(fault_plan::fault{.kind = call::send, .nth = 2, .error = ECONNRESET, .times = 2});
    connection talk(testing::failing<net::in_process>{plan});
    talk.server = talk.listener.accept();
    const std::string_view text = "hello";
    CHECK(talk.server.client.send({&text, 1}).status == io_status::ok);
    //! [fault]
    for (int i = 0; i != 2; ++i) {
        const net::io_result failed = talk.server.client.send({&text, 1});
        CHECK(failed.status == io_status::failed);
        CHECK(failed.error == ECONNRESET);
        CHECK(failed.count == 0);
    }
    CHECK(talk.server.client.send({&text, 1}).status == io_status::ok);
    char buffer[64];
    CHECK(talk.ann.receive(buffer).count == 10);
    CHECK(plan->struck() == 2);
    CHECK(plan->calls().made(call::send) == 4);
    CHECK(plan->calls().made(call::accept) == 1);
}

TEST_CASE("failing: errors mean what they mean of the system's calls") {
    struct meaning {
        int error;
        io_status status;
    };
    const meaning meanings[] = {
        {EAGAIN, io_status::would_block},   {ECONNRESET, io_status::failed}, {ECONNABORTED, io_status::failed},
        {EMFILE, io_status::exhausted},     {ENOBUFS, io_status::exhausted}, {ENOMEM, io_status::exhausted},
    };
    for (const meaning& one : meanings) {
        CAPTURE(one.error);
        //! [failing_listener]
        connection talk(testing::failing<net::in_process>{std::make_shared<fault_plan>(fault_plan::fault{.error = one.error, .times = 2})});
        CHECK(talk.listener.accept().status == one.status);
        CHECK_FALSE(talk.listener.turn_away_one("full\n"));
        talk.server = talk.listener.accept();  // whoever waited still does
        CHECK(talk.server.status == io_status::ok);
        //! [failing_listener]
    }
}

TEST_CASE("failing: a plan without a fault counts only") {
    const auto plan = std::make_shared<fault_plan>(fault_plan::fault{.nth = 0, .error = EMFILE});
    connection talk(testing::failing<net::in_process>{plan});
    CHECK(talk.listener.accept().status == io_status::ok);
    CHECK(plan->calls().made() == 1);
    CHECK(plan->struck() == 0);
}

TEST_CASE("dribbling gives and takes one to three bytes, all of them and in order") {
    connection talk(testing::dribbling<net::in_process>{});
    talk.server = talk.listener.accept();
    const std::array<std::string_view, 4> texts{"a", "bc", "", "defghijklmnop"};
    std::size_t calls = 0;
    const std::string sent = send_all(talk.server.client, texts, calls);
    CHECK(calls == 9);
    char buffer[64];
    CHECK(std::string(buffer, talk.ann.receive(buffer).count) == sent);
    const std::string_view answer = sent;
    CHECK(talk.ann.send({&answer, 1}).count == sent.size());
    std::string got;
    std::size_t most = 0;
    for (auto one = talk.server.client.receive(buffer); one.status == io_status::ok; one = talk.server.client.receive(buffer)) {
        got.append(buffer, one.count);
        most = std::max(most, one.count);
    }
    CHECK(got == sent);
    CHECK(most == 3);
}

TEST_CASE("a dribbling socket around one of your own; its sockets share nothing") {
    const net::native::socket_pair ends = net::native::open_pair();
    REQUIRE(ends.one != net::native::no_handle);
    net::socket ann(ends.other);
    //! [drips]
    testing::dribbling_socket<net::socket> server(net::socket(ends.one), std::make_shared<testing::drips>());
    const std::string_view text = "hello";
    CHECK(server.send({&text, 1}).count == 1);
    CHECK(server.send({&text, 1}).count == 2);
    //! [drips]
    char buffer[16];
    CHECK(std::string_view(buffer, ann.receive(buffer).count) == "hhe");

    //! [drip]
    testing::drip each;
    CHECK(each.next() == 1);
    CHECK(each.next() == 2);
    CHECK(each.next() == 3);
    CHECK(each.next() == 1);
    //! [drip]
}

TEST_CASE("a decorated socket made from nothing fails and does not crash") {
    testing::failing_socket<testing::counting_socket<testing::dribbling_socket<net::socket>>> nobody;
    char byte;
    CHECK(nobody.receive({&byte, 1}).status == io_status::failed);
    const std::string_view text = "hello";
    CHECK(nobody.send({&text, 1}).status == io_status::failed);
    CHECK(nobody.native_handle() == net::native::no_handle);
    nobody.shutdown_send();
}

TEST_CASE("decorators go around each other, and a server around them") {
    const failures_test::hang_guard guard("decorators around each other");
    using counted = testing::counting<net::in_process>;
    using slow = testing::dribbling<counted>;
    const auto counts = std::make_shared<call_counts>();
    const auto plan = std::make_shared<fault_plan>(fault_plan::fault{.nth = 0});
    server<poll_loop, testing::failing<slow>> server({}, testing::failing<slow>(plan, slow(counted(counts))));
    server.start();
    client ann(server.listener().inner().inner().inner().connect());
    ann.send_line("ann");
    const auto soon = failures_test::time_limit();
    CHECK(ann.read_line(soon) == "'ann' has just connected to the chat room!");
    CHECK(ann.read_line(soon) == "You are now connected!");
    CHECK(counts->made(call::send) > 25);
    CHECK(counts->made(call::send) <= plan->calls().made(call::send));
}

TEST_CASE_TEMPLATE("who says nothing costs nothing: no policy spins", Policy, EVERY_POLICY) {
    const failures_test::hang_guard guard("nobody spins");
    using counted = testing::counting<net::in_process>;
    const auto counts = std::make_shared<call_counts>();
    server<Policy, counted> server({}, counted(counts));
    server.start();
    const auto soon = failures_test::time_limit();
    client ann(server.listener().inner().connect());
    ann.send_line("ann");
    CHECK(ann.read_line(soon) == "'ann' has just connected to the chat room!");
    CHECK(ann.read_line(soon) == "You are now connected!");
    for (int i = 0; i != 10; ++i) {
        ann.send_line("hello");
        CHECK(ann.read_line(soon) == "ann: hello");
    }
    CHECK(counts->made(call::accept) <= 4);
    CHECK(counts->made(call::receive) <= 24);
    CHECK(counts->made(call::send) <= 36);
}
