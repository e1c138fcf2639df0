#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// How often each value came up, for millions of values in a few kilobytes: what percentiles are read from. The idea is
/// that of Gil Tene's HdrHistogram: narrow buckets for small values, wide ones for large values, so that the error is
/// always the same small part of the value. Refuses to know what was measured. Read next: `bench/report/report.hpp`.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace parley::bench {

/// Counts whole numbers, nanoseconds for instance. Values below 256 have a bucket each; from there on every doubling
/// (256 to 511, 512 to 1023, ...) is cut into 128 buckets of equal width. So no bucket is wider than 1/128 of the
/// values in it, and what is read is at most 0.8 % too high. An empty one owns no memory; one that has met a second
/// (in nanoseconds) 24 KiB; none more than 58 KiB. Not thread-safe: let each thread have its own and merge them. What
/// reads takes as long as there are buckets.
///
/// @snippet examples/tools/percentiles.cpp histogram
class histogram {
public:
    /// Counts `value` once, or `times` times. A few nanoseconds; only a value of a size never met before needs memory
    /// (std::bad_alloc: nothing was counted).
    void record(std::uint64_t value, std::uint64_t times = 1) {
        if (times == 0) return;
        const std::size_t bucket = bucket_of(value);
        if (bucket >= buckets_.size()) grow(bucket);
        buckets_[bucket] += times;
        count_ += times;
        sum_ += static_cast<double>(value) * static_cast<double>(times);
        min_ = std::min(min_, value);
        max_ = std::max(max_, value);
    }

    /// Adds what another one has counted: the same as recording all of its values here, without any error of its own.
    void merge(const histogram& other) {
        if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
        for (std::size_t bucket = 0; bucket != other.buckets_.size(); ++bucket)
            buckets_[bucket] += other.buckets_[bucket];
        count_ += other.count_;
        sum_ += other.sum_;
        min_ = std::min(min_, other.min_);
        max_ = std::max(max_, other.max_);
    }

    std::uint64_t count() const noexcept { return count_; }  ///< values so far, as often as they came
    bool empty() const noexcept { return count_ == 0; }      ///< nothing was recorded yet

    /// The smallest and the largest value, exact; 0 when empty. @{
    std::uint64_t min() const noexcept { return empty() ? 0 : min_; }
    std::uint64_t max() const noexcept { return max_; }
    /// @}

    /// Exact but for the rounding of a double; 0 when empty.
    double mean() const noexcept { return empty() ? 0 : sum_ / static_cast<double>(count_); }

    /// The value that `percent` of all values do not exceed (50: the median): never below the true one, at most 0.8 %
    /// above. 0 gives the smallest, 100 and more the largest; 0 when empty.
    std::uint64_t at_percentile(double percent) const noexcept {
        const std::uint64_t wanted = rank(percent);
        std::uint64_t passed = 0;
        for (std::size_t bucket = 0; bucket != buckets_.size(); ++bucket) {
            passed += buckets_[bucket];
            if (passed >= wanted && passed != 0)
                return wanted == 0 ? min() : std::min(highest_in(bucket), max_);
        }
        return max_;
    }

    /// How many values are not larger than `value`, or share its bucket.
    std::uint64_t count_up_to(std::uint64_t value) const noexcept {
        const std::size_t end = std::min(bucket_of(value) + 1, buckets_.size());
        std::uint64_t passed = 0;
        for (std::size_t bucket = 0; bucket != end; ++bucket) passed += buckets_[bucket];
        return passed;
    }

    /// From the buckets, so with their error; 0 when empty.
    double standard_deviation() const noexcept {
        if (empty()) return 0;
        double squares = 0;
        for (std::size_t bucket = 0; bucket != buckets_.size(); ++bucket) {
            const double distance = static_cast<double>(highest_in(bucket)) - mean();
            squares += distance * distance * static_cast<double>(buckets_[bucket]);
        }
        return std::sqrt(squares / static_cast<double>(count_));
    }

    /// How many buckets there are by now.
    std::size_t buckets() const noexcept { return buckets_.size(); }

    static constexpr std::size_t buckets_per_doubling = 128;  ///< the relative error is at most one part of so many

private:
    static constexpr int bits = std::bit_width(buckets_per_doubling);  // of a value's leading digits that are kept: 8

    // Drop low bits until 8 are left: those choose the bucket, and how many were dropped chooses the doubling.
    static constexpr std::size_t bucket_of(std::uint64_t value) noexcept {
        const int dropped = std::max(static_cast<int>(std::bit_width(value)) - bits, 0);
        return static_cast<std::size_t>(dropped) * buckets_per_doubling + static_cast<std::size_t>(value >> dropped);
    }

    static constexpr std::uint64_t highest_in(std::size_t bucket) noexcept {
        if (bucket < 2 * buckets_per_doubling) return bucket;
        const std::size_t dropped = bucket / buckets_per_doubling - 1;
        const std::uint64_t leading = bucket % buckets_per_doubling + buckets_per_doubling;
        return (leading << dropped) + ((std::uint64_t{1} << dropped) - 1);
    }

    // Whole doublings at a time: seldom, and two that hold the same values are equally long.
    void grow(std::size_t bucket) {
        buckets_.resize((bucket / buckets_per_doubling + 1) * buckets_per_doubling);
    }

    // Which value, counted from the smallest, is asked for. 99.9 is no binary fraction: one that is a hair too large
    // must not ask for the next value, hence nextafter.
    std::uint64_t rank(double percent) const noexcept {
        if (!(percent > 0)) return 0;
        if (percent >= 100) return count_;
        return static_cast<std::uint64_t>(std::ceil(std::nextafter(percent, 0.0) * static_cast<double>(count_) / 100));
    }

    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    double sum_ = 0;
    std::uint64_t min_ = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t max_ = 0;
};

}  // namespace parley::bench
