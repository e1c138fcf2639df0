#include <parley/parley.hpp>

int main() {
    parley::server<parley::thread_per_client> server({.port = 5000});
    server.run();
}
