// SPDX-License-Identifier: MIT

#include "bench/report/made_up.hpp"
#include "bench/report/readers.hpp"
#include <algorithm>
#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <parley/bench/report/report.hpp>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

using namespace parley::bench::report;
using parley::fixed;
using parley::printable;
using parley::bench::sample;

namespace {

// Names and sentences that mean something in each format.
constexpr const char* wicked = "x,\"y\" | <b>&amp;</b> \\ `z`\n\x1b[2J \xFF";

contents wicked_report() {
    contents all = made_up::report(2);
    all.samples.resize(2 * made_up::everybody().size());
    all.samples[1].contestant = wicked;
    all.samples[2].broken = wicked;
    all.missing.push_back({wicked, wicked});
    all.notes.push_back(wicked);
    all.guess->order.push_back(wicked);
    all.guess->factor[wicked] = 2;
    all.ran_on.processor = wicked;
    all.timelines.push_back({wicked, "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>&lt;</text></svg>"});
    return all;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

class folder {
public:
    folder() {
        const std::string name = (std::filesystem::temp_directory_path() / "parley-report-").string();
        int number = 0;
        while (!std::filesystem::create_directory(name + std::to_string(number))) ++number;
        path = name + std::to_string(number);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { std::filesystem::remove_all(path); }

    std::string read(const std::string& file) const {
        std::ifstream stream(path / file, std::ios::binary);
        REQUIRE(stream);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    std::filesystem::path path;
};

// The cells of all Markdown tables, row by row.
std::vector<std::vector<std::string>> markdown_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& line : readers::lines(text)) {
        if (line.rfind("| ", 0) != 0) continue;
        std::vector<std::string> cells;
        for (std::size_t at = 1, end; (end = line.find(" |", at)) != line.npos; at = end + 2) {
            const std::size_t begin = std::min(line.find_first_not_of(' ', at), end);
            cells.push_back(line.substr(begin, line.find_last_not_of(' ', end) + 1 - begin));
        }
        rows.push_back(cells);
    }
    return rows;
}

void check_page(const std::string& text) {
    std::vector<readers::tag> tags;
    REQUIRE_NOTHROW(tags = readers::html(text));
    std::set<std::string> ids;
    for (const readers::tag& one : tags)
        if (const auto id = one.attributes.find("id"); id != one.attributes.end()) CHECK(ids.insert(id->second).second);
    std::size_t pictures = 0;
    for (const readers::tag& one : tags) {
        CAPTURE(one.name);
        for (const auto& [key, value] : one.attributes) {
            CHECK(key != "src");
            CHECK(key.rfind("xmlns", 0) != 0);
            if (key == "href") CHECK(ids.count(value.substr(1)) == 1);
        }
        CHECK((one.name != "script" && one.name != "link" && one.name != "img"));
        if (one.name != "svg") continue;
        ++pictures;
        const std::string label = one.attributes.at("aria-labelledby");
        const std::size_t space = label.find(' ');
        CHECK(ids.count(label.substr(0, space)) == 1);
        CHECK(ids.count(label.substr(space + 1)) == 1);
    }
    CHECK(pictures > 2);
    // Nothing comes from elsewhere, whatever the tag: no address of a network is in it, and no style asks for more.
    for (const char* banned : {"http:", "https:", "@import", "url(", "src=", "//"}) {
        CAPTURE(banned);
        CHECK(!contains(text, banned));
    }
    CHECK(contains(text, "name=\"viewport\""));
    CHECK(contains(text, "prefers-color-scheme: dark"));
}

}  // namespace

TEST_CASE("page: well-formed, and loads nothing") {
    check_page(page(made_up::report(3)));
    check_page(page(made_up::report(1)));
}

TEST_CASE("page: names and sentences are text, whatever they are made of") {
    const std::string text = page(wicked_report());
    check_page(text);
    CHECK(!contains(text, "<b>"));
    CHECK(contains(text, "&lt;b&gt;"));
}

TEST_CASE("page: a timeline is in a frame of its own, as high as it must be") {
    contents all = made_up::report(1);
    std::size_t frames = 0;
    for (const readers::tag& one : readers::html(page(all))) {
        if (one.name != "iframe") continue;
        ++frames;
        CHECK(one.attributes.at("style") == "aspect-ratio: 200 / 40");
        const std::string inside = one.attributes.at("srcdoc");
        CHECK_NOTHROW(readers::html(inside));
        CHECK(contains(inside, "<svg viewBox=\"0 0 200 40\"><rect x=\"1\" "));
    }
    CHECK(frames == 1);
    for (const char* broken : {"", "no picture", "<svg xmlns", "<svg xmlns=\"", "<svg viewBox=\"0 0 x y\"></svg>"}) {
        CAPTURE(broken);
        all.timelines.front().svg = broken;
        CHECK_NOTHROW(readers::html(page(all)));
    }
}

TEST_CASE("page: a timeline has a heading, and the proportions of its picture") {
    //! [timeline]
    contents all;
    all.timelines.push_back({"fan-out, 12 clients, 8 in flight",
                             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 100\"></svg>"});
    const std::string html = page(all);
    CHECK(contains(html, "<h3>fan-out, 12 clients, 8 in flight</h3>"));
    CHECK(contains(html, "aspect-ratio: 300 / 100"));
    //! [timeline]
}

TEST_CASE("page and Markdown: no samples are no trouble") {
    CHECK_NOTHROW(readers::html(page({})));
    CHECK(contains(markdown({}), "# Concurrency models compared"));
    contents none = made_up::report(1);
    none.samples.resize(1);
    none.samples[0].broken = "lost";
    CHECK_NOTHROW(readers::html(page(none)));
    CHECK(contains(markdown(none), "floor (void)") == false);  // a table of nobody's numbers is left out
    CHECK(contains(markdown(none), "Void: floor"));
}

TEST_CASE("page and Markdown: a debug build is said so") {
    contents all = made_up::report(1);
    CHECK(!contains(markdown(all), debug_warning));
    CHECK(!contains(page(all), debug_warning));
    all.ran_on.program.optimised = false;
    CHECK(contains(markdown(all), debug_warning));
    CHECK(contains(page(all), debug_warning));
}

TEST_CASE("Markdown: rows of one table are equally wide, and everything is said") {
    const contents all = wicked_report();
    const std::string text = markdown(all);
    std::size_t width = 0;
    for (const std::string& line : readers::lines(text)) {
        const std::size_t here = line.rfind("|", 0) == 0 ? width_of(line) : 0;
        if (width != 0 && here != 0) CHECK(here == width);
        width = here;
    }
    CHECK(contains(text, "Left out: muduo: not installed: install it & try again"));
    CHECK(contains(text, "- Void: thread_per_client, fan-out, 10 clients, 64 in flight, round 1: x,\"y\" \\| &lt;b>"));
    CHECK(contains(text, "- Ctrl+C after round 5 of 7"));
    CHECK(contains(text, "Guessed and measured:"));
    CHECK(!contains(text, "\x1b"));
}

TEST_CASE("page and Markdown: who is slow, or silent, stands beside the same without") {
    contents all = made_up::report(2);
    const std::string text = markdown(all), html = page(all);
    for (const char* title : {"p99 x without", "x fewest idle"}) {
        CAPTURE(title);
        CHECK(contains(text, std::string(" ") + title + " |"));
        CHECK(contains(html, std::string("<th scope=\"col\">") + title + "</th>"));
    }
}

TEST_CASE("fields: what was measured, and what follows from it") {
    //! [field]
    sample run{"mine, of course", {"fan-out", 10, 1, 0}, 1};
    run.seconds = 0.5;
    run.messages = 100;
    std::map<std::string_view, field> fields;
    for (const field& one : fields_of(run)) fields.emplace(one.key, one);
    CHECK(fields.at("contestant").value == "mine, of course");  // csv_line() quotes it
    CHECK((fields.at("contestant").is_text && !fields.at("messages_per_s").is_text));
    CHECK(fields.at("messages_per_s").value == "200");
    CHECK(fields.at("p99_us").value.empty());  // there were no deliveries
    //! [field]
    CHECK(csv_line(run).starts_with("\"mine, of course\",fan-out,10,1,0,1,,0.5,"));
}

TEST_CASE("CSV and JSON Lines: one line a run, with the same fields") {
    const contents all = wicked_report();
    const std::vector<std::string> keys = readers::csv(readers::lines(csv_header(), "\r\n").at(0));
    CHECK(keys.size() == std::set<std::string>(keys.begin(), keys.end()).size());
    for (const sample& run : all.samples) {
        const auto lines = readers::lines(csv_line(run), "\r\n"), json_lines = readers::lines(json_line(run));
        REQUIRE(lines.size() == 1);
        REQUIRE(json_lines.size() == 1);
        const std::vector<std::string> fields = readers::csv(lines[0]);
        REQUIRE(fields.size() == keys.size());
        const readers::json object(json_lines[0]);
        CHECK(object.values.size() == keys.size());
        for (std::size_t at = 0; at != keys.size(); ++at) {
            CAPTURE(keys[at]);
            const std::string value = object.values.at(keys[at]);
            if (value == "null") {
                CHECK(fields[at].empty());
            } else {
                CHECK(value == (value.front() == '\'' ? '\'' + fields[at] : fields[at]));
            }
        }
        CHECK(object.values.at("contestant") == '\'' + printable(run.contestant));
        CHECK(object.values.at("broken") == '\'' + printable(run.broken));
        CHECK(object.values.at("deliveries") == std::to_string(run.deliveries));
        CHECK((object.values.at("p99_us") == "null") == !run.broken.empty());
    }
}

TEST_CASE("CSV and JSON Lines: what nobody knows is empty, and what nobody counts is no column") {
    sample run = made_up::report(1).samples[0];
    run.load_seconds = 1.25;
    run.cost.cpu_seconds = 0.5;
    const readers::json known(json_line(run));
    CHECK(known.values.at("load_seconds") == "1.25");
    CHECK(known.values.at("cpu_seconds") == "0.5");
    CHECK(known.values.at("user_seconds") == exact(run.cost.user_seconds));
    CHECK(known.values.count("wait_calls") == 0);
    run.cost.user_seconds = run.cost.system_seconds = 0;
    const readers::json unknown(json_line(run));
    CHECK(unknown.values.at("cpu_seconds") == "0.5");
    for (const char* part : {"user_seconds", "system_seconds", "user_ns_per_delivery", "system_ns_per_delivery"}) {
        CAPTURE(part);
        CHECK(unknown.values.at(part) == "null");
    }
}

TEST_CASE("about.json: the machine, the guess and who is missing") {
    const readers::json object(json_about(wicked_report()));
    CHECK(object.values.at("processor") == '\'' + printable(wicked));
    CHECK(object.values.at("cores") == "2");
    CHECK(object.values.at("debug_build") == "false");
    CHECK(object.values.at("missing/0/contestant") == "'muduo");
    CHECK(object.values.at("guessed_order/0") == "'epoll_loop");
    CHECK(object.values.at("guessed_factor/epoll_loop") == "1.5");
    CHECK_NOTHROW(readers::json(json_about({})));
}

TEST_CASE("report: everything is written, with the same numbers everywhere") {
    const folder made;
    const contents all = made_up::report(3);
    const std::string text = markdown(all);
    write_all(made.path / "deep" / "er", all);
    const auto read = [&](const std::string& name) { return made.read("deep/er/" + name); };
    CHECK(read("report.md") == text);
    const std::string html = read("report.html");
    CHECK(html == page(all));
    CHECK_NOTHROW(readers::json(read("about.json")));
    CHECK(readers::lines(read("results.jsonl")).size() == all.samples.size());
    const auto lines = readers::lines(read("results.csv"), "\r\n");
    REQUIRE(lines.size() == all.samples.size() + 1);

    // Every cell of the Markdown is a cell of the page.
    for (const auto& row : markdown_rows(text))
        for (std::size_t at = 1; at < row.size(); ++at) {
            if (row[at].find_first_not_of("-:") == std::string::npos || !contains("0123456789", row[at].substr(0, 1)))
                continue;
            CAPTURE(row[0]);
            CHECK(contains(html, "<td>" + row[at] + "</td>"));
        }

    // And the median of the runs in the CSV is the cell of the first table.
    const auto keys = readers::csv(lines[0]);
    const auto column = [&](std::string_view key) {
        return static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
    };
    const std::string load = "fan-out";
    std::map<std::string, std::vector<double>> cpu;
    for (std::size_t line = 1; line != lines.size(); ++line) {
        const auto fields = readers::csv(lines[line]);
        if (fields[column("load")] != load || fields[column("clients")] != "1000" ||
            fields[column("in_flight")] != "64")
            continue;
        cpu[fields[column("contestant")]].push_back(std::stod(fields[column("cpu_ns_per_delivery")]));
    }
    CHECK(cpu.size() == made_up::everybody().size());
    const std::string section = text.substr(text.find("## fan-out, 1000 clients, 64 in flight"));
    const auto rows = markdown_rows(section);
    for (std::size_t at = 0; at != cpu.size(); ++at) {
        const auto& row = rows.at(at + 2);
        CAPTURE(row[0]);
        REQUIRE(cpu.count(row[0]) == 1);
        CHECK(row.at(3) == spread_text(spread_of(cpu[row[0]])));
    }

    // The histogram's last line has the slowest of all rounds.
    std::uint64_t slowest = 0;
    for (const sample& run : all.samples)
        if (run.contestant == "asio" && run.given == made_up::loads()[2])
            slowest = std::max(slowest, run.delivery_latency.max());
    CHECK(contains(read("asio_fan-out_1000_clients_64_in_flight.hgrm"), fixed(static_cast<double>(slowest) / 1000, 3)));
}

TEST_CASE("report: names of any kind get files of their own, inside the folder") {
    const folder made;
    contents all = made_up::report(1);
    all.samples.resize(3);
    all.samples[0].contestant = "../../a";
    all.samples[1].contestant = "//?/::/a";
    all.samples[2].contestant = std::string(500, 'x');
    write_all(made.path, all);
    std::size_t histograms = 0;
    for (const auto& entry : std::filesystem::directory_iterator(made.path))
        histograms += entry.path().extension() == ".hgrm";
    CHECK(histograms == 3);
}

TEST_CASE("report: one that replaces another leaves nothing of it") {
    const folder made;
    CHECK_FALSE(prepare_folder(made.path));
    CHECK(std::filesystem::is_empty(made.path));
    contents all = made_up::report(1);
    all.samples.resize(2);
    all.samples[1].contestant = "gone";
    write_all(made.path, all);
    std::ofstream(made.path / "mine.hgrm") << "not the report's";
    const auto has = [&](const std::string& name) { return std::filesystem::exists(made.path / name); };
    const std::string gone = file_name("gone " + title_of(all.samples[1].given)) + ".hgrm";
    REQUIRE(has(gone));
    CHECK(prepare_folder(made.path));
    all.samples.resize(1);
    write_all(made.path, all);
    CHECK_FALSE(has(gone));
    CHECK((has("mine.hgrm") && has(file_name(all.samples[0].contestant + " " + title_of(all.samples[0].given)) + ".hgrm")));
    CHECK_THROWS_AS(prepare_folder("/proc"), std::system_error);
}

TEST_CASE("report: a file that cannot be written is named") {
    const folder made;
    std::filesystem::create_directory(made.path / "results.csv");
    std::string said;
    try {
        write_all(made.path, made_up::report(1));
    } catch (const std::system_error& failed) {
        said = failed.what();
        CHECK(failed.code());
    }
    CHECK(contains(said, (made.path / "results.csv").string()));
    std::ofstream(made.path / "file") << "no folder";
    CHECK_THROWS_AS(write_all(made.path / "file", contents()), std::system_error);
    CHECK_THROWS_AS(write_file("/dev/full", "text"), std::system_error);
}
