// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/concurrency/read_buffer.hpp>

TEST_CASE("a read buffer is small until a read fills it, and small again when one would have fitted") {
    parley::read_buffer buffer;
    const std::size_t least = buffer.space().size();
    CHECK(least < parley::read_limit);

    buffer.filled(least - 1);
    CHECK(buffer.space().size() == least);
    buffer.filled(least);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(parley::read_limit);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(least);
    CHECK(buffer.space().size() == parley::read_limit);
    buffer.filled(least - 1);
    CHECK(buffer.space().size() == least);
}

TEST_CASE("a read that brought nothing leaves a small buffer behind") {
    parley::read_buffer buffer;
    buffer.filled(buffer.space().size());
    buffer.filled(0);
    CHECK(buffer.space().size() < parley::read_limit);
}
