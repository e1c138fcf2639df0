#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A chat server as a student would first write it in Python: a thread for each client, blocking sockets, and a loop
that sends what somebody said to everybody.

It does not: check or limit lines, care whether a nickname is free or well formed, or keep anything for a slow reader.
One client that stops reading stops the chat.

Look at: tell_everybody(). It holds the lock that keeps lines from mixing while it sends, and only one thread of Python
runs at a time anyway: a thousand threads take turns at one interpreter.
"""

import argparse
import os
import resource
import signal
import socket
import threading

members = []  # guarded by the lock, and so is sending to them
lock = threading.Lock()


def tell_everybody(text):
    for member in members:
        try:
            member.sendall(text)
        except OSError:
            pass  # it is gone; the thread that reads from it finds out


def lines_of(client):
    """The client's lines, without their ends, until it hangs up."""
    try:
        with client.makefile("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    yield line.rstrip(b"\r\n")
    except OSError:
        pass


def converse(client):
    lines = lines_of(client)
    client.sendall(b"Pick a nickname: ")
    name = next(lines, None)
    if name is None:
        return
    with lock:
        members.append(client)
        tell_everybody(b"'" + name + b"' has just connected to the chat room!\n")
        client.sendall(b"You are now connected!\n")
    for line in lines:
        with lock:
            tell_everybody(name + b": " + line + b"\n")
    with lock:
        members.remove(client)
        tell_everybody(b"'" + name + b"' has left the chat room!\n")


def serve(client):
    with client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        converse(client)


def main():
    arguments = argparse.ArgumentParser(description="a chat server: a thread for each client")
    arguments.add_argument("--port", type=int, default=0, help="0: any free one")
    port = arguments.parse_args().port
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with socket.create_server(("127.0.0.1", port), backlog=4096) as listener:
        print("%s:%d" % listener.getsockname(), flush=True)
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client,), daemon=True).start()


main()
