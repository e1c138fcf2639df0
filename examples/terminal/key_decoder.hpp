#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Makes key presses out of the bytes that a terminal sends in raw mode: UTF-8, control characters, and the
/// escape sequences of ECMA-48 and xterm, however they are split between reads.
/// Refuses to know what a key does. Read next: `line_editor.hpp`.

#include <cstddef>
#include <parley/base/utf8.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace terminal {

enum class key_kind {
    character,  ///< `key::text` is one code point
    enter, tab, backspace, remove, left, right, up, down, home, end,
    kill_before,   ///< Ctrl+U
    kill_after,    ///< Ctrl+K
    kill_word,     ///< Ctrl+W
    clear_screen,  ///< Ctrl+L
    end_of_input,  ///< Ctrl+D
    paste_begin, paste_end
};

struct key {
    key_kind kind;
    std::string text{};

    friend bool operator==(const key&, const key&) = default;
};

/// A state machine; the states are those of the sequence that is being read.
class key_decoder {
public:
    /// The keys that are complete with `bytes`. What is unfinished waits for the next call; what means nothing
    /// here (function keys, Alt and a letter, broken UTF-8) is left out.
    std::vector<key> feed(std::string_view bytes) {
        std::vector<key> keys;
        for (const char byte : bytes) take(byte, keys);
        return keys;
    }

private:
    enum class state { ground, code_point, escape, control_sequence, single_shift, ignore_one };
    static constexpr std::size_t longest_parameters = 16;

    void take(char byte, std::vector<key>& keys) {
        if (byte == '\x1b') {
            state_ = state::escape;
            return;
        }
        switch (state_) {
        case state::ground: return begin(byte, keys);
        case state::code_point: return continue_code_point(byte, keys);
        case state::escape: return after_escape(byte);
        case state::control_sequence: return in_control_sequence(byte, keys);
        case state::single_shift: state_ = state::ground; return add_final(byte, keys);
        case state::ignore_one: state_ = state::ground; return;
        }
    }

    void begin(char byte, std::vector<key>& keys) {
        const auto value = static_cast<unsigned char>(byte);
        if (value >= 0x80) {
            collected_ = byte;
            state_ = state::code_point;
        } else if (value >= 0x20 && value != 0x7F) {
            keys.push_back({key_kind::character, std::string(1, byte)});
        } else {
            add_control(byte, keys);
        }
    }

    static void add_control(char byte, std::vector<key>& keys) {
        constexpr std::pair<char, key_kind> meanings[] = {
            {'\x01', key_kind::home},         {'\x02', key_kind::left},        {'\x04', key_kind::end_of_input},
            {'\x05', key_kind::end},          {'\x06', key_kind::right},       {'\x08', key_kind::backspace},
            {'\t', key_kind::tab},            {'\n', key_kind::enter},         {'\x0b', key_kind::kill_after},
            {'\x0c', key_kind::clear_screen}, {'\r', key_kind::enter},         {'\x0e', key_kind::down},
            {'\x10', key_kind::up},           {'\x15', key_kind::kill_before}, {'\x17', key_kind::kill_word},
            {'\x7f', key_kind::backspace}};
        for (const auto& [control, kind] : meanings)
            if (control == byte) keys.push_back({kind});
    }

    void continue_code_point(char byte, std::vector<key>& keys) {
        if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) {  // the one before was cut short
            state_ = state::ground;
            return begin(byte, keys);
        }
        collected_ += byte;
        const parley::decoded point = parley::decode_utf8(collected_);
        const bool unfinished = !point.valid && point.length == collected_.size() && collected_.size() < 4;
        if (unfinished) return;
        state_ = state::ground;
        if (point.valid && point.code_point >= 0xA0) keys.push_back({key_kind::character, collected_});
    }

    void after_escape(char byte) {
        collected_.clear();
        state_ = byte == '[' ? state::control_sequence : byte == 'O' ? state::single_shift : state::ground;
    }

    void in_control_sequence(char byte, std::vector<key>& keys) {
        const bool final_byte = byte >= '@' && byte <= '~';
        if (!final_byte) {
            if (collected_.size() < longest_parameters) collected_ += byte;
            return;
        }
        state_ = byte == '[' ? state::ignore_one : state::ground;  // ESC [ [ A is F1 of the Linux console
        if (byte == '~')
            add_numbered(keys);
        else
            add_final(byte, keys);
    }

    static void add_final(char byte, std::vector<key>& keys) {
        constexpr std::pair<char, key_kind> meanings[] = {{'A', key_kind::up},    {'B', key_kind::down},
                                                          {'C', key_kind::right}, {'D', key_kind::left},
                                                          {'F', key_kind::end},   {'H', key_kind::home},
                                                          {'M', key_kind::enter}};
        for (const auto& [letter, kind] : meanings)
            if (letter == byte) keys.push_back({kind});
    }

    void add_numbered(std::vector<key>& keys) const {
        constexpr std::pair<std::string_view, key_kind> meanings[] = {
            {"1", key_kind::home},   {"7", key_kind::home},          {"4", key_kind::end},        {"8", key_kind::end},
            {"3", key_kind::remove}, {"200", key_kind::paste_begin}, {"201", key_kind::paste_end}};
        const std::string_view number = std::string_view(collected_).substr(0, collected_.find(';'));
        for (const auto& [wanted, kind] : meanings)
            if (wanted == number) keys.push_back({kind});
    }

    state state_ = state::ground;
    std::string collected_{};  // of a code point, or the parameters of a control sequence
};

}  // namespace terminal
