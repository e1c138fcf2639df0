#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A chat server as a student would write it with asyncio: a coroutine for each client, streams, one thread.

It does not: check lines, care whether a nickname is free or well formed, or limit what waits for a slow reader. A line
over 64 KiB ends the connection.

Look at: tell_everybody(). write() never waits, so no lock is needed; but it tries to send at once, which is one system
call for each line and member.
"""

import argparse
import asyncio
import os
import resource
import signal

members = set()


def tell_everybody(text):
    for member in members:
        if not member.is_closing():  # else it is gone, and its own coroutine finds out
            member.write(text)


async def next_line(reader):
    """Without its end; None when the client has hung up."""
    line = await reader.readline()
    return line.rstrip(b"\r\n") if line.endswith(b"\n") else None


async def converse(reader, writer):
    writer.write(b"Pick a nickname: ")
    name = await next_line(reader)
    if name is None:
        return
    members.add(writer)
    try:
        tell_everybody(b"'" + name + b"' has just connected to the chat room!\n")
        writer.write(b"You are now connected!\n")
        while (line := await next_line(reader)) is not None:
            tell_everybody(name + b": " + line + b"\n")
    finally:
        members.remove(writer)
        tell_everybody(b"'" + name + b"' has left the chat room!\n")


async def serve(reader, writer):
    try:
        await converse(reader, writer)
    except (OSError, ValueError):
        pass  # the connection is lost, or a line was too long
    finally:
        writer.close()


async def run(port):
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, os._exit, 0)  # without saying that everybody leaves
    listener = await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096)  # asyncio sets TCP_NODELAY itself
    print("%s:%d" % listener.sockets[0].getsockname(), flush=True)
    await listener.serve_forever()


def main():
    arguments = argparse.ArgumentParser(description="a chat server: asyncio")
    arguments.add_argument("--port", type=int, default=0, help="0: any free one")
    port = arguments.parse_args().port
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(run(port))


main()
