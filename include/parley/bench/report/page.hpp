#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// The report as one HTML page that needs nothing but itself: no script, no font, no picture from elsewhere.
/// Refuses to know files. Read next: `bench/report/report.hpp`.

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <parley/base/markup.hpp>
#include <parley/bench/report/charts.hpp>
#include <parley/bench/report/markdown.hpp>
#include <parley/bench/report/style.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace parley::bench::report {

namespace page_parts {

/// `<name class="css_class">text</name>`, the text escaped.
inline std::string element(std::string_view name, std::string_view text, const std::string& css_class = {}) {
    const std::string begin = css_class.empty() ? "" : " class=\"" + css_class + '"';
    return '<' + std::string(name) + begin + '>' + escape_html(text) + "</" + std::string(name) + ">\n";
}

/// Sentences one below the other; nothing for none.
inline std::string list(const std::vector<std::string>& sentences) {
    std::string made;
    for (const std::string& sentence : sentences) made += element("li", sentence);
    return made.empty() ? made : "<ul class=\"verdicts\">\n" + made + "</ul>\n";
}

/// A picture with its title; nothing where nothing was drawn.
inline std::string figure(const std::string& title, const std::string& drawing) {
    return drawing.empty() ? "" : "<figure>\n" + element("figcaption", title) + drawing + "</figure>\n";
}

/// Nothing for a table without any.
inline std::string numbers(const table& one) { return one.empty() ? "" : to_html(one); }

/// "720 / 300" of a picture that says viewBox="0 0 720 300": how wide and high its frame must be.
inline std::string proportions(const std::string& svg) {
    std::istringstream words(svg.substr(std::min(svg.find("viewBox=\""), svg.size())));
    double x = 0, y = 0, width = 0, height = 0;
    words.ignore(static_cast<std::streamsize>(std::string_view("viewBox=\"").size()));
    words >> x >> y >> width >> height;
    return width > 0 && height > 0 ? number_text(width, 1) + " / " + number_text(height, 1) : "2 / 1";
}

/// A picture that somebody else has drawn, in a frame: its styles are its own. As a part of the page, it comes without
/// what a file of its own begins with, and without the names of its language, which look like addresses.
inline std::string framed(const timeline& one) {
    const std::size_t begin = std::min(one.svg.find("<svg"), one.svg.size());
    std::string svg = one.svg.substr(begin);
    for (std::size_t at = svg.find(" xmlns"); at != std::string::npos; at = svg.find(" xmlns", at)) {
        const std::size_t end = svg.find('"', std::min(svg.find('"', at), svg.size() - 1) + 1);
        if (end == std::string::npos) break;
        svg.erase(at, end + 1 - at);
    }
    const std::string style = ":root { color-scheme: light dark } body { margin: 0 } "
                              "body > svg { display: block; width: 100%; height: auto }";
    return "<div class=\"picture\"><iframe title=\"" + escape_html(one.title) + "\" style=\"aspect-ratio: " +
           proportions(svg) + "\" srcdoc=\"" + escape_html("<!DOCTYPE html><style>" + style + "</style>" + svg) +
           "\"></iframe></div>\n";
}

/// One load: its verdicts, pictures, tables, and the guess.
inline std::string section(const group& compared, std::size_t number, const contents& all, const summary& made) {
    const std::string id = "load-" + std::to_string(number);
    std::string text = "<section id=\"" + id + "\">\n" + element("h2", title_of(compared.given));
    text += list(verdicts(compared, all.reference)) + "<div class=\"charts\">\n";
    const bar_chart cpu = cpu_chart(compared, all, made), memory = memory_chart(compared, all, made);
    const line_chart latency = latency_chart(compared, all, made);
    text += figure(cpu.title, cpu.draw(id + "-cpu")) + figure(latency.title, latency.draw(id + "-latency"));
    text += figure(memory.title, memory.draw(id + "-memory")) + "</div>\n<div class=\"tables\">\n";
    text += numbers(speed_table(compared, all.reference)) + numbers(latency_table(compared));
    text += numbers(cost_table(compared)) + "</div>\n";
    if (all.guess) {
        const std::string beside = numbers(prediction_table(*all.guess, compared, all.reference));
        if (!beside.empty()) text += element("h3", "Guessed and measured") + beside;
    }
    return text + "</section>\n";
}

/// What changes with the number of clients; nothing where there is but one number.
inline std::string scaling(const contents& all, const summary& made) {
    std::string text;
    std::size_t number = 0;
    for (const family& loads : families(made)) {
        text += element("h3", title_of(loads.given, false));
        std::string drawn, tables;
        for (const metric* column : {&metrics::deliveries, &metrics::cpu, &metrics::p99, &metrics::memory,
                                      &metrics::per_client}) {
            const line_chart chart = scaling_chart(loads, *column, all, made);
            const std::string id = "scaling-" + std::to_string(number++);
            drawn += figure(std::string(column->title) + " over clients", chart.draw(id));
            tables += numbers(scaling_table(loads, *column, made));
        }
        text += "<div class=\"charts\">\n" + drawn + "</div>\n<div class=\"tables\">\n" + tables + "</div>\n";
    }
    if (text.empty()) return text;
    return "<section id=\"scaling\">\n" + element("h2", "More and more clients") + text + "</section>\n";
}

/// Each in a frame of its own; nothing for none.
inline std::string timelines(const contents& all) {
    if (all.timelines.empty()) return {};
    std::string text = "<section id=\"timelines\">\n" + element("h2", "Where the time goes");
    for (const timeline& one : all.timelines)
        text += element("h3", one.title) + framed(one);
    return text + "</section>\n";
}

/// Links to all sections.
inline std::string navigation(const contents& all, const summary& made, bool scales) {
    const auto link = [](const std::string& to, const std::string& text) {
        return "<li><a href=\"#" + to + "\">" + escape_html(text) + "</a></li>\n";
    };
    std::string text = "<nav aria-label=\"Loads\"><ul>\n";
    for (std::size_t at = 0; at != made.groups.size(); ++at)
        text += link("load-" + std::to_string(at), title_of(made.groups[at].given));
    if (scales) text += link("scaling", "More and more clients");
    if (!all.timelines.empty()) text += link("timelines", "Where the time goes");
    return text + link("remarks", "Remarks") + "</ul></nav>\n";
}

/// What is to be remarked, and what the columns mean.
inline std::string closing(const contents& all, const summary& made) {
    std::string text = "<section id=\"remarks\">\n" + element("h2", "Remarks") + list(remarks(all, made));
    text += element("p", how_to_read(all), "note") + "<dl class=\"legend\">\n";
    for (const metric* column : metrics::all) text += element("dt", column->title) + element("dd", column->about);
    return text + "</dl>\n</section>\n";
}

}  // namespace page_parts

/// The whole page.
inline std::string page(const contents& all) {
    using namespace page_parts;
    const summary made = summarize(all);
    const std::string curves = scaling(all, made);
    std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>Concurrency models compared</title>\n<style>";
    text += std::string(style_sheet) + "</style>\n</head>\n<body>\n<main>\n";
    text += element("h1", "Concurrency models compared");
    text += element("p", "On " + all.ran_on.in_one_line() + ".", "machine");
    if (all.ran_on.program.is_debug_build()) text += element("p", debug_warning, "warning");
    text += navigation(all, made, !curves.empty());
    for (std::size_t at = 0; at != made.groups.size(); ++at) text += section(made.groups[at], at, all, made);
    return text + curves + timelines(all) + closing(all, made) + "</main>\n</body>\n</html>\n";
}

}  // namespace parley::bench::report
