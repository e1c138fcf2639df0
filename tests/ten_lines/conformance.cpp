#include <parley/concurrency/thread_per_client.hpp>
#include <parley/testing/conformance.hpp>

struct my_policy : parley::thread_per_client {};

int main() {
    // CONFORMANCE
    for (const auto& promise : parley::testing::promises<my_policy>()) promise.check();
    // CONFORMANCE
}
