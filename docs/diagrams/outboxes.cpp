// SPDX-License-Identifier: MIT

/// @file
/// Three members of a chat and what waits for them, as it lies in memory: a text is a box, and where two outboxes point
/// to the same bytes, they point to the same box. Printed for graphviz: outboxes | dot -Tsvg >picture.svg

#include <algorithm>
#include <array>
#include <cstdio>
#include <parley/application.hpp>
#include <parley/base/null_mutex.hpp>
#include <parley/net/address.hpp>
#include <parley/observe/none.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct no_waker final : parley::waker {
    void wake() noexcept override {}
};

using application = parley::chat_application<parley::null_mutex, parley::observe::none>;

struct client {
    explicit client(application& chat, std::string_view name) : session(chat.open(waker, parley::net::address())) {
        says(name);
    }
    ~client() { session.end_of_input(); }

    void says(std::string_view line) {
        session.receive(line);
        session.receive("\n");
    }

    /// What waits, as the session shows it to a policy.
    std::vector<std::string_view> pending() {
        const auto shown = session.pending(views);
        return {shown.begin(), shown.end()};
    }

    /// The kernel takes everything.
    void hears() {
        std::size_t size = 0;
        for (const std::string_view text : pending()) size += text.size();
        session.sent(size);
    }

    no_waker waker{};
    application::session_type session;
    std::array<std::string_view, 16> views{};
};

}  // namespace

int main() {
    application chat({}, {});
    client ann(chat, "ann"), bob(chat, "bob"), carol(chat, "carol");
    for (client* one : {&ann, &bob, &carol}) one->hears();

    ann.says("hello");
    bob.hears();  // the others do not read yet
    bob.says("hi");
    ann.says("/msg bob psst");

    std::vector<const char*> texts;  // where each text begins: the same place is the same text
    std::string boxes, arrows;
    std::puts("digraph outboxes {\nrankdir=LR; nodesep=0.3; ranksep=1.2; node [fontname=\"sans-serif\", fontsize=12];");
    for (client* one : {&ann, &bob, &carol}) {
        const std::string& name = one->session.nickname();
        std::printf("%s [shape=record, label=\"%s's outbox", name.c_str(), name.c_str());
        int slot = 0;
        for (const std::string_view text : one->pending()) {
            std::printf("|<%d>&bull;", slot);
            auto at = std::find(texts.begin(), texts.end(), text.data());
            const auto number = std::to_string(at - texts.begin());
            if (at == texts.end()) {
                texts.push_back(text.data());
                boxes += "text" + number + " [shape=box, style=filled, fillcolor=\"#e8f0f8\", fontname=\"monospace\", label=\"" +
                         std::string(text.substr(0, text.size() - 1)) + "\"];\n";
            }
            arrows += name + ":" + std::to_string(slot++) + " -> text" + number + ";\n";
        }
        std::puts("\"];");
    }
    std::printf("%s%s}\n", boxes.c_str(), arrows.c_str());
}
