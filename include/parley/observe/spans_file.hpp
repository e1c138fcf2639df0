#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What was recorded, as plain text: so that what several processes recorded can be drawn in one picture.
/// A line each, its fields separated by tabs; `lost` counts what there was no room for:
///
///     server   NAME      lost
///     lane     NAME      lost
///     ACTIVITY from      until     client
///
/// Times are nanoseconds since the recording began. Refuses to know pictures. Read next: `observe/timeline.hpp`.

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <parley/observe/lanes.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace parley::observe {

/// The text. A name loses its tabs and line ends.
inline std::string spans_text(const named_spans& server) {
    const auto plain = [](std::string name) {
        for (char& c : name)
            if (c == '\t' || c == '\n' || c == '\r') c = ' ';
        return name;
    };
    std::string text = "server\t" + plain(server.name) + "\t" + std::to_string(server.lanes_lost) + "\n";
    for (const lane& one : server.lanes) {
        text += "lane\t" + plain(one.name) + "\t" + std::to_string(one.lost) + "\n";
        for (const timed_span& span : one.spans)
            text.append(name_of(span.what))
                .append("\t" + std::to_string(span.from) + "\t" + std::to_string(span.until))
                .append("\t" + std::to_string(span.client) + "\n");
    }
    return text;
}

/// Reads such a text line by line.
/// @snippet examples/spans.cpp files
class spans_reader {
public:
    /// Throws `std::runtime_error`: "NAME:12: what is wrong". `source` is what the text is called.
    static named_spans read(std::string_view text, const std::string& source) {
        spans_reader reader;
        for (std::size_t number = 1; !text.empty(); ++number) {
            const std::size_t end = text.find('\n');
            if (end == text.npos || !reader.take(text.substr(0, end)))
                throw std::runtime_error(source + ":" + std::to_string(number) + ": this is no line of recorded spans");
            text.remove_prefix(end + 1);
        }
        if (!reader.named_) throw std::runtime_error(source + ": no spans were recorded here");
        return std::move(reader.read_);
    }

private:
    bool take(std::string_view line) {
        const std::string_view kind = field(line);
        if (!named_) {
            read_.name = field(line);
            named_ = kind == "server";
            return named_ && number(line, read_.lanes_lost) && line.empty();
        }
        if (kind == "lane") {
            lane& added = read_.lanes.emplace_back();
            added.name = field(line);
            return number(line, added.lost) && line.empty();
        }
        return !read_.lanes.empty() && take_span(kind, line);
    }

    bool take_span(std::string_view kind, std::string_view line) {
        timed_span& span = read_.lanes.back().spans.emplace_back();
        for (std::size_t i = 0; i != activity_count; ++i)
            if (activity_names[i] == kind) {
                span.what = static_cast<activity>(i);
                return number(line, span.from) && number(line, span.until) && number(line, span.client) &&
                       line.empty() && span.from <= span.until;
            }
        return false;
    }

    /// Takes what comes before the next tab.
    static std::string_view field(std::string_view& line) {
        const std::string_view taken = line.substr(0, line.find('\t'));
        line.remove_prefix(taken.size() == line.size() ? line.size() : taken.size() + 1);
        return taken;
    }

    template <class Number>
    static bool number(std::string_view& line, Number& value) {
        const std::string_view text = field(line);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc() && end == text.data() + text.size();
    }

    named_spans read_{};
    bool named_ = false;
};

/// Reads a file that `trace_file` wrote under a name that ends in `.spans`. Throws `std::runtime_error`, whose text
/// names the file, when it cannot be read or is something else.
inline named_spans read_spans(const std::string& path) {
    struct closing {
        void operator()(std::FILE* open) const noexcept { std::fclose(open); }
    };
    const std::unique_ptr<std::FILE, closing> file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr) throw std::runtime_error(path + ": cannot be read");
    std::string text, part(1 << 16, '\0');
    while (const std::size_t some = std::fread(part.data(), 1, part.size(), file.get())) text.append(part, 0, some);
    if (std::ferror(file.get()) != 0) throw std::runtime_error(path + ": cannot be read");
    return spans_reader::read(text, path);
}

}  // namespace parley::observe
