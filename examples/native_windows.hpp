#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// What the programs ask of the operating system about their process, in Windows' words: the twin of
/// `native_posix.hpp`, with the same names in the same order. Refuses to know what a program does.
/// Read next: `terminal/native_windows.hpp`.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <io.h>
#include <parley/net/native.hpp>
#include <shellapi.h>
#include <span>
#include <string>
#include <vector>

namespace program {

/// A text in UTF-8, which the programs and the chat speak, made of one in UTF-16, which Windows does.
inline std::string utf8(const wchar_t* text, std::size_t length) {
    const int size = static_cast<int>(length);
    std::string made(3 * length, '\0');  // no code unit needs more
    const int used = ::WideCharToMultiByte(CP_UTF8, 0, text, size, made.data(), static_cast<int>(made.size()), nullptr,
                                           nullptr);
    made.resize(static_cast<std::size_t>(used > 0 ? used : 0));
    return made;
}

/// And back. No byte becomes more than one code unit.
inline std::wstring utf16(const char* text, std::size_t length) {
    std::wstring made(length, L'\0');
    const int size = static_cast<int>(length);
    const int used = ::MultiByteToWideChar(CP_UTF8, 0, text, size, made.data(), size);
    made.resize(static_cast<std::size_t>(used > 0 ? used : 0));
    return made;
}

/// What is printed is UTF-8, and a newline is one byte, as on every other system. The console gets its code page back
/// when the program ends.
inline void open_standard_streams() noexcept {
    static const unsigned before = ::GetConsoleOutputCP();
    if (before != 0 && before != CP_UTF8 && ::SetConsoleOutputCP(CP_UTF8) != 0)
        std::atexit([] { ::SetConsoleOutputCP(before); });
    for (const int stream : {0, 1, 2}) ::_setmode(stream, _O_BINARY);
}

/// What main() should have been given, without the program's name, in UTF-8: its own arguments are in the code page of
/// the country.
inline std::span<const char* const> arguments(int, char**) {
    static std::vector<std::string> texts;
    static std::vector<const char*> pointers;
    int count = 0;
    wchar_t** const values = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    for (int i = 1; values != nullptr && i < count; ++i)
        texts.push_back(utf8(values[i], std::char_traits<wchar_t>::length(values[i])));
    ::LocalFree(values);
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    return pointers;
}

/// Windows does not tell. Whoever marks text in a console stops those who print there.
inline bool stderr_has_room() noexcept { return true; }

/// What a console's Ctrl+C calls; a handler can be given nothing.
inline std::atomic<void (*)(int)> termination = nullptr;

/// A console tells of Ctrl+C and of its window's end in a thread that it makes. When the window closes, the process has
/// as long as this does not return (and five seconds at most).
inline int __stdcall handle_console(unsigned long event) noexcept {
    termination.load()(0);
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) ::Sleep(INFINITE);
    return 1;
}

/// Ctrl+C, and whoever else asks this program to end, call `asked`, each time, in a thread of its own.
inline void on_termination(void (*asked)(int)) noexcept {
    termination = asked;
    ::SetConsoleCtrlHandler(&handle_console, 1);
}

/// From a thread of the console's.
[[noreturn]] inline void end_at_once(int code) noexcept { std::_Exit(code); }

/// How many descriptors this process may have; the same number twice when nothing was changed.
struct descriptor_limit {
    unsigned long long before = 0;
    unsigned long long now = 0;
};

/// Sockets are limited by memory only.
inline descriptor_limit raise_descriptor_limit() noexcept { return {}; }

}  // namespace program
