// SPDX-License-Identifier: MIT

#include <cstddef>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <parley/bench/machine.hpp>
#include <string>
#include <string_view>

using parley::bench::compiled;
using parley::bench::machine;

namespace {

// A /proc of our own, removed at the end.
class made_up_proc {
public:
    made_up_proc() {
        std::string name = (std::filesystem::temp_directory_path() / "parley-proc-").string();
        int number = 0;
        while (!std::filesystem::create_directory(name + std::to_string(number))) ++number;
        path = name + std::to_string(number);
    }
    made_up_proc(const made_up_proc&) = delete;
    made_up_proc& operator=(const made_up_proc&) = delete;
    ~made_up_proc() { std::filesystem::remove_all(path); }

    void write(const std::string& file, std::string_view text) const {
        std::filesystem::create_directories(std::filesystem::path(path + '/' + file).parent_path());
        std::ofstream(path + '/' + file) << text;
    }

    std::string path;
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("machine: what Linux shows is found") {
    const made_up_proc proc;
    proc.write("cpuinfo",
               "processor\t: 0\nmodel\t\t: 85\nmodel name\t: Abacus 9000 @ 2 beads\nflags\t\t: fpu\n"
               "processor\t: 1\nmodel name\t: Another\n");
    proc.write("sys/kernel/ostype", "Linux\n");
    proc.write("sys/kernel/osrelease", "6.1.0-test\n");
    proc.write("loadavg", "0.08 0.12 0.20 1/80 1234\n");
    proc.write("self/limits",
               "Limit                     Soft Limit           Hard Limit           Units     \n"
               "Max processes             100                  200                  processes \n"
               "Max open files            1024                 524288               files     \n");
    //! [machine]
    const machine seen = machine::look(proc.path);  // or machine::look(): of this one
    CHECK(seen.processor == "Abacus 9000 @ 2 beads");
    CHECK(seen.kernel == "Linux 6.1.0-test");
    CHECK(seen.load_average == "0.08 0.12 0.20");
    CHECK(seen.descriptors == "1024, at most 524288");
    CHECK(seen.cores > 0);

    const std::string line = seen.in_one_line();
    //! [machine]
    for (const std::string& part : {seen.processor, seen.kernel, seen.load_average, seen.descriptors, seen.date,
                                    seen.program.compiler, seen.program.flags}) {
        CAPTURE(part);
        CHECK(contains(line, part));
    }
    CHECK(line.find('\n') == std::string::npos);
}

TEST_CASE("machine: one limit is said once") {
    const made_up_proc proc;
    proc.write("self/limits", "Max open files            4096                 4096                 files     \n");
    CHECK(machine::look(proc.path).descriptors == "4096");
}

TEST_CASE("machine: a system that shows nothing is unknown, not an error") {
    const made_up_proc proc;
    const machine seen = machine::look(proc.path + "/not-there");
    CHECK(seen.processor == "unknown");
    CHECK(seen.kernel == "unknown");
    CHECK(seen.load_average == "unknown");
    CHECK(seen.descriptors == "unknown");
}

TEST_CASE("machine: an unexpected file is no trouble") {
    const made_up_proc proc;
    proc.write("cpuinfo", "model name\nmodel name:\nmodel names: no\n:\n");
    proc.write("self/limits", "Max open files");
    proc.write("loadavg", "");
    CHECK(machine::look(proc.path).processor == "unknown");
}

TEST_CASE("machine: the date is of the form 2024-05-17 14:03 UTC") {
    const std::string date = machine::look().date, form = "dddd-dd-dd dd:dd UTC";
    REQUIRE(date.size() == form.size());
    for (std::size_t at = 0; at != form.size(); ++at) {
        CAPTURE(date);
        CHECK((form[at] == 'd' ? date[at] >= '0' && date[at] <= '9' : date[at] == form[at]));
    }
}

TEST_CASE("compiled: what misleads is a debug build") {
    //! [compiled]
    compiled program{.compiler = "g++", .flags = "-O2", .optimised = true, .assertions = false, .sanitized = false};
    CHECK(!program.is_debug_build());
    program.optimised = false;
    CHECK(program.is_debug_build());
    program.optimised = true;
    program.assertions = true;
    CHECK_FALSE(program.is_debug_build());
    program.sanitized = true;
    CHECK(program.is_debug_build());
    //! [compiled]
}

TEST_CASE("machine: a busy one has more to do than cores") {
    machine seen;
    seen.cores = 2;
    CHECK_FALSE(seen.was_busy());  // unknown
    seen.load_average = "2.00 9.00 9.00";
    CHECK_FALSE(seen.was_busy());
    seen.load_average = "2.01 0.00 0.00";
    CHECK(seen.was_busy());
}

TEST_CASE("compiled: this test knows how it was compiled itself") {
#ifdef NDEBUG
    CHECK(!compiled::here().assertions);
#else
    CHECK(compiled::here().assertions);
#endif
    CHECK(!compiled::here().compiler.empty());
    CHECK(!compiled::here().flags.empty());
}
