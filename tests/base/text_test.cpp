// SPDX-License-Identifier: MIT

#include <doctest/doctest.h>
#include <parley/base/text.hpp>
#include <string>
#include <type_traits>
#include <utility>

TEST_CASE("a text is stored once, cannot be changed, and lasts as long as anybody needs it") {
    static_assert(std::is_const_v<parley::shared_text::element_type>);
    std::string original = "a line that is long enough to need memory of its own\n";
    const char* const stored = original.data();
    parley::shared_text first = parley::share(std::move(original));
    const parley::shared_text second = first;
    CHECK(first->data() == stored);  // not even the first copy is made
    first.reset();
    CHECK(*second == "a line that is long enough to need memory of its own\n");
    CHECK(second.use_count() == 1);
}
