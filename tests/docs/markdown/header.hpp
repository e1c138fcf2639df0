/// @file
/// Says "`this`". Read next: `base/outbox.hpp`, and `tests/net/socket_test.cpp`.
struct thing {
    thing(const thing&) = default;
    /// Documented.
    thing& operator=(thing&&) noexcept = default;
    thing() = default;  ///< "`base/text.hpp`"
};
