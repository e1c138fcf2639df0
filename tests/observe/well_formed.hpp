#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Small readers that only say whether a text is well-formed XML or JSON. They know as much of both as pictures and
/// traces use.

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace observe_test {

/// What is wrong with an XML element; empty: nothing.
inline std::string xml_fault(std::string_view text) {
    std::vector<std::string> open;
    bool had_root = false;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&') {
            const std::string_view entity = text.substr(i, text.find(';', i) + 1 - i);
            if (entity != "&amp;" && entity != "&lt;" && entity != "&gt;" && entity != "&quot;")
                return "a bare & at " + std::to_string(i);
            i += entity.size();
        } else if (text[i] == '<') {
            std::size_t end = i + 1;
            for (bool quoted = false; end != text.size() && (quoted || text[end] != '>'); ++end) {
                if (text[end] == '"') quoted = !quoted;
                if (text[end] == '<') return "a < within a tag at " + std::to_string(end);
            }
            if (end == text.size()) return "a tag without an end at " + std::to_string(i);
            const std::string_view tag = text.substr(i + 1, end - i - 1);
            const std::string name(tag.substr(tag[0] == '/', tag.find_first_of(" /", 1) - (tag[0] == '/')));
            if (open.empty() && had_root) return "more than one root";
            had_root = true;
            if (tag[0] == '/') {
                if (open.empty() || open.back() != name) return "</" + name + "> closes nothing";
                open.pop_back();
            } else if (tag.back() != '/') {
                open.push_back(name);
            }
            i = end + 1;
        } else {
            if (open.empty() && !std::isspace(static_cast<unsigned char>(text[i]))) return "text outside the root";
            ++i;
        }
    }
    if (!open.empty()) return "<" + open.back() + "> is not closed";
    return had_root ? "" : "nothing there";
}

/// Reads one JSON value.
class json_reader {
public:
    static bool accepts(std::string_view text) {
        json_reader reader{text};
        return reader.value() && (reader.space(), reader.rest_.empty());
    }

private:
    explicit json_reader(std::string_view text) : rest_(text) {}

    void space() {
        while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_[0]))) rest_.remove_prefix(1);
    }
    bool take(char c) {
        space();
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool string() {
        if (!take('"')) return false;
        for (; !rest_.empty() && rest_[0] != '"'; rest_.remove_prefix(1)) {
            if (static_cast<unsigned char>(rest_[0]) < 0x20) return false;
            if (rest_[0] == '\\') rest_.remove_prefix(1);
        }
        return take('"');
    }
    bool number() {
        const std::size_t end = rest_.find_first_not_of("-0123456789.");
        if (end == 0 || end == rest_.npos) return false;
        rest_.remove_prefix(end);
        return true;
    }
    template <class Item>
    bool list(char end, Item item) {
        if (take(end)) return true;
        do
            if (!item()) return false;
        while (take(','));
        return take(end);
    }
    bool value() {
        space();
        if (take('{')) return list('}', [this] { return string() && take(':') && value(); });
        if (take('[')) return list(']', [this] { return value(); });
        return !rest_.empty() && (rest_[0] == '"' ? string() : number());
    }

    std::string_view rest_;
};

}  // namespace observe_test
