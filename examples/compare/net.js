#!/usr/bin/env node
// SPDX-License-Identifier: MIT

// A chat server as many would write it with Node: the module net, one thread, callbacks.
//
// It does not: check or limit lines, care whether a nickname is free or well formed, or limit what waits for a slow
// reader. (Node raises the descriptor limit itself.)
//
// Look at: tellEverybody(). write() never waits; but it tries to send at once, which is one system call for each line
// and member.

'use strict';
const net = require('node:net');

const members = new Set();

function tellEverybody(text) {
    const bytes = Buffer.from(text);  // once for everybody
    for (const member of members) member.write(bytes);
}

function comeIn(socket, name) {
    members.add(socket);
    tellEverybody(`'${name}' has just connected to the chat room!\n`);
    socket.write('You are now connected!\n');
}

function leave(socket, name) {
    if (members.delete(socket)) tellEverybody(`'${name}' has left the chat room!\n`);
}

function serve(socket) {
    let name = null;
    let halfLine = '';
    socket.setNoDelay(true);
    socket.setEncoding('utf8');  // a character that two reads share is put together
    socket.on('data', (text) => {
        const lines = (halfLine + text).split('\n');
        halfLine = lines.pop();
        for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
            if (name === null) comeIn(socket, name = line);
            else tellEverybody(`${name}: ${line}\n`);
        }
    });
    socket.on('error', () => {});  // 'close' follows
    socket.on('close', () => leave(socket, name));
    socket.write('Pick a nickname: ');
}

const asked = process.argv.slice(2);
if (asked.length !== 0 && (asked.length !== 2 || asked[0] !== '--port')) {
    console.error('usage: net.js [--port N]');
    process.exit(2);
}
process.on('SIGTERM', () => process.exit(0));
const server = net.createServer(serve);
server.listen({ host: '127.0.0.1', port: Number(asked[1] ?? 0), backlog: 4096 }, () => {
    console.log(`127.0.0.1:${server.address().port}`);
});
