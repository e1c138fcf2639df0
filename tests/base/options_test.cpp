// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/base/options.hpp>
#include <type_traits>

using parley::milliseconds;
using parley::options;

TEST_CASE("every option has the documented default") {
    const options standard;
    CHECK(standard.host == "127.0.0.1");
    CHECK(standard.port == 5000);
    CHECK(standard.path.empty());
    CHECK(standard.backlog == 4096);
    CHECK(standard.client_limit == 0);
    CHECK(standard.line_limit == 4096);
    CHECK(standard.outbox_limit == 1024 * 1024);
    CHECK(standard.history == 0);
    CHECK(standard.login_limit == milliseconds(60'000));
    CHECK(standard.farewell_limit == milliseconds(5'000));
    CHECK(standard.drain_limit == milliseconds(5'000));
    CHECK(standard.keep_alive_limit == milliseconds(120'000));
}

TEST_CASE("the order of the options is part of the interface") {
    static_assert(std::is_aggregate_v<options>);
    const options all{.host = "::",
                      .port = 1,
                      .path = "socket",
                      .backlog = 2,
                      .client_limit = 3,
                      .line_limit = 4,
                      .outbox_limit = 5,
                      .history = 6,
                      .login_limit = milliseconds(7),
                      .farewell_limit = milliseconds(8),
                      .drain_limit = milliseconds(9),
                      .keep_alive_limit = milliseconds(10)};
    const auto& [host, port, path, backlog, clients, line, outbox, history, login, farewell, drain, keep_alive] = all;
    CHECK(host == "::");
    CHECK(port == 1);
    CHECK(path == "socket");
    CHECK(backlog == 2);
    CHECK(clients == 3);
    CHECK(line == 4);
    CHECK(outbox == 5);
    CHECK(history == 6);
    CHECK(login == milliseconds(7));
    CHECK(farewell == milliseconds(8));
    CHECK(drain == milliseconds(9));
    CHECK(keep_alive == milliseconds(10));
}
