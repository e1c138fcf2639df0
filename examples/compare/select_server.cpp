// SPDX-License-Identifier: MIT

/// @file
/// A chat server written by hand around select(), the whole of it in one file: what parley's `server<select_loop>` is
/// held against, to see what its layers cost. So it makes the same checks and promises: lines have a limit; invalid
/// UTF-8 and control characters reach nobody; nicknames are well formed and unique; what is said is stored once and
/// pointed to by all; all that a turn brought leaves with one sendmsg for each member; who does not read is dropped
/// with a notice; who is disconnected gets to read why; a descriptor that select() cannot watch is refused; SIGTERM
/// says goodbye and delivers what is due.
///
/// It does not: have rooms, commands (but /quit), private messages, history, hooks, news from other threads, telnet
/// negotiation or a table of invisible characters; survive that memory runs out. And it can be given no other model,
/// transport or observer. That is what the layers are for.
///
/// Look at: `take_turn()`, and at how everything else knows everything else.

#include "common.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using text = std::shared_ptr<const std::string>;  // stored once, however many hear it
using clock = std::chrono::steady_clock;
using std::size_t;
constexpr clock::time_point never{std::chrono::hours(1'000'000)};

constexpr size_t line_limit = 4096;                     // bytes of a line without its end
constexpr size_t name_limit = 32;                       // code points
constexpr size_t outbox_limit = size_t{64} << 20;       // bytes that may wait for a slow reader, ...
constexpr size_t text_cost = 64;                        // ... where each text counts so much more
constexpr size_t read_limit = 16 * 1024;                // bytes that one client may say in a turn, ...
constexpr size_t least_share = 1024;                    // ... fewer when many speak
constexpr size_t linger_limit = size_t{1} << 20;        // bytes that are thrown away after the last words
constexpr size_t parts_limit = 64;                      // texts that one sendmsg points at
constexpr int accept_limit = 128;                       // clients that one turn lets in
constexpr auto login_limit = std::chrono::seconds(60);  // to choose a name
constexpr auto farewell_limit = std::chrono::seconds(5);  // to read the last words and hang up, ...
constexpr auto stop_limit = std::chrono::milliseconds(250);  // ... to hang up when the server ends

constexpr std::string_view prompt = "Pick a nickname: ";
constexpr std::string_view name_refused =
    "-- A nickname has 1 to 32 letters, digits, '-', '_' or '.', and begins with a letter or digit.\n";
constexpr std::string_view server_full = "-- The server is full; please try again later.\n";

text share(std::string words) { return std::make_shared<const std::string>(std::move(words)); }

// --- What a line may hold ---------------------------------------------------------------------------------------

struct code_point {
    char32_t value = 0xFFFD;
    size_t length = 1;
    bool valid = false;
};

