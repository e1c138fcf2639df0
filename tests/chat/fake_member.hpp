#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A member of rooms that remembers what it was told, and nothing else.

#include <parley/base/text.hpp>
#include <parley/chat/room.hpp>
#include <string>
#include <utility>

struct fake_member {
    std::string name;
    std::string heard{};
    parley::shared_text last{};
    parley::chat::seat<fake_member> place{};

    explicit fake_member(std::string called) : name(std::move(called)) {}
    fake_member(const fake_member&) = delete;
    fake_member& operator=(const fake_member&) = delete;
    ~fake_member() = default;

    const std::string& nickname() const noexcept { return name; }
    void tell(const parley::shared_text& text) noexcept {
        heard += *text;
        last = text;
    }
};
