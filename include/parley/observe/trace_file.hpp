#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The file that a trace goes to. Its name's end says what it holds: `.svg` a picture, `.html` the same in a page
/// that zooms, `.json` trace events for other viewers, `.spans` plain text that `read_spans()` reads.
/// Refuses to know how any of them is made.
/// Read next: `observe/timeline.hpp`; `observe/timeline_page.hpp`; `observe/spans_file.hpp`;
/// `observe/trace_events.hpp`.

#include <cerrno>
#include <cstdio>
#include <memory>
#include <parley/base/error.hpp>
#include <parley/observe/lanes.hpp>
#include <parley/observe/spans_file.hpp>
#include <parley/observe/timeline.hpp>
#include <parley/observe/timeline_page.hpp>
#include <parley/observe/trace_events.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace parley::observe {

/// Opened when it is made, before there is anything to write: who cannot write it wants to know before the run.
/// @snippet examples/trace.cpp timeline
class trace_file {
public:
    /// Throws `setup_error` when the name ends in none of the four, or the file cannot be written.
    explicit trace_file(std::string path) : path_(std::move(path)) {
        if (!is(".svg") && !is(".html") && !is(".json") && !is(".spans"))
            throw setup_error(std::make_error_code(std::errc::invalid_argument), "write a trace to " + path_,
                              "its name has to end in .svg, .html, .json or .spans");
        file_.reset(std::fopen(path_.c_str(), "wb"));
        if (file_ == nullptr) fail();
    }
    trace_file(const trace_file&) = delete;
    trace_file& operator=(const trace_file&) = delete;

    /// A file in which there was nothing to write is none.
    ~trace_file() {
        if (file_ == nullptr) return;
        file_.reset();  // before its name goes: some systems keep the names of open files
        std::remove(path_.c_str());
    }

    /// Writes and closes the file: once. `.spans` holds one server: several go to `NAME.svg` or the like.
    /// Throws `setup_error` when the disk is full.
    void write(const std::vector<named_spans>& servers) {
        const std::string text = content(servers);
        const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
        if (std::fclose(file_.release()) != 0 || !written) fail();
    }

private:
    struct closing {
        void operator()(std::FILE* open) const noexcept { std::fclose(open); }
    };

    bool is(const char* end) const { return path_.ends_with(end); }

    std::string content(const std::vector<named_spans>& servers) const {
        if (is(".svg")) return draw_timeline(servers);
        if (is(".html")) return timeline_page(servers);
        if (is(".json")) return trace_events(servers);
        return servers.empty() ? std::string() : spans_text(servers.front());
    }

    [[noreturn]] void fail() const {
        throw setup_error(std::error_code(errno, std::generic_category()), "write a trace to " + path_);
    }

    std::string path_;
    std::unique_ptr<std::FILE, closing> file_;
};

}  // namespace parley::observe
