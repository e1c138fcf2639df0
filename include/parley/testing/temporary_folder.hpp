#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// A folder for a while. Refuses to know what is in it.

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

namespace parley::testing {

/// A folder with a name that nobody else has, where this system keeps temporary files (TMPDIR, on POSIX); gone with
/// this, and with all that is in it.
/// @snippet examples/trace.cpp timeline
class temporary_folder {
public:
    /// Throws `std::filesystem::filesystem_error` when there can be none.
    temporary_folder() {
        std::random_device any;
        const std::filesystem::path beside = std::filesystem::temp_directory_path();
        do path_ = beside / ("parley_" + std::to_string(any()));
        while (!std::filesystem::create_directory(path_));  // false: it was there already
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);  // a trace tells who spoke
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code none;
        std::filesystem::remove_all(path_, none);
    }

    std::string path() const { return path_.string(); }  ///< absolute where TMPDIR is

    /// The path of a file in it, which need not be there.
    std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

}  // namespace parley::testing
