#include <csignal>
#include <parley/parley.hpp>

int main() {
    // README
    static parley::server<parley::thread_per_client> server({.port = 5000});
    std::signal(SIGINT, [](int) { server.stop(); });      // says goodbye, delivers what was accepted, and run() returns
    server.run();
    // README
}
