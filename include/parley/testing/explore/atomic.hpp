#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// `std::atomic`, and a variable that is not one, as points where the explorer chooses who goes on. Every thread sees
/// what was written last (sequential consistency): what weaker orders allow besides is not shown.
/// Read next: `testing/explore/lock.hpp`.

#include <atomic>
#include <parley/testing/explore/thing.hpp>
#include <parley/testing/explore/world.hpp>
#include <string>
#include <type_traits>
#include <utility>

namespace parley::testing::explore {

/// What a story says of a value: numbers, and whether something is true.
template <class T>
std::string shown(const T& value) {
    if constexpr (std::is_same_v<T, bool>)
        return value ? "true" : "false";
    else if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(value);
    else if constexpr (std::is_convertible_v<T, std::string>)
        return "\"" + std::string(value) + "\"";
    else
        return "something";
}

/// Stands in for `std::atomic`: each use is a point. Memory orders are taken and not heeded. Copies of `T` must not
/// throw.
/// @snippet examples/tools/explore_lost_wakeup.cpp door
template <class T>
class atomic : public thing {
public:
    using value_type = T;                              ///< as `std::atomic` has it
    static constexpr bool is_always_lock_free = true;  ///< for who asserts it: a signal handler may use it

    atomic() : atomic(T{}) {}                                                              ///< zero, without a name
    atomic(T value, std::string_view name = {}) : thing("atomic", name), value_(value) {}  ///< `name` is for stories

    /// As in `std::atomic`; a story tells what was before and is now. The weak exchange never fails for nothing. @{
    T load(std::memory_order = std::memory_order_seq_cst) const {
        return act([&] { return value_; }, [&](T found) {  // without a name it would say little, and there are many
            return named() ? "reads " + called() + ": " + shown(found) : std::string();
        });
    }
    void store(T value, std::memory_order = std::memory_order_seq_cst) {
        act([&] { return value_ = value; }, [&](T) { return "sets " + called() + " to " + shown(value); });
    }
    T exchange(T value, std::memory_order = std::memory_order_seq_cst) {
        return act([&] { return std::exchange(value_, value); }, [&](T before) { return changed(before); });
    }
    T fetch_add(T by, std::memory_order = std::memory_order_seq_cst) {
        return act([&] { return std::exchange(value_, static_cast<T>(value_ + by)); },
                   [&](T before) { return changed(before); });
    }
    T fetch_sub(T by, std::memory_order = std::memory_order_seq_cst) {
        return act([&] { return std::exchange(value_, static_cast<T>(value_ - by)); },
                   [&](T before) { return changed(before); });
    }
    bool compare_exchange_strong(T& expected, T value, std::memory_order = std::memory_order_seq_cst) {
        const T wanted = expected;
        expected = act([&] { return value_ == wanted ? std::exchange(value_, value) : value_; }, [&](T found) {
            if (found == wanted) return changed(found);
            return "finds " + called() + " to be " + shown(found) + ", not " + shown(wanted);
        });
        return expected == wanted;
    }
    bool compare_exchange_weak(T& expected, T value, std::memory_order order = std::memory_order_seq_cst) {
        return compare_exchange_strong(expected, value, order);
    }

    operator T() const { return load(); }
    T operator=(T value) { return store(value), value; }
    T operator++() { return static_cast<T>(fetch_add(1) + 1); }
    T operator--() { return static_cast<T>(fetch_sub(1) - 1); }
    T operator++(int) { return fetch_add(1); }
    T operator--(int) { return fetch_sub(1); }
    /// @}

private:
    template <class Step, class Text>
    T act(const Step& step, const Text& text) const {
        world* const here = world::here();
        if (here == nullptr) return step();
        here->point();
        const T result = step();
        here->tell([&] { return text(result); });
        return result;
    }
    std::string changed(T before) const {
        return "changes " + called() + " from " + shown(before) + " to " + shown(value_);
    }

    T value_;
};

/// A variable that threads share. Between any two uses of it another thread may come, as with `int` and `std::list`.
/// Reading and writing it at once is undefined in C++; here one use comes after the other, and what follows is seen.
/// @snippet explore/classic_races_test.cpp variable
template <class T>
class variable : public thing {
public:
    /// `name` is for stories.
    explicit variable(std::string_view name = {}, T value = {}) : thing("variable", name), value_(std::move(value)) {}

    /// `look(const T&)`; gives what that gives.
    template <class Look>
    auto read(Look&& look) const {
        use("reads");
        return look(value_);
    }
    /// `alter(T&)`; gives what that gives.
    template <class Alter>
    auto change(Alter&& alter) {
        use("changes");
        return alter(value_);
    }

    operator T() const { return read([](const T& value) { return value; }); }  ///< a copy
    /// One change, as `change()` makes it.
    variable& operator=(T value) {
        change([&](T& old) { old = std::move(value); });
        return *this;
    }

private:
    void use(const char* how) const {
        world* const here = world::here();
        if (here == nullptr) return;
        here->point();
        here->tell([&] { return how + (" " + called()); });
    }

    T value_;
};

}  // namespace parley::testing::explore
