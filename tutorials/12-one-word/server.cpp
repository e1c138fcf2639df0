// SPDX-License-Identifier: MIT
// Chapter 12: the whole chat. The model is one word, and this program asks for it.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <parley/parley.hpp>
#include <string_view>

namespace {

template <class Policy>
void serve(std::uint16_t port) {
    parley::server<Policy> server({.port = port});
    std::printf("%s\n", server.address().c_str());
    std::fflush(stdout);
    server.run();
}

}  // namespace

int main(int count, char** values) {
    const std::string_view model = count > 2 ? values[1] : "thread_per_client";
    const auto port = static_cast<std::uint16_t>(count > 1 ? std::atoi(values[count - 1]) : 5000);
    try {
        if (model == "one_at_a_time") serve<parley::one_at_a_time>(port);
        else if (model == "thread_per_client") serve<parley::thread_per_client>(port);
        else if (model == "select_loop") serve<parley::select_loop>(port);
        else std::fprintf(stderr, "there is no model %s\n", values[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