/// The first code point of `bytes` (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
code_point decode(std::string_view bytes) {
    const auto at = [bytes](size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {lead, 1, true};
    if (lead < 0xC2 || lead > 0xF4) return {};
    const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t value = lead & (0x7Fu >> length);
    for (size_t i = 1; i != length; ++i) {
        const unsigned char lowest = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char highest = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (i == bytes.size() || at(i) < lowest || at(i) > highest) return {0xFFFD, i, false};
        value = (value << 6) | (at(i) & 0x3Fu);
    }
    return {value, length, true};
}

bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

void append_clean(std::string& out, std::string_view line) {
    const auto plain = std::find_if_not(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    out.append(line.begin(), plain);  // most lines end here
    line.remove_prefix(static_cast<size_t>(plain - line.begin()));
    while (!line.empty()) {
        const code_point next = decode(line);
        if (!next.valid) out += "\xEF\xBF\xBD";
        if (next.value == '\t') out += ' ';
        if (next.valid && !is_control(next.value)) out += line.substr(0, next.length);
        line.remove_prefix(next.length);
    }
}

/// But for CR and NUL, which are line noise.
bool has_controls(std::string_view line) {
    for (; !line.empty(); line.remove_prefix(decode(line).length))
        if (const char32_t value = decode(line).value; is_control(value) && value != '\r' && value != 0) return true;
    return false;
}

bool is_letter(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xA1;
}

bool valid_name(std::string_view name) {
    size_t length = 0;
    for (; !name.empty(); ++length) {
        const code_point next = decode(name);
        const bool punctuation = next.value == '-' || next.value == '_' || next.value == '.';
        if (!next.valid || length == name_limit) return false;
        if (!is_letter(next.value) && (length == 0 || !punctuation)) return false;
        name.remove_prefix(next.length);
    }
    return length != 0;
}

std::string folded(std::string name) {  // Ann and ann are the same name
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

// --- Clients ----------------------------------------------------------------------------------------------------

enum class phase { talking, leaving, lingering, gone };  // leaving: last words are due; lingering: they were sent

struct client {
    int socket;
    clock::time_point deadline{};  // of choosing a name, and of leaving
    phase now = phase::talking;
    std::string name{};  // empty until one is chosen
    std::string half_line{};
    bool skipping = false;  // the rest of a line that was too long
    std::string said{};     // by plain lines of this read: one text for everybody
    std::vector<text> outbox{};
    size_t offset = 0;  // bytes of the first text that are sent
    size_t bytes = 0;   // bytes that wait
    bool told = false, blocked = false, too_slow = false, input_ended = false;
    size_t lingered = 0;

    bool member() const { return now == phase::talking && !name.empty(); }
    size_t cost() const { return bytes + outbox.size() * text_cost; }
};

volatile std::sig_atomic_t asked_to_stop = 0;  // by SIGTERM

class chat_server {
public:
    chat_server(int listener, const sigset_t& while_waiting) : listener_(listener), while_waiting_(while_waiting) {
        compare::never_wait_on(listener_);
        FD_ZERO(&wanted_);
        FD_ZERO(&blocked_);
        FD_SET(listener_, &wanted_);
    }

    bool done() const { return stopping_ && clients_.empty(); }

    void take_turn() {
        fd_set readable = wanted_, writable = blocked_;
        const timespec wait = rest_until_deadline();
        const int ready = ::pselect(highest_ + 1, &readable, &writable, nullptr, &wait, &while_waiting_);
        now_ = clock::now();
        if (ready > 0) {
            const size_t share_of_turn = 16 * read_limit / static_cast<size_t>(ready);
            share_ = std::clamp(share_of_turn, least_share, read_limit);
            for (const auto& one : clients_) {
                if (FD_ISSET(one->socket, &readable)) hear(*one);
                if (FD_ISSET(one->socket, &writable)) unblock(*one);
            }
        }
        if (asked_to_stop != 0 && !stopping_) stop();
        if (now_ >= next_look_) end_who_is_due();
        settle();
        if (ready > 0 && !stopping_ && FD_ISSET(listener_, &readable)) accept();  // last: `readable` meant others
    }

private:
    // Hearing.

    void hear(client& one) {
        const ssize_t count = ::recv(one.socket, buffer_.data(), share_, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count < 0) return lose(one);
        if (count == 0) return end_of_input(one);
        const auto length = static_cast<size_t>(count);
        if (one.now == phase::talking) return cut_lines(one, {buffer_.data(), length});
        if ((one.lingered += length) > linger_limit) lose(one);
    }

    void end_of_input(client& one) {
        one.input_ended = true;
        FD_CLR(one.socket, &wanted_);
        if (one.now == phase::talking) leave(one, "");
        wake(one);
    }

    void cut_lines(client& one, std::string_view bytes) {
        for (size_t end; (end = bytes.find('\n')) != bytes.npos; bytes.remove_prefix(end + 1)) {
            std::string_view line = bytes.substr(0, end);
            if (std::exchange(one.skipping, false)) continue;
            const std::string kept = std::exchange(one.half_line, {});
            std::string joined;
            if (!kept.empty()) line = joined.append(kept).append(line);
            if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
            line.size() > line_limit ? refuse_long(one) : understand(one, line);
        }
        if (!one.skipping && !bytes.empty()) {
            const size_t length = one.half_line.size() + bytes.size();
            one.skipping = length > line_limit + (bytes.back() == '\r' ? 1 : 0);
            if (one.skipping) {
                one.half_line.clear();
                refuse_long(one);
            } else {
                one.half_line += bytes;
            }
        }
        publish(one);
    }

    void refuse_long(client& one) {
        if (one.now != phase::talking) return;
        publish(one);
        answer(one, "-- That line is too long (limit " + std::to_string(line_limit) + " bytes); it was not sent.\n");
        if (one.name.empty()) answer(one, std::string(prompt));
    }

    void understand(client& one, std::string_view line) {
        if (one.now != phase::talking || one.too_slow) return;
        if (one.name.empty()) return log_in(one, line);
        const size_t before = one.said.size();
        one.said.append(one.name).append(": ");
        const size_t begin = one.said.size();
        append_clean(one.said, line);
        if (begin == one.said.size()) return one.said.resize(before);  // an empty line is no message
        if (one.said[begin] == '/' && !obey(one, before, begin)) return;
        one.said += '\n';
    }

    /// A line that begins with a slash. True when it is speech after all.
    bool obey(client& one, size_t before, size_t begin) {
        if (one.said.size() > begin + 1 && one.said[begin + 1] == '/') {
            one.said.erase(begin, 1);  // two slashes say one
            return true;
        }
        const std::string command = one.said.substr(begin, one.said.find(' ', begin) - begin);
        one.said.resize(before);
        publish(one);
        if (command == "/quit")
            leave(one, "");
        else
            answer(one, "-- Unknown command " + command + "; try /help.\n");
        return false;
    }

    void log_in(client& one, std::string_view line) {
        std::string name;
        append_clean(name, line);
        if (name == "/quit") return leave(one, "");
        if (has_controls(line) || !valid_name(name))
            answer(one, std::string(name_refused));
        else if (!names_.insert(folded(name)).second)
            answer(one, "-- That nickname is taken.\n");
        else
            return come_in(one, std::move(name));
        answer(one, std::string(prompt));
    }

    void come_in(client& one, std::string name) {
        one.name = std::move(name);
        tell_everybody("'" + one.name + "' has just connected to the chat room!\n");
        answer(one, "You are now connected!\n");
    }

    // Telling: nobody waits, and nothing is sent before settle().

    void publish(client& one) {
        if (!one.said.empty()) tell_everybody(std::exchange(one.said, {}));
    }

    void tell_everybody(std::string words) {
        const text shared = share(std::move(words));
        for (const auto& one : clients_)
            if (one->member()) tell(*one, shared);
    }

    void answer(client& one, std::string words) { tell(one, share(std::move(words))); }

    void tell(client& one, const text& words) {
        if (one.too_slow) return;
        if (one.bytes != 0 && one.cost() + text_cost + words->size() > outbox_limit) {
            one.too_slow = true;
        } else {
            one.outbox.push_back(words);
            one.bytes += words->size();
        }
        wake(one);
    }

    /// settle() comes by.
    void wake(client& one) {
        if (std::exchange(one.told, true)) return;
        told_.push_back(&one);
    }

    // Leaving.

    void leave(client& one, std::string_view why) {
        if (one.now != phase::talking) return;
        publish(one);
        one.now = phase::leaving;
        set_deadline(one, now_ + farewell_limit);
        wake(one);
        if (one.name.empty()) return;
        names_.erase(folded(one.name));
        std::string words = "'" + one.name + "' has left the chat room!";
        if (!why.empty()) words.append(" (").append(why).append(")");
        if (!stopping_) tell_everybody(words + "\n");
    }

    /// What waits is dropped but for the rest of a line that is half sent.
    void drop(client& one) {
        std::string rest;
        if (one.offset != 0) {
            const std::string_view current = *one.outbox.front();
            if (current[one.offset - 1] != '\n')
                rest = current.substr(one.offset, current.find('\n', one.offset) + 1 - one.offset);
        }
        leave(one, "too slow");
        rest += "-- You are reading too slowly; goodbye.\n";
        one.too_slow = false;
        one.offset = 0;
        one.bytes = rest.size();
        one.outbox.assign(1, share(std::move(rest)));
    }

    void set_deadline(client& one, clock::time_point deadline) {
        one.deadline = deadline;
        next_look_ = std::min(next_look_, deadline);
    }

    void hurry(client& one) { set_deadline(one, std::min(one.deadline, now_ + stop_limit)); }

    void lose(client& one) {
        leave(one, "");
        one.now = phase::gone;
        wake(one);
    }

    timespec rest_until_deadline() const {
        constexpr auto zero = clock::duration::zero(), most = clock::duration(std::chrono::hours(1));
        const auto rest = std::chrono::nanoseconds(std::clamp(next_look_ - now_, zero, most)).count();
        return {static_cast<time_t>(rest / 1'000'000'000), static_cast<long>(rest % 1'000'000'000)};
    }

    void end_who_is_due() {
        next_look_ = never;
        for (const auto& one : clients_) {
            if (one->member()) continue;
            if (one->deadline > now_) {
                next_look_ = std::min(next_look_, one->deadline);
            } else if (one->now == phase::talking) {
                answer(*one, "-- You have not picked a nickname in time; goodbye.\n");
                leave(*one, "");
            } else {
                lose(*one);
            }
        }
    }

    void stop() {
        stopping_ = true;
        FD_CLR(listener_, &wanted_);
        ::close(listener_);
        const text goodbye = share("-- The server is closing; goodbye.\n");
        for (const auto& one : clients_) {
            if (one->now == phase::lingering) hurry(*one);
            if (one->now != phase::talking) continue;
            tell(*one, goodbye);
            leave(*one, "");
        }
    }

    // Sending.

    /// Writes to everybody who was told something, until that makes no news (leaving does).
    void settle() {
        bool some_are_gone = false;
        for (size_t i = 0; i != told_.size(); ++i) {
            client& one = *told_[i];
            one.told = false;
            if (!one.blocked && one.now < phase::lingering) speak(one);
            if (one.too_slow && one.now == phase::talking) drop(one);
            if (one.now == phase::leaving && one.bytes == 0) linger(one);
            if (one.now == phase::lingering && one.input_ended) one.now = phase::gone;
            some_are_gone = some_are_gone || one.now == phase::gone;
        }
        told_.clear();
        if (some_are_gone) std::erase_if(clients_, [this](const auto& one) { return let_go(*one); });
    }

    void speak(client& one) {
        while (one.bytes != 0) {
            std::array<iovec, parts_limit> parts;
            size_t used = 0, offered = 0;
            for (; used != one.outbox.size() && used != parts_limit; ++used) {
                const std::string& next = *one.outbox[used];
                const size_t skip = used == 0 ? one.offset : 0;
                parts[used] = {const_cast<char*>(next.data()) + skip, next.size() - skip};
                offered += next.size() - skip;
            }
            msghdr message{};
            message.msg_iov = parts.data();
            message.msg_iovlen = used;
            const ssize_t count = ::sendmsg(one.socket, &message, 0);
            if (count < 0 && errno != EAGAIN && errno != EINTR) return lose(one);
            const size_t sent = count < 0 ? 0 : static_cast<size_t>(count);
            forget(one, sent);
            if (sent < offered) return block(one);
        }
    }

    void forget(client& one, size_t sent) {
        one.bytes -= sent;
        auto rest = one.outbox.begin();
        for (one.offset += sent; rest != one.outbox.end() && one.offset >= (*rest)->size(); ++rest)
            one.offset -= (*rest)->size();
        one.outbox.erase(one.outbox.begin(), rest);
    }

    void block(client& one) {
        one.blocked = true;
        FD_SET(one.socket, &blocked_);
        if (one.cost() > outbox_limit) one.too_slow = true;
    }

    void unblock(client& one) {
        one.blocked = false;
        FD_CLR(one.socket, &blocked_);
        wake(one);
    }

    /// All was said. Unread input would turn the close into a reset, so it is read first (RFC 2525 section 2.17).
    void linger(client& one) {
        one.now = phase::lingering;
        if (stopping_) hurry(one);
        ::shutdown(one.socket, SHUT_WR);
    }

    // Doors.

    void accept() {
        for (int i = 0; i != accept_limit; ++i) {
            const int socket = ::accept(listener_, nullptr, nullptr);
            if (socket < 0 && errno == EMFILE) refuse_with_spare();
            if (socket < 0) break;
            if (socket >= FD_SETSIZE) {  // select() cannot watch it
                refuse(socket);
                continue;
            }
            compare::never_wait_on(socket);
            compare::send_without_delay(socket);
            clients_.push_back(std::make_unique<client>(client{socket}));
            set_deadline(*clients_.back(), now_ + login_limit);
            FD_SET(socket, &wanted_);
            highest_ = std::max(highest_, socket);
            answer(*clients_.back(), std::string(prompt));
        }
        settle();
    }

    static void refuse(int socket) {
        ::send(socket, server_full.data(), server_full.size(), 0);
        ::shutdown(socket, SHUT_WR);
        ::close(socket);
    }

    /// Out of descriptors: whoever waits would make the listener ready for ever.
    void refuse_with_spare() {
        ::close(spare_);
        if (const int socket = ::accept(listener_, nullptr, nullptr); socket >= 0) refuse(socket);
        spare_ = ::open("/dev/null", O_RDONLY);
    }

    bool let_go(const client& one) {
        if (one.now != phase::gone) return false;
        FD_CLR(one.socket, &wanted_);
        FD_CLR(one.socket, &blocked_);
        ::close(one.socket);
        return true;
    }

    int listener_;
    int highest_ = listener_;
    int spare_ = ::open("/dev/null", O_RDONLY);
    const sigset_t while_waiting_;
    fd_set wanted_, blocked_;  // what select() is asked; it answers into copies
    std::vector<std::unique_ptr<client>> clients_{};
    std::vector<client*> told_{};  // since the last settle()
    std::set<std::string> names_{};
    std::array<char, read_limit> buffer_{};
    size_t share_ = read_limit;
    clock::time_point now_ = clock::now();
    clock::time_point next_look_ = never;
    bool stopping_ = false;
};

// --- The program ------------------------------------------------------------------------------------------------

/// SIGTERM is let through only while pselect() waits, so that it cannot come between a look and a wait.
sigset_t expect_sigterm() {
    sigset_t blocked, before;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &blocked, &before);
    struct sigaction action {};
    action.sa_handler = [](int) { asked_to_stop = 1; };
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigdelset(&before, SIGTERM);
    return before;
}

}  // namespace

int main(int count, char** values) {
    const std::uint16_t port = compare::port_argument(count, values);
    compare::raise_descriptor_limit();
    compare::ignore_sigpipe();
    const sigset_t while_waiting = expect_sigterm();
    chat_server server(compare::listen_and_print_address(port), while_waiting);
    while (!server.done()) server.take_turn();
}
