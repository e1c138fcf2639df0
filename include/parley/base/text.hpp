#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What is said, stored once. Refuses to know who hears it. Read next: `base/outbox.hpp`.

#include <memory>
#include <parley/base/cpp20.hpp>
#include <string>
#include <utility>

namespace parley {

/// One immutable text, stored once and pointed to by every outbox (and history) that needs it.
using shared_text = std::shared_ptr<const std::string>;

inline shared_text share(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

}  // namespace parley
