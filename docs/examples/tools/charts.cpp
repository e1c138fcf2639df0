// SPDX-License-Identifier: MIT

// Numbers of one's own as a table and as pictures, with the parts that the report of chat_compare is made of.

#include <cstdio>
#include <parley/bench/report/bar_chart.hpp>
#include <parley/bench/report/line_chart.hpp>
#include <parley/bench/report/table.hpp>
#include <string>

namespace report = parley::bench::report;

int main() {
    //! [table]
    const report::table costs{{"contestant", "ns"}, {{"mine", "85"}, {"yours", "102"}}};
    std::printf("%s", report::to_markdown(costs).c_str());
    //! [table]

    //! [charts]
    const report::look first{0}, second{1};                            // the same in every picture
    const report::spread mine{85, 80, 97, 5}, yours{102, 90, 110, 5};  // median, smallest, largest, rounds
    std::printf("%s\n", mine.overlaps(yours) ? "nobody is called the winner" : "mine wins");

    report::bar_chart bars{"CPU time for a delivery", "mine 85 ns, yours 102 ns", "ns"};
    bars.bars.push_back({.name = "mine", .looks = first, .full = mine.median, .text = "85", .range = mine});
    bars.bars.push_back({.name = "yours", .looks = second, .full = yours.median, .text = "102", .range = yours});

    report::line_chart lines{"CPU time for a delivery", "it falls with more in flight", "in flight", "ns"};
    lines.curves.push_back({"mine", first, {{1, 3700, "3,700 ns"}, {64, 85, "85 ns"}}});

    for (const std::string& picture : {bars.draw("bars"), lines.draw("lines")})
        std::printf("%s ... %s", picture.substr(0, 4).c_str(), picture.substr(picture.rfind("</")).c_str());
    //! [charts]

    //! [scale]
    const report::scale axis(report::spacing::linear, 0, 102, 0, 400);  // 400 wide, and a round number at its end
    for (const double value : axis.ticks()) std::printf("%g at %g\n", value, axis.at(value));
    //! [scale]

    // Prints:
    // | contestant |  ns |
    // | ---------- | --: |
    // | mine       |  85 |
    // | yours      | 102 |
    // nobody is called the winner
    // <svg ... </svg>
    // <svg ... </svg>
    // 0 at 0
    // 50 at 133.333
    // 100 at 266.667
    // 150 at 400
}
