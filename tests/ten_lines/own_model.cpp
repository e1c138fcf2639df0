#include <parley/bench/comparison.hpp>
#include <parley/parley.hpp>

using my_policy = parley::poll_loop;

int main(int count, char** values) {
    // README
    parley::bench::comparison models;                                      // #include <parley/bench/comparison.hpp>
    models.add<parley::epoll_loop>("epoll_loop", "one thread, epoll");
    models.add<my_policy>("mine", "my own");
    return models.run(count, values);                                      // main's arguments
    // README
}
