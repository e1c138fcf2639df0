#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// Small, strict readers of what a report is written in: they throw std::runtime_error where it is not well-formed.

#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace readers {

/// Lines without their ends; the last one must have an end.
inline std::vector<std::string> lines(std::string_view text, std::string_view end = "\n") {
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t at = text.find(end);
        if (at == std::string_view::npos) throw std::runtime_error("the last line has no end");
        found.emplace_back(text.substr(0, at));
        text.remove_prefix(at + end.size());
    }
    return found;
}

/// The fields of one line of CSV (RFC 4180).
inline std::vector<std::string> csv(std::string_view line) {
    std::vector<std::string> fields(1);
    for (std::size_t at = 0; at != line.size(); ++at) {
        if (line[at] == ',') {
            fields.emplace_back();
        } else if (line[at] != '"') {
            fields.back() += line[at];
        } else {
            if (!fields.back().empty()) throw std::runtime_error("a quote within a field");
            for (++at;; ++at) {
                if (at == line.size()) throw std::runtime_error("a quote without its end");
                if (line[at] == '"' && (at + 1 == line.size() || line[at + 1] != '"')) break;
                at += line[at] == '"';
                fields.back() += line[at];
            }
        }
    }
    return fields;
}

/// JSON, every value as text: members of an object by name, elements of a list by number ("0", "1"), texts behind a
/// "'", so that "1" and 1 differ. Paths are joined by '/': {"a":["x"]} is {"a/0": "'x"}.
class json {
public:
    explicit json(std::string_view text) : rest_(text) {
        value("");
        skip();
        if (!rest_.empty()) throw std::runtime_error("more after the value: " + std::string(rest_));
    }

    std::map<std::string, std::string> values;

private:
    void skip() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n')) rest_.remove_prefix(1);
    }
    bool take(char letter) {
        skip();
        if (rest_.empty() || rest_.front() != letter) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(char letter) {
        if (!take(letter)) throw std::runtime_error(std::string("no ") + letter + " before " + std::string(rest_));
    }
    std::string text() {
        need('"');
        std::string made;
        for (; !rest_.empty() && rest_.front() != '"'; rest_.remove_prefix(1)) {
            if (static_cast<unsigned char>(rest_.front()) < 0x20) throw std::runtime_error("a control character");
            if (rest_.front() == '\\') {
                rest_.remove_prefix(1);
                if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\\'))
                    throw std::runtime_error("escape");
            }
            made += rest_.front();
        }
        need('"');
        return made;
    }
    void value(const std::string& path) {
        skip();
        if (rest_.empty()) throw std::runtime_error("no value");
        const std::string below = path.empty() ? path : path + '/';
        if (take('{')) {
            if (take('}')) return;
            do {
                skip();
                const std::string name = text();
                need(':');
                value(below + name);
            } while (take(','));
            need('}');
        } else if (take('[')) {
            if (take(']')) return;
            std::size_t number = 0;
            do value(below + std::to_string(number++));
            while (take(','));
            need(']');
        } else {
            set(path, rest_.front() == '"' ? '\'' + text() : word());
        }
    }
    std::string word() {
        const std::string found(rest_.substr(0, rest_.find_first_of(",]} \n")));
        rest_.remove_prefix(found.size());
        if (found == "null" || found == "true" || found == "false") return found;
        char* end = nullptr;
        std::strtod(found.c_str(), &end);
        const bool digit = !found.empty() && (found[0] == '-' || std::isdigit(static_cast<unsigned char>(found[0])));
        if (!digit || *end != '\0') throw std::runtime_error("no number: " + found);
        return found;
    }
    void set(const std::string& path, const std::string& found) {
        if (!values.emplace(path, found).second) throw std::runtime_error("twice: " + path);
    }

    std::string_view rest_;
};

/// One tag of a page, and what its attributes say, with entities replaced.
struct tag {
    std::string name;
    std::map<std::string, std::string> attributes{};
};

inline std::string without_entities(std::string_view text) {
    static const std::map<std::string, char> known{{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}};
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '&') {
            made += text[at];
            continue;
        }
        const std::size_t end = text.find(';', at);
        const auto found = known.find(std::string(text.substr(at + 1, end == text.npos ? 0 : end - at - 1)));
        if (found == known.end()) throw std::runtime_error("& that begins nothing");
        made += found->second;
        at = end;
    }
    return made;
}

/// All tags of a page in which every element is closed, as XML has it (but for <meta> and the doctype).
inline std::vector<tag> html(std::string_view rest) {
    const auto take = [&](std::string_view until) {
        const std::size_t at = rest.find(until);
        if (at == rest.npos) throw std::runtime_error("no " + std::string(until));
        const std::string_view found = rest.substr(0, at);
        rest.remove_prefix(at + until.size());
        return found;
    };
    std::vector<tag> tags;
    std::vector<std::string> open;
    constexpr std::string_view doctype = "<!DOCTYPE html>";
    if (rest.substr(0, doctype.size()) != doctype) throw std::runtime_error("no doctype");
    rest.remove_prefix(doctype.size());
    while (rest.find('<') != rest.npos) {
        const std::string_view words = take("<");
        without_entities(words);
        if (words.find('>') != words.npos) throw std::runtime_error("a > of its own: " + std::string(words));
        std::string_view inside = take(">");
        if (inside.front() == '/') {
            if (open.empty() || open.back() != inside.substr(1))
                throw std::runtime_error("closed, but not open: " + std::string(inside));
            open.pop_back();
            continue;
        }
        const bool closed = inside.back() == '/';
        if (closed) inside.remove_suffix(1);
        tag found{std::string(inside.substr(0, inside.find(' ')))};
        inside.remove_prefix(found.name.size());
        while (!inside.empty()) {
            const std::size_t equals = inside.find("=\"");
            const std::size_t quote = equals == inside.npos ? equals : inside.find('"', equals + 2);
            if (inside.front() != ' ' || quote == inside.npos)
                throw std::runtime_error("attribute: " + std::string(inside));
            const std::string name(inside.substr(1, equals - 1)), value(inside.substr(equals + 2, quote - equals - 2));
            if (name.find(' ') != name.npos) throw std::runtime_error("attribute without a value: " + name);
            if (!found.attributes.emplace(name, without_entities(value)).second)
                throw std::runtime_error("twice: " + name);
            inside.remove_prefix(quote + 1);
        }
        if (found.name == "style") {
            take("</style>");
        } else if (!closed && found.name != "meta") {
            open.push_back(found.name);
        }
        tags.push_back(std::move(found));
    }
    if (!open.empty()) throw std::runtime_error("not closed: " + open.back());
    return tags;
}

}  // namespace readers
