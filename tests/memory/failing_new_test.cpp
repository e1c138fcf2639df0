// SPDX-License-Identifier: MIT

/// @file
/// This program's operator new and delete, in every form, and their own test. They go to malloc and free, so they work
/// under the sanitizers too, which watch those.

#include "memory/failing_new.hpp"
#include "native.hpp"

#include <cstddef>
#include <cstdlib>
#include <doctest/doctest.h>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace {

void* allocate(std::size_t size) noexcept { return memory_test::strikes() ? nullptr : std::malloc(size == 0 ? 1 : size); }

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
    const auto step = static_cast<std::size_t>(alignment);
    return memory_test::strikes() ? nullptr : this_system::allocate_aligned(size, step);
}

/// Not inlined, or g++ would see memory of operator new given to free(), and warn.
[[gnu::noinline]] void release(void* freed) noexcept { std::free(freed); }
[[gnu::noinline]] void release(void* freed, std::align_val_t) noexcept { this_system::release_aligned(freed); }

void* or_throw(void* made) {
    if (made == nullptr) throw std::bad_alloc();
    return made;
}

}  // namespace

void* operator new(std::size_t size) { return or_throw(allocate(size)); }
void* operator new[](std::size_t size) { return or_throw(allocate(size)); }
void* operator new(std::size_t size, std::align_val_t step) { return or_throw(allocate(size, step)); }
void* operator new[](std::size_t size, std::align_val_t step) { return or_throw(allocate(size, step)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new(std::size_t size, std::align_val_t step, const std::nothrow_t&) noexcept { return allocate(size, step); }
void* operator new[](std::size_t size, std::align_val_t step, const std::nothrow_t&) noexcept { return allocate(size, step); }
void operator delete(void* freed) noexcept { release(freed); }
void operator delete[](void* freed) noexcept { release(freed); }
void operator delete(void* freed, std::size_t) noexcept { release(freed); }
void operator delete[](void* freed, std::size_t) noexcept { release(freed); }
void operator delete(void* freed, std::align_val_t step) noexcept { release(freed, step); }
void operator delete[](void* freed, std::align_val_t step) noexcept { release(freed, step); }
void operator delete(void* freed, std::size_t, std::align_val_t step) noexcept { release(freed, step); }
void operator delete[](void* freed, std::size_t, std::align_val_t step) noexcept { release(freed, step); }
void operator delete(void* freed, const std::nothrow_t&) noexcept { release(freed); }
void operator delete[](void* freed, const std::nothrow_t&) noexcept { release(freed); }
void operator delete(void* freed, std::align_val_t step, const std::nothrow_t&) noexcept { release(freed, step); }
void operator delete[](void* freed, std::align_val_t step, const std::nothrow_t&) noexcept { release(freed, step); }

TEST_CASE("the allocation that was chosen fails, and the library's containers notice") {
    const memory_test::shortage short_of_it(2);
    std::vector<int> one, two, three;
    one.reserve(10);  // spared
    {
        const memory_test::meagre here;
        one.reserve(100);
        CHECK_THROWS_AS(two.reserve(100), std::bad_alloc);
        three.reserve(100);
    }
    CHECK(one.capacity() >= 100);
    CHECK(two.capacity() == 0);
    CHECK(three.capacity() >= 100);
    CHECK(short_of_it.struck(2));
    CHECK_FALSE(short_of_it.struck(4));
}

TEST_CASE("other threads are not spared, nor is std::string, which lives in a library of its own") {
    memory_test::shortage short_of_it(1, 1'000'000);
    bool failed = false;
    std::thread other([&] {
        try {
            const std::string text(1'000, 'x');
        } catch (const std::bad_alloc&) {
            failed = true;
        }
    });
    other.join();
    CHECK(failed);
    const std::string text(1'000, 'x');
    CHECK(text.size() == 1'000);
    short_of_it.end();
}
