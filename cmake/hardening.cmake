# SPDX-License-Identifier: MIT
#
# parley_hardened: how a program that talks to strangers is compiled, so that a mistake with memory ends it and opens
# nothing. What this compiler or linker does not know is left out. chat_compare and the servers beside it do without:
# they are measured.

include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)
include(CheckPIESupported)

add_library(parley_hardened INTERFACE)

# Checks of the library's, in optimised builds (the first works in no other). A distribution may have set a lower level.
target_compile_options(parley_hardened INTERFACE
    "$<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3;-D_GLIBCXX_ASSERTIONS>")

# Windows' linker has other words for the rest, and the defaults of the compilers there are these.
if(UNIX)
    # A canary before each return address; only what is meant to be jumped to can be (x86, then arm64).
    foreach(flag IN ITEMS -fstack-protector-strong -fcf-protection -mbranch-protection=standard)
        string(MAKE_C_IDENTIFIER "PARLEY_KNOWS${flag}" known)
        check_cxx_compiler_flag(${flag} ${known})
        if(${known})
            target_compile_options(parley_hardened INTERFACE ${flag})
        endif()
    endforeach()
    # Nobody knows in advance where the program lies, and its table of functions cannot be written to.
    check_pie_supported(LANGUAGES CXX)
    set_target_properties(parley_hardened PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
    check_linker_flag(CXX -Wl,-z,relro,-z,now PARLEY_KNOWS_RELRO)
    if(PARLEY_KNOWS_RELRO)
        target_link_options(parley_hardened INTERFACE -Wl,-z,relro,-z,now)
    endif()
endif()
