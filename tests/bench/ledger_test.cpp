// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/bench/ledger.hpp>
#include <string>
#include <string_view>

using parley::milliseconds;
using parley::time_point;
using parley::bench::ledger;
using parley::bench::message;
using parley::bench::said;
using parley::bench::speaker;
namespace breach = parley::bench::breach;

namespace {

constexpr std::size_t line_bytes = 32;
const time_point begin{};
const time_point soon = begin + milliseconds(3);

/// What a server would send: the speaker's prefix before each line.
std::string told(ledger& book, std::size_t speaker, std::string_view prefix = "c0: ") {
    return std::string(prefix).append(book.say(speaker, begin));
}

std::string line_of(std::size_t speaker, std::uint32_t number) {
    std::string text(line_bytes, '?');
    message{speaker, number}.write(text.data(), text.size());
    return "c" + std::to_string(speaker) + ": " + text;
}

}  // namespace

TEST_CASE("messages: no two are alike, and each can be read back") {
    for (const std::size_t size : {message::fewest_bytes, std::size_t{64}}) {
        std::string before;
        for (const message one : {message{0, 0}, message{0, 1}, message{1, 1}, message{25, 0xFFFFFFFF}}) {
            std::string text(size, '?');
            one.write(text.data(), text.size());
            CHECK(text.find('\n') == size - 1);
            CHECK(text.find('?') == text.npos);
            CHECK(text != before);
            CHECK(message::read(text) == one);
            before = text;
        }
    }
    for (const std::string_view text : {"", "~a0000000", "~a0000000g", "-a00000000", "~A00000000", "~{00000000"})
        CHECK_FALSE(message::read(text));
}

TEST_CASE("messages: a line says who spoke, and which of the speaker's messages it is") {
    //! [message]
    std::string line(24, '?');
    message{1, 42}.write(line.data(), line.size());
    CHECK(line == "~b0000002aTUVWXYZABCDEF\n");
    CHECK(message::read(line) == message{1, 42});
    CHECK_FALSE(message::read("'c7' has just connected to the chat room!\n"));
    //! [message]
}

TEST_CASE("breach: a doubt is decided by what comes later") {
    //! [doubt]
    const breach::doubt about{1, {0, 5}, {0, 6}};  // c1 heard message 6 of c0, but not yet 5
    CHECK(about.decided(true) == "out of order: c1 heard message 6 of c0 before message 5 of c0");
    CHECK(about.decided(false) == "lost: c1 never heard message 5 of c0; message 6 of c0 came instead");
    //! [doubt]
}

TEST_CASE("said: a message is kept until the last listener has heard it") {
    //! [said]
    said lines(0, line_bytes);                     // of speaker 0
    const std::string first(lines.add(begin, 2));  // two listeners have to hear it
    const std::string second(lines.add(soon, 2));
    CHECK(lines.in_flight() == 2);
    CHECK(lines.text(lines.oldest()) == first);

    said::entry& oldest = lines[lines.oldest()];
    CHECK(oldest.due == begin);
    while (oldest.to_hear != 0) --oldest.to_hear;  // one listener after the other hears it
    lines.remove_oldest();
    CHECK(lines.text(lines.oldest()) == second);
    CHECK(lines.next() == 2);  // the number of the next message
    //! [said]
}

TEST_CASE("speaker: who hears it first shows what the server puts before its lines") {
    //! [speaker]
    speaker talks(0, line_bytes);
    const std::string line(talks.said.add(begin, 3));
    CHECK(talks.has_prefix("c0: ", 0));  // whatever listener 0 was sent before the line
    CHECK(talks.has_prefix("c0: ", 1));
    CHECK_FALSE(talks.has_prefix("c0; ", 2));  // all others must be sent the same
    CHECK(talks.told({0, 0}, line) == "c0: " + line);
    const std::string sentence = talks.other_prefix(2, {0, 0}, "c0; " + line);
    CHECK(sentence.starts_with("torn: c2 heard a message that was not said like that: expected `c0: ~a00000000"));
    //! [speaker]
}

