# SPDX-License-Identifier: MIT
#
# Part of use.cmake: FOLDER/parley.hpp has lost nothing. It names no other header of ours, and includes of the system's
# what those that it is made of include. That each comes early enough the compiler shows, but for Windows' own.

set(include "(^|\n)#include <([^>\n]+)>")

file(READ ${FOLDER}/parley.hpp one)
if(one MATCHES "\n *# *include *[<\"]parley/[^\n]*")
    message(FATAL_ERROR "parley.hpp is meant to stand alone, but says: ${CMAKE_MATCH_0}")
endif()
string(REGEX MATCHALL "${include}" in_one "${one}")
string(REPLACE "\n" "" in_one "${in_one}")

# The headers that it is made of: whoever is included by parley.hpp, by whom that includes, and so on.
set(in_many "")
set(seen "")
set(ahead parley/parley.hpp)
while(ahead)
    list(POP_FRONT ahead header)
    list(APPEND seen ${header})
    file(READ ${SOURCE}/include/${header} text)
    string(REGEX MATCHALL "${include}" found "${text}")
    string(REPLACE "\n" "" found "${found}")
    foreach(line IN LISTS found)
        string(REGEX REPLACE ".*<(.+)>" "\\1" name "${line}")
        if(NOT name MATCHES "^parley/")
            list(APPEND in_many ${line})
        elseif(NOT name IN_LIST seen)
            list(APPEND ahead ${name})
        endif()
    endforeach()
endwhile()

set(lost ${in_many})
set(added ${in_one})
list(REMOVE_ITEM lost ${in_one})
list(REMOVE_ITEM added ${in_many})
if(lost OR added)
    message(FATAL_ERROR "of what its headers include, parley.hpp has lost '${lost}' and added '${added}'")
endif()
if(NOT one MATCHES "#define FD_SETSIZE.*#define NOMINMAX.*<winsock2.h>.*<ws2tcpip.h>.*#undef NOMINMAX")
    message(FATAL_ERROR "parley.hpp sets up Windows' headers in another order than net/native_winsock.hpp")
endif()
