#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What was recorded, in the trace-event format, which viewers of traces read (Perfetto, chrome://tracing, Speedscope).
/// Refuses to know how they show it. Read next: `observe/trace_file.hpp`.

#include <cstdint>
#include <cstdio>
#include <parley/base/markup.hpp>
#include <parley/observe/lanes.hpp>
#include <string>
#include <vector>

namespace parley::observe {

/// One JSON object. A server is a process in it, a lane a thread; times are microseconds.
inline std::string trace_events(const std::vector<named_spans>& servers) {
    std::string events;
    const auto add = [&](const std::string& event) { events.append(events.empty() ? "\n" : ",\n").append(event); };
    const auto microseconds = [](std::int64_t nanoseconds) {
        char text[32];
        std::snprintf(text, sizeof text, "%lld.%03d", static_cast<long long>(nanoseconds / 1000),
                      static_cast<int>(nanoseconds % 1000));
        return std::string(text);
    };
    for (std::size_t p = 0; p != servers.size(); ++p) {
        const std::string process = "\"pid\":" + std::to_string(p + 1);
        add("{\"ph\":\"M\",\"name\":\"process_name\"," + process +
            ",\"args\":{\"name\":" + quote_json(servers[p].name) + "}}");
        for (std::size_t t = 0; t != servers[p].lanes.size(); ++t) {
            const lane& one = servers[p].lanes[t];
            const std::string where = process + ",\"tid\":" + std::to_string(t + 1);
            add("{\"ph\":\"M\",\"name\":\"thread_name\"," + where + ",\"args\":{\"name\":" + quote_json(one.name) +
                ",\"lost\":" + std::to_string(one.lost) + "}}");
            for (const timed_span& span : one.spans)
                add("{\"ph\":\"X\",\"name\":\"" + std::string(name_of(span.what)) + "\"," + where +
                    ",\"ts\":" + microseconds(span.from) + ",\"dur\":" + microseconds(span.length()) +
                    ",\"args\":{\"client\":" + std::to_string(span.client) + "}}");
        }
    }
    return "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[" + events + "\n]}\n";
}

}  // namespace parley::observe
