// SPDX-License-Identifier: MIT
// Chapter 5: a thread that nobody has joined.

#include <thread>

int main() {
    const std::thread worker([] {});
}
