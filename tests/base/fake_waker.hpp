#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A waker that counts how often it was woken.

#include <parley/base/waker.hpp>

struct fake_waker final : parley::waker {
    int woken = 0;

    void wake() noexcept override { ++woken; }
};
