/// @file
/// Says "`this`". Read next: `base/outbox.hpp`, and `tests/net/socket_test.cpp`.
/// See `docs/wire.md`, `docs/compile-cost.md`, and what `docs/examples/peer.cpp` prints; `threads()` is no metric.
struct thing {
    thing(const thing&) = default;
    /// Documented.
    thing& operator=(thing&&) noexcept = default;
    thing() = default;  ///< "`base/text.hpp`"
};
