// SPDX-License-Identifier: MIT

/// @file
/// What many would pick instead: a chat over libevent's bufferevents. The library waits (with epoll on Linux), reads
/// and writes; the program says what is done with the lines that came.
///
/// It does not: check or limit lines, care whether a nickname is free or well formed, or limit what waits for a slow
/// reader.
///
/// Look at: `tell_everybody()`. bufferevent_write() only copies; the library sends what a turn has brought together,
/// so that a hundred lines leave with one call. What is left is a copy of every line for every member.

#include "common.hpp"

#include <cstddef>
#include <cstdlib>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct client {
    bufferevent* stream;
    std::string name{};      // empty until it has chosen one ...
    bool inside = false;     // ... and has come in ...
    std::size_t number = 0;  // ... at this index of the members
};

std::vector<client*> members;  // one thread

void tell(const client& one, std::string_view text) { bufferevent_write(one.stream, text.data(), text.size()); }

void tell_everybody(std::string_view text) {
    for (const client* member : members) tell(*member, text);
}

void come_in(client& one, std::string_view name) {
    one.name = name;
    one.inside = true;
    one.number = members.size();
    members.push_back(&one);
    tell_everybody("'" + one.name + "' has just connected to the chat room!\n");
    tell(one, "You are now connected!\n");
}

void leave(client& one) {
    if (!one.inside) return;
    members[one.number] = members.back();
    members[one.number]->number = one.number;
    members.pop_back();
    tell_everybody("'" + one.name + "' has left the chat room!\n");
}

void understand(client& one, std::string_view line) {
    if (!one.inside) return come_in(one, line);
    std::string text;
    text.reserve(one.name.size() + line.size() + 3);
    text.append(one.name).append(": ").append(line).append("\n");
    tell_everybody(text);
}

// Called by libevent.

void can_read(bufferevent* stream, void* context) {
    evbuffer* const heard = bufferevent_get_input(stream);
    std::size_t length = 0;
    while (char* const line = evbuffer_readln(heard, &length, EVBUFFER_EOL_CRLF)) {  // LF with or without CR
        understand(*static_cast<client*>(context), {line, length});
        std::free(line);
    }
}

void has_ended(bufferevent* stream, short, void* context) {
    client* const one = static_cast<client*>(context);
    leave(*one);
    bufferevent_free(stream);
    delete one;
}

void has_come(evconnlistener* listener, evutil_socket_t socket, sockaddr*, int, void*) {
    compare::send_without_delay(socket);
    bufferevent* const stream =
        bufferevent_socket_new(evconnlistener_get_base(listener), socket, BEV_OPT_CLOSE_ON_FREE);
    if (stream == nullptr) return evutil_closesocket(socket), void();
    client* const one = new client{stream};
    bufferevent_setcb(stream, can_read, nullptr, has_ended, one);
    bufferevent_enable(stream, EV_READ | EV_WRITE);
    tell(*one, "Pick a nickname: ");
}

}  // namespace

int main(int count, char** values) {
    const std::uint16_t port = compare::port_argument(count, values);
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    compare::end_on_sigterm();
    event_base* const base = event_base_new();
    const int listener = compare::listen_and_print_address(port);
    compare::never_wait_on(listener);
    if (base == nullptr) compare::fail("event_base_new");
    // 0 for the backlog: it listens already
    if (evconnlistener_new(base, has_come, nullptr, 0, 0, listener) == nullptr)
        compare::fail("evconnlistener_new");
    event_base_dispatch(base);
    return 1;  // it goes on for ever; SIGTERM ends it
}
