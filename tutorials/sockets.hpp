#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The system's headers for sockets, and nothing else: every call in these chapters is the system's own. On Windows, the
/// few names that differ are made equal here.

#if defined(_WIN32)
#define NOMINMAX
#include <winsock2.h>
#include <ws2tcpip.h>
// after winsock2.h
#include <cstdio>
#include <cstdlib>

#define SHUT_WR SD_SEND
#define SHUT_RDWR SD_BOTH
#define MSG_NOSIGNAL 0
inline int close(SOCKET socket) { return ::closesocket(socket); }
inline const struct windows_sockets {
    windows_sockets() {
        WSADATA found;
        if (::WSAStartup(MAKEWORD(2, 2), &found) != 0) std::exit(1);
        std::setvbuf(stdout, nullptr, _IONBF, 0);
    }
    ~windows_sockets() { ::WSACleanup(); }
} sockets_of_windows;
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#if !defined(MSG_NOSIGNAL)
#define MSG_NOSIGNAL 0  // macOS before 15 has a socket option instead: SO_NOSIGPIPE
#endif
#endif
