#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What threads were doing, and when: each writes its spans into a buffer of its own, without a lock, without asking
/// for memory, and without looking at anybody else. Refuses to know what is drawn from it.
/// Read next: `observe/lanes.hpp`, what comes out.

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <parley/base/clock.hpp>
#include <parley/observe/lanes.hpp>
#include <parley/observe/span.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace parley::observe {

/// Spans that are kept of each thread: 24 bytes each. Later ones are counted, and lost: a picture wants a stretch that
/// is whole, and under load a second holds more spans than anybody looks at.
inline constexpr std::size_t spans_limit = std::size_t{1} << 15;

/// Threads that are recorded. Who comes later is counted.
inline constexpr std::size_t lanes_limit = 256;

/// The spans of one thread. It alone writes; whoever reads sees those that are complete.
/// @snippet observe/recording_test.cpp lane_buffer
class lane_buffer {
public:
    /// Throws `std::bad_alloc`.
    /// @param limit spans that there is room for.
    explicit lane_buffer(std::size_t limit) : limit_(limit), spans_(new timed_span[limit]) {}

    /// Keeps a span, or counts it as lost when there is no room. The buffer's own thread.
    void add(const timed_span& span) noexcept {
        const std::size_t used = used_.load(std::memory_order_relaxed);
        if (used == limit_) return lost_.store(lost_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        spans_[used] = span;
        used_.store(used + 1, std::memory_order_release);
    }

    /// In the order of their beginnings, an outer span before those within it.
    lane read() const {
        const timed_span* const first = spans_.get();
        lane result{{}, {first, first + used_.load(std::memory_order_acquire)}, lost_.load(std::memory_order_relaxed)};
        std::reverse(result.spans.begin(), result.spans.end());  // who ends last is the outer one
        std::stable_sort(result.spans.begin(), result.spans.end(), [](const timed_span& one, const timed_span& other) {
            return one.from != other.from ? one.from < other.from : one.until > other.until;
        });
        return result;
    }

private:
    const std::size_t limit_;
    const std::unique_ptr<timed_span[]> spans_;  // a page of it takes memory once it is written to
    std::atomic<std::size_t> used_{0};
    std::atomic<std::size_t> lost_{0};
};

/// Which buffer a thread writes to, and for which recording that is.
/// @snippet observe/recording_test.cpp two_recordings
struct place_of_thread {
    std::uint64_t recording = 0;    ///< its number; 0: none yet
    lane_buffer* buffer = nullptr;  ///< nullptr: this thread is not recorded
};

/// From now on threads that trace are recorded, in all servers of the process. It outlives those servers. One at a
/// time: a second one throws `std::logic_error`.
/// @snippet examples/trace.cpp trace
class recording {
public:
    /// @param spans that are kept of each thread
    /// @param lanes threads that are recorded, `lanes_limit` at the most
    explicit recording(std::size_t spans = spans_limit, std::size_t lanes = lanes_limit)
        : spans_(spans), lanes_(std::min(lanes, lanes_limit)) {
        recording* nobody = nullptr;
        if (!current_.compare_exchange_strong(nobody, this)) throw std::logic_error("something is recorded already");
    }
    recording(const recording&) = delete;
    recording& operator=(const recording&) = delete;
    ~recording() {
        current_.store(nullptr);
        for (const auto& buffer : buffers_) delete buffer.load();
    }

    /// Is anything recorded? Who asks first saves the looks at the clock.
    static bool on() noexcept { return current_.load(std::memory_order_relaxed) != nullptr; }

    /// What comes later is not kept, and what lasts seems to end now: how a server stops is another story than the one
    /// that is told. Once; from anywhere, also from a signal handler.
    static void end() noexcept {
        recording* const current = current_.load();
        std::int64_t open = still_open;
        if (current != nullptr) current->end_.compare_exchange_strong(open, current->since_start(clock::now()));
    }

    /// Nanoseconds since the recording began.
    std::int64_t since_start(time_point when) const noexcept {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(when - start_).count();
    }

    /// Adds a span of this thread, if anything is recorded. The first of a thread takes memory; when there is none, or
    /// there are too many threads, this thread is not recorded.
    static void add(time_point from, time_point until, activity what, std::uint32_t client) noexcept {
        recording* const current = current_.load(std::memory_order_acquire);
        if (current == nullptr) return;
        if (mine_.recording != current->number_) mine_ = {current->number_, current->new_buffer()};
        if (mine_.buffer == nullptr) return;
        mine_.buffer->add({current->since_start(from), current->since_start(until), client, what});
    }

    /// Everything that was recorded, for `named_spans::name` of your choice. Any time; whole once the server has
    /// stopped.
    named_spans read(std::string name) const {
        named_spans result{std::move(name), {}, 0};
        const std::size_t threads = threads_.load(std::memory_order_acquire);
        for (std::size_t i = 0; i != std::min(threads, lanes_); ++i)
            if (const lane_buffer* const buffer = buffers_[i].load(std::memory_order_acquire))
                result.lanes.push_back(cut(buffer->read(), end_.load()));
        result.lanes_lost = threads - result.lanes.size();
        name_lanes(result.lanes);
        return result;
    }

private:
    static constexpr std::int64_t still_open = INT64_MAX;

    static lane cut(lane whole, std::int64_t end) {
        std::erase_if(whole.spans, [end](const timed_span& span) { return span.from >= end; });
        for (timed_span& span : whole.spans) span.until = std::min(span.until, end);
        return whole;
    }

    /// Called once by each thread.
    lane_buffer* new_buffer() noexcept {
        const std::size_t number = threads_.fetch_add(1);
        if (number >= lanes_) return nullptr;
        try {
            auto buffer = std::make_unique<lane_buffer>(spans_);
            buffers_[number].store(buffer.get(), std::memory_order_release);
            return buffer.release();  // ~recording() deletes it
        } catch (...) {  // no memory: this thread is not recorded
            return nullptr;
        }
    }

    static inline std::atomic<recording*> current_{nullptr};
    static inline std::atomic<std::uint64_t> recordings_{0};
    static inline thread_local place_of_thread mine_{};

    const std::uint64_t number_ = ++recordings_;  // an address may be used again, a number is not
    const time_point start_ = clock::now();
    const std::size_t spans_;
    const std::size_t lanes_;
    std::atomic<std::int64_t> end_{still_open};
    static_assert(std::atomic<std::int64_t>::is_always_lock_free, "it is set in a signal handler");
    std::atomic<std::size_t> threads_{0};
    std::array<std::atomic<lane_buffer*>, lanes_limit> buffers_{};  // of threads that have ended, too
};

}  // namespace parley::observe