TEST_CASE("ledger: what everybody has heard once and in order is well") {
    ledger book(2, 2, line_bytes);
    const std::string first = told(book, 0), other = told(book, 1, "c1: "), second = told(book, 0);
    CHECK(book.messages() == 3);
    CHECK(book.in_flight(0) == 2);
    CHECK(book.hear(0, first + other + second, soon) == first.size() * 3);
    CHECK(book.hear(1, other + first + second, soon) == first.size() * 3);  // speakers' orders are their own
    CHECK(book.deliveries() == 6);
    CHECK(book.everything_heard());
    CHECK(book.broken().empty());
    CHECK_FALSE(book.in_doubt());
}

TEST_CASE("ledger: a message is in flight until the last listener has heard it, and its times are kept") {
    ledger book(3, 1, line_bytes);
    const std::string said = told(book, 0);
    book.hear(0, said, begin + milliseconds(1));
    book.hear(1, said, begin + milliseconds(2));
    CHECK(book.in_flight(0) == 1);
    CHECK(book.last_receiver_times().count() == 0);
    book.hear(2, said, begin + milliseconds(5));
    CHECK(book.in_flight(0) == 0);
    CHECK(book.delivery_times().count() == 3);
    CHECK(book.delivery_times().min() == 1'000'000);
    CHECK(book.delivery_times().max() == 5'000'000);
    CHECK(book.last_receiver_times().count() == 1);
    CHECK(book.last_receiver_times().max() == 5'000'000);
}

TEST_CASE("ledger: a run of messages with several instants is timed one by one") {
    ledger book(1, 1, line_bytes);
    std::string said;
    for (int i = 0; i != 4; ++i) said += "c0: " + std::string(book.say(0, begin + milliseconds(i / 2)));
    book.hear(0, said, begin + milliseconds(4));
    CHECK(book.delivery_times().count() == 4);
    CHECK(book.delivery_times().min() == 3'000'000);
    CHECK(book.delivery_times().mean() == doctest::Approx(3'500'000));
}

TEST_CASE("ledger: what came before measuring is forgotten, but not what is in flight") {
    ledger book(1, 1, line_bytes);
    const std::string first = told(book, 0), second = told(book, 0);
    book.hear(0, first, soon);
    book.begin_measuring();
    CHECK(book.messages() == 0);
    CHECK(book.deliveries() == 0);
    CHECK(book.delivery_times().count() == 0);
    CHECK(book.in_flight(0) == 1);
    book.hear(0, second, soon);
    CHECK(book.deliveries() == 1);
    CHECK(book.everything_heard());
}

TEST_CASE("ledger: takes whole lines only, and lets notices pass") {
    ledger book(1, 1, line_bytes);
    const std::string said = told(book, 0), notice = "'c7' has just connected to the chat room!\n";
    CHECK(book.hear(0, said.substr(0, 20), soon) == 0);
    CHECK(book.hear(0, notice + said.substr(0, said.size() - 1), soon) == notice.size());
    CHECK(book.deliveries() == 0);
    CHECK(book.hear(0, said, soon) == said.size());
    CHECK(book.deliveries() == 1);
    CHECK(book.broken().empty());
}

TEST_CASE("ledger: thousands in flight are remembered") {
    constexpr std::uint32_t many = 5000;
    ledger book(1, 1, line_bytes);
    std::string said;
    for (std::uint32_t number = 0; number != many; ++number) said += book.say(0, begin);  // a raw server: no prefix
    CHECK(book.in_flight(0) == many);
    CHECK(book.hear(0, said, soon) == said.size());
    CHECK(book.broken().empty());
    CHECK(book.everything_heard());
}

TEST_CASE("ledger: a lost message") {
    ledger book(2, 1, line_bytes);
    const std::string first = told(book, 0), second = told(book, 0), third = told(book, 0);
    book.hear(0, first + second + third, soon);
    book.hear(1, first + third, soon);
    CHECK(book.in_doubt());
    CHECK(book.broken().empty());
    book.conclude();
    CHECK(book.broken() == "lost: c1 never heard message 1 of c0; message 2 of c0 came instead");
}

TEST_CASE("ledger: out of order, if the missing one comes after all") {
    ledger book(1, 1, line_bytes);
    const std::string first = told(book, 0), second = told(book, 0);
    book.hear(0, second, soon);
    CHECK(book.in_doubt());
    book.hear(0, first, soon);
    book.conclude();
    CHECK(book.broken() == "out of order: c0 heard message 1 of c0 before message 0 of c0");
}

