// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/concurrency/read_buffer.hpp>

TEST_CASE("a read buffer is small until a read fills it, and small again when one would have fitted") {
    parley::read_buffer buffer;
    const std::size_t small = buffer.space().size();
    CHECK(small < parley::read_limit);

    buffer.filled(small - 1);
    CHECK(buffer.space().size() == small);
    buffer.filled(small);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(parley::read_limit);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(small);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(small - 1);
    CHECK(buffer.space().size() == small);
}

TEST_CASE("a read that brought nothing leaves a small buffer behind") {
    parley::read_buffer buffer;
    buffer.filled(buffer.space().size());
    buffer.filled(0);
    CHECK(buffer.space().size() < parley::read_limit);
}
