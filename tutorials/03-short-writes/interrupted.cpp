// SPDX-License-Identifier: MIT
// Chapter 3: what send() answers when a signal comes while it waits. Nobody reads at the other end, so it has to wait.

#if defined(_WIN32)
#include <cstdio>

int main() { std::puts("Windows has no signals that interrupt a call."); }
#else
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>

int main() {
    int ends[2];  // two sockets that are connected already
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;

    struct sigaction action {};
    action.sa_handler = [](int) {};  // does nothing; but the call that waits is interrupted
    ::sigaction(SIGALRM, &action, nullptr);
    const itimerval often{{0, 50'000}, {0, 50'000}};  // 20 times a second
    ::setitimer(ITIMER_REAL, &often, nullptr);

    const std::string text(1'000'000, 'x');
    for (int time = 1; time <= 2; ++time) {
        const ssize_t size = ::send(ends[0], text.data(), text.size(), 0);
        std::printf("given %zu bytes, it answers %zd%s%s\n", text.size(), size, size < 0 ? ": " : "",
                    size < 0 ? std::strerror(errno) : "");
    }
}
#endif