TEST_CASE("ledger: heard twice") {
    ledger book(2, 1, line_bytes);
    const std::string first = told(book, 0);
    SUBCASE("while others have still to hear it") {
        book.hear(0, first + first, soon);
        CHECK(book.broken() == "twice: c0 heard message 0 of c0 again");
    }
    SUBCASE("when everybody has heard it") {
        book.hear(0, first, soon);
        book.hear(1, first + first, soon);
        CHECK(book.broken() == "twice: c1 heard message 0 of c0 again");
    }
}

TEST_CASE("ledger: a message that was changed, cut or joined with another") {
    ledger book(1, 1, line_bytes);
    const std::string first = told(book, 0), second = told(book, 0);
    std::string came;
    SUBCASE("one byte") {
        came = first;
        came[20] = '!';
    }
    SUBCASE("its end is missing") { came = first.substr(0, 20) + "\n"; }
    SUBCASE("another prefix") {
        book.hear(0, first, soon);
        came = "c1: " + second.substr(4);
    }
    SUBCASE("other bytes before it") {
        book.hear(0, first, soon);
        came = "~" + second;
    }
    book.hear(0, came, soon);
    CHECK(book.broken().substr(0, 5) == "torn:");
    CHECK(book.broken().find("~a0000000") != std::string::npos);
}

TEST_CASE("ledger: a line that was told wrongly to one is the fault of that one, who may be the first to hear it") {
    constexpr std::string_view differ = "from byte 2 on, expected `3a 20 7e 61 30 30 30 30`, came `3b 20 7e 61 ";
    for (const bool first : {true, false}) {
        CAPTURE(first);
        ledger book(3, 1, line_bytes);
        const std::string line = told(book, 0), wrong = "c0; " + line.substr(4);
        for (std::size_t listener = 0; listener != 3; ++listener)
            book.hear(listener, listener == (first ? 0U : 2U) ? wrong : line, soon);
        CHECK(book.broken().substr(0, 14) == (first ? "torn: c0 heard" : "torn: c2 heard"));
        CHECK_MESSAGE(book.broken().find(differ) != std::string::npos, book.broken());
    }
}

TEST_CASE("ledger: two messages in one line are a lost one, since only the second has its end") {
    ledger book(1, 1, line_bytes);
    const std::string first = told(book, 0), second = told(book, 0);
    book.hear(0, first.substr(0, first.size() - 1) + second, soon);
    book.conclude();
    CHECK(book.broken() == "lost: c0 never heard message 0 of c0; message 1 of c0 came instead");
}

TEST_CASE("ledger: what nobody has said") {
    ledger book(1, 1, line_bytes);
    std::string came;
    SUBCASE("a notice of the server's own") { came = "-- You are reading too slowly; goodbye.\n"; }
    SUBCASE("a message to come") { came = line_of(0, 0); }
    SUBCASE("a speaker that there is not") { came = line_of(7, 0); }
    SUBCASE("anything, long") { came = std::string(100, 'x') + "\n"; }
    SUBCASE("an empty line") { came = "\n"; }
    SUBCASE("a message without its beginning") { came = told(book, 0).substr(10); }
    book.hear(0, came, soon);
    CHECK(book.broken() == "foreign: c0 heard what nobody has said: `" + came.substr(0, came.size() - 1) + "`");
}

TEST_CASE("ledger: the first breach is the one that is told") {
    ledger book(1, 1, line_bytes);
    book.hear(0, "one\ntwo\n", soon);
    CHECK(book.broken().find("`one`") != std::string::npos);
}

TEST_CASE("ledger: messages are not for those in another room") {
    ledger book(1, 1, line_bytes);
    const std::string notice = "'c9' has come to #tea.\n", said = told(book, 0);
    CHECK(book.overhear(5, notice + "'c8") == notice.size());
    CHECK(book.broken().empty());
    book.overhear(5, notice + said);
    CHECK(book.broken().substr(0, 36) == "misdirected: c5, who is in another r");
}

TEST_CASE("ledger: whoever gives up names a message that is missing") {
    ledger book(2, 2, line_bytes);
    CHECK(book.what_is_missing("5 s").empty());
    const std::string said = told(book, 1, "c1: ");
    book.hear(0, said, soon);
    CHECK(book.what_is_missing("5 s") ==
          "lost: c1 has not heard message 0 of c1, and nobody has heard anything for 5 s");
}
