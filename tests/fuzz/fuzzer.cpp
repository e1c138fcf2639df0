// SPDX-License-Identifier: MIT

/// @file
/// One target for libFuzzer. `tests/fuzz.sh` compiles this once for each: `-DTARGET=hygiene` and so on; and without
/// doctest, since some headers are shared with tests.

#include <cstddef>
#include <cstdint>
#include <string_view>

#define TEXT(x) #x
#define HEADER(name) TEXT(fuzz/targets/name.hpp)
#include HEADER(TARGET)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
