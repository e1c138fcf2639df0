// SPDX-License-Identifier: MIT

// A text is stored once, however many hear it; each outbox remembers how far it has come.

#include <array>
#include <cstdio>
#include <parley/base/outbox.hpp>
#include <string>
#include <string_view>

int main() {
    //! [shared_text]
    const parley::shared_text text = parley::share("ann: hello\n");
    const parley::shared_text other = text;  // no copy of the text: one more owner
    std::printf("%d owners of %d bytes\n", int(text.use_count()), int(text->size()));
    //! [shared_text]

    //! [outbox]
    parley::outbox fast(1000), slow(100);  // bytes that may wait once the kernel has refused some
    for (parley::outbox* one : {&fast, &slow}) one->append(text), one->append(text);

    std::array<std::string_view, 64> views;  // what one sendmsg(2) may point at
    const auto all = fast.front(views);
    fast.sent(22, 22);  // the kernel took all of it
    std::printf("fast: %d texts at once, %d bytes left\n", int(all.size()), int(fast.bytes()));

    slow.front(views);
    slow.sent(4, 22);  // the kernel is full
    slow.append(text);
    std::printf("slow: %s\n", slow.overflowed() ? "does not keep up" : "keeps up");
    slow.cut_short("-- You are reading too slowly; goodbye.\n");
    std::printf("%s", std::string(slow.front(views)[0]).c_str());  // the rest of a line, and the last words
    //! [outbox]

    // Prints:
    // 2 owners of 11 bytes
    // fast: 2 texts at once, 0 bytes left
    // slow: does not keep up
    //  hello
    // -- You are reading too slowly; goodbye.
}
