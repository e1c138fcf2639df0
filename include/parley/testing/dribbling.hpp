#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A transport that gives and takes one to three bytes at a time, as a slow network may: a conversation has to come
/// out the same to the byte. Refuses to know which conversation. Read next: `testing/counting.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <parley/testing/decorated.hpp>
#include <span>
#include <string_view>
#include <utility>

namespace parley::testing {

/// How many bytes each call may move: 1, 2, 3, 1, 2, 3, ... Used by one thread at a time.
/// @snippet testing/decorators_test.cpp drip
class drip {
public:
    std::size_t next() noexcept { return before_ = before_ % 3 + 1; }  ///< bytes that the next call may move

private:
    std::size_t before_ = 0;
};

/// What the sockets of `dribbling` share: nothing.
/// @snippet testing/decorators_test.cpp drips
struct drips {};

/// A socket that moves one to three bytes a call, in either direction. One thread may send while another receives.
/// @snippet examples/failing.cpp failing
template <class Inner>
class dribbling_socket : public decorated_socket<Inner, drips> {
public:
    using decorated_socket<Inner, drips>::decorated_socket;

    /// So few bytes of what has come; the rest comes with the next calls.
    net::io_result receive(std::span<char> buffer) noexcept {
        return this->inner_.receive(buffer.first(std::min(buffer.size(), received_.next())));
    }

    /// The first bytes of the texts, from as many texts as they are spread over.
    net::io_result send(std::span<const std::string_view> texts) noexcept {
        std::array<std::string_view, 3> few;
        std::size_t used = 0;
        std::size_t room = sent_.next();
        for (; used != few.size() && used != texts.size() && room != 0; ++used) {
            few[used] = texts[used].substr(0, room);
            room -= few[used].size();
        }
        return this->inner_.send(std::span(few).first(used));
    }

private:
    drip received_;  // one each: one thread may receive while another sends
    drip sent_;
};

/// A transport around another one whose calls move one to three bytes: `server<P, dribbling<net::in_process>> server;`
///
/// What is said and heard stays the same to the byte; the server makes many more calls.
///
/// @snippet examples/failing.cpp failing
template <net::transport Transport>
class dribbling {
    using inner_listener = decltype(std::declval<Transport&>().listen(std::declval<const options&>()));

public:
    /// Accepts as the listener inside does; only the sockets are different.
    using listener = decorated_listener<Transport, dribbling_socket<typename inner_listener::socket_type>, drips>;

    dribbling() = default;
    explicit dribbling(Transport inner) : inner_(std::move(inner)) {}  ///< around one that is made already

    /// Throws what the inner one throws.
    listener listen(const options& wanted) { return listener(inner_, wanted, nullptr); }

private:
    Transport inner_{};
};

}  // namespace parley::testing
