// SPDX-License-Identifier: MIT

/// @file
/// A chat in a terminal, or in a pipe: one thread, and one poll() over the keyboard, the server and a doorbell that
/// signals ring. What a key does is in `terminal/line_editor.hpp`, what the screen shows in `terminal/screen.hpp`.

#include "native.hpp"
#include "terminal/command_line.hpp"
#include "terminal/key_decoder.hpp"
#include "terminal/line_editor.hpp"
#include "terminal/native.hpp"
#include "terminal/screen.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <parley/client.hpp>
#include <parley/version.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace {

using parley::net::io_status;

enum exit_code { good = 0, failed = 1, wrong_usage = 2 };

/// How long connecting may take.
constexpr parley::milliseconds connect_limit{10'000};
/// How long the server may take to say goodbye to somebody who leaves.
constexpr parley::milliseconds leave_limit{2'000};
/// Bytes that may wait because the server does not read. With more, the input is not read either.
constexpr std::size_t unsent_limit = 64 * 1024;

/// Who is at stdin and stdout.
struct surroundings {
    bool person = terminal::is_terminal(terminal::input);
    bool screen = terminal::has_screen();
    // The edited line shows the prompt, which belongs to stderr: where that is no terminal, nothing is edited.
    bool editing = person && screen && terminal::is_terminal(terminal::errors);
    bool colours = screen && !colours_unwanted();

    static bool colours_unwanted() {
        const char* const value = std::getenv("NO_COLOR");
        return value != nullptr && *value != '\0';
    }
};

/// One conversation, from the first prompt to the last word.
class conversation {
public:
    conversation(parley::client& server, terminal::signals& asked, const surroundings& around, std::string name)
        : server_(server), signals_(asked), around_(around), name_(std::move(name)), holding_(!name_.empty()),
          screen_(asked, {around.editing, around.colours}), keyboard_(around.editing) {
        if (around.editing) raw_.emplace();
    }

    int run() {
        while (!result_) {
            obey_signals();
            wait();
            if (!result_ && parley::clock::now() >= leave_by_) give_up_waiting();
        }
        screen_.stop_editing();
        return *result_;
    }

private:
    void wait() {
        using parley::net::native::poll_entry;
        const short sending = server_.unsent() == 0 ? short{0} : short{POLLOUT};
        poll_entry entries[] = {keyboard_.entry(reads_input()),
                                {server_.native_handle(), static_cast<short>(POLLIN | sending), 0},
                                {signals_.doorbell().native_handle(), POLLIN, 0}};
        auto& [keyboard, socket, bell] = entries;
        parley::net::native::wait(entries, leave_by_);
        if (bell.revents != 0) signals_.doorbell().silence();
        if (socket.revents != 0) listen();
        if (keyboard.revents != 0 && !result_) read_input();
        server_.flush();  // when it fails, receiving will say why
    }

    /// Names first: with --name the input waits until the name was accepted, or it would be taken for one.
    bool reads_input() const noexcept { return !input_ended_ && !holding_ && server_.unsent() <= unsent_limit; }

    void obey_signals() {
        if (signals_.leave_asked() && !leaving_) leave();
        if (!raw_ || leaving_) return;
        if (signals_.take_suspend()) suspend();
        if (!signals_.take_look_again()) return;
        raw_->enter();
        redraw();
    }

    void suspend() {
        screen_.erase();
        raw_->leave();
        terminal::signals::stop_process();
        raw_->enter();
        redraw();
    }

    void listen() {
        const parley::net::io_result heard = server_.receive();
        while (const std::optional<std::string> line = server_.next_line()) {
            if (*line == "You are now connected!") enter();
            screen_.say(*line);
        }
        asked_ = server_.asked_for_name();
        if (server_.finished() && !asked_ && !server_.partial_line().empty()) screen_.say(server_.partial_line());
        redraw();
        if (server_.finished())
            end(heard);
        else if (asked_)
            answer();
    }

    void enter() {
        let_in_ = true;
        holding_ = false;
    }

    /// The server wants a name: --name is the answer the first time; after that the person has to choose.
    void answer() {
        if (!name_.empty()) {
            server_.queue(std::exchange(name_, {}) + "\n");
        } else if (around_.person) {
            holding_ = false;
            if (!around_.editing) screen_.tell(std::string(parley::client::name_prompt));
        } else if (holding_) {
            screen_.notice("the server refused that nickname");
            result_ = failed;
        }
    }

    void end(const parley::net::io_result& heard) {
        result_ = leaving_ || (let_in_ && heard.status != io_status::failed) ? good : failed;
        if (heard.status == io_status::failed && !leaving_)
            screen_.notice("lost the connection: " + parley::net::native::error_code(heard.error).message());
        else if (result_ == failed)
            screen_.notice("the server has closed the connection before it let us in");
        else if (!input_ended_)
            screen_.notice("the server has closed the connection");
        if (!line_.text().empty() && !leaving_) screen_.notice("not sent: " + line_.text());
    }

    void read_input() {
        char buffer[4096];
        const std::optional<std::size_t> count = keyboard_.read(buffer);
        if (!count) return;
        if (*count == 0) return around_.editing ? leave() : end_input();
        const std::string_view bytes(buffer, *count);
        if (!around_.editing) {
            server_.queue(bytes);
            line_is_open_ = bytes.back() != '\n';
            return;
        }
        for (const terminal::key& pressed : keys_.feed(bytes)) obey(line_.press(pressed));
        redraw();
    }

    void obey(terminal::edit_result result) {
        if (result == terminal::edit_result::clear_screen) screen_.clear();
        if (result == terminal::edit_result::left) leave();
        if (result != terminal::edit_result::submitted || line_.submitted().empty()) return;
        server_.queue(line_.submitted() + "\n");
        asked_ = false;
    }

    /// The end of a file or pipe: what was sent is answered, then the server closes.
    void end_input() {
        input_ended_ = true;
        if (line_is_open_) server_.queue("\n");  // half a line would not count
        server_.finish_sending();
    }

    /// The person wants to go: a goodbye from the server is waited for, but not long.
    void leave() {
        leaving_ = true;
        leave_by_ = parley::later(parley::clock::now(), leave_limit);
        end_input();
        screen_.stop_editing();
    }

    void give_up_waiting() {
        if (server_.unsent() != 0) screen_.notice("the server did not take all that was sent to it");
        result_ = good;
    }

    void redraw() { screen_.draw(line_, asked_ ? parley::client::name_prompt : "> "); }

    parley::client& server_;
    terminal::signals& signals_;
    const surroundings around_;
    std::string name_;      // the answer from the command line, until it is given
    bool holding_;          // with --name: until it was accepted
    bool let_in_ = false;   // the server has said so
    bool asked_ = false;    // the server waits for a name
    bool leaving_ = false;  // the person has asked to go
    bool input_ended_ = false;
    bool line_is_open_ = false;  // the input so far does not end in a newline
    parley::time_point leave_by_ = parley::never;
    std::optional<exit_code> result_{};
    terminal::line_editor line_{};
    terminal::key_decoder keys_{};
    terminal::screen screen_;
    std::optional<terminal::raw_mode> raw_{};
    terminal::keyboard keyboard_;
};

int chat(const terminal::command_line& arguments) {
    parley::client server(arguments.where, parley::later(parley::clock::now(), connect_limit));
    const surroundings around;
    terminal::signals asked(around.editing);
    return conversation(server, asked, around, arguments.name).run();
}

int complain(const char* reason, const char* advice, exit_code code) {
    std::fprintf(stderr, "chat_client: %s\n%s", reason, advice);
    return code;
}

}  // namespace

int main(int count, char** values) {
    program::open_standard_streams();
    try {
        const terminal::command_line arguments = terminal::parse_command_line(program::arguments(count, values));
        if (!arguments.help && !arguments.version) return chat(arguments);
        const std::string version = "chat_client (parley) " + std::string(parley::version) + "\n";
        std::fputs(arguments.help ? terminal::usage.data() : version.c_str(), stdout);
        return std::fflush(stdout) == 0 ? good : failed;
    } catch (const terminal::usage_error& error) {
        return complain(error.what(), "Try chat_client --help.\n", wrong_usage);
    } catch (const std::exception& error) {
        return complain(error.what(), "", failed);
    }
}
