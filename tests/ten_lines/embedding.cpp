#include <cstdio>
#include <parley/parley.hpp>

int main() {
    // README
    parley::server<parley::epoll_loop> server({.port = 0, .history = 20});
    server.on_message([](parley::member& who, std::string_view text) {
        if (text == "ping") who.tell_room("pong, " + who.nickname());
    });
    server.command("time", "/time: what the clock says", [](parley::member& who, std::string_view) { who.reply("late"); });
    server.start();                                       // serves in the background
    std::printf("listening on %s\n", server.address().c_str());
    server.say("Tea is ready!");                          // from any thread
    server.stop();                                        // from anywhere
    server.wait();
    // README
}
