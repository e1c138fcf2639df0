# SPDX-License-Identifier: MIT
#
# usage: cmake [-DOUTPUT=FILE] -P cmake/amalgamate.cmake     (default: build/amalgamated/parley.hpp)
#
# Writes everything that parley.hpp includes into one file. A header's text stands once, where it is first needed. What
# is included under an #if stays under that #if; what it needs, and others need too, is written before it.

cmake_minimum_required(VERSION 3.22)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH source)
if(NOT OUTPUT)
    set(OUTPUT ${source}/build/amalgamated/parley.hpp)
endif()

# What is known of a header is kept in global properties: `text_`, and lists of what it includes: parley's own headers
# (`always_` and, where an #if decides, `perhaps_`, each followed by the number of that branch) and the system's
# (`system_`, outside any #if).
function(know what header)
    set_property(GLOBAL PROPERTY ${what}_${header} "${ARGN}")
endfunction()
function(ask variable what header)
    get_property(known GLOBAL PROPERTY ${what}_${header})
    set(${variable} "${known}" PARENT_SCOPE)
endfunction()

# Reads a header and all that it includes.
function(read_header header)
    ask(text text ${header})
    if(text)
        return()
    endif()
    file(READ ${source}/include/parley/${header} text)
    string(REPLACE "#pragma once\n// SPDX-License-Identifier: MIT\n" "" text "${text}")
    know(text ${header} "${text}")
    set(always "")
    set(perhaps "")
    set(system "")
    set(depth 0)
    set(branch 0)
    string(REGEX MATCHALL "\n#(if|elif|else|endif|include <[^>\n]+>)" directives "${text}")
    foreach(directive IN LISTS directives)
        if(directive MATCHES "#(el|if)")
            math(EXPR branch "${branch} + 1")
        endif()
        if(directive MATCHES "#if")
            math(EXPR depth "${depth} + 1")
        elseif(directive MATCHES "#endif")
            math(EXPR depth "${depth} - 1")
        elseif(directive MATCHES "<parley/(.+)>")
            set(included ${CMAKE_MATCH_1})
            read_header(${included})
            if(depth EQUAL 0)
                list(APPEND always ${included})
            else()
                list(APPEND perhaps ${included} ${branch})
            endif()
        elseif(directive MATCHES "<(.+)>" AND depth EQUAL 0)
            list(APPEND system ${CMAKE_MATCH_1})
        endif()
    endforeach()
    know(always ${header} ${always})
    know(perhaps ${header} ${perhaps})
    know(system ${header} ${system})
endfunction()

# Appends to the list `${reached}` the header and all that it includes: `with_perhaps` also what an #if decides, but no
# more than the name of what is needed anyway.
function(reach reached header with_perhaps)
    if(header IN_LIST ${reached})
        return()
    endif()
    list(APPEND ${reached} ${header})
    if(NOT with_perhaps OR NOT header IN_LIST needed_anyway)
        ask(included always ${header})
        if(with_perhaps)
            ask(perhaps perhaps ${header})
            list(FILTER perhaps EXCLUDE REGEX "^[0-9]+$")
            list(APPEND included ${perhaps})
        endif()
        foreach(other IN LISTS included)
            reach(${reached} ${other} ${with_perhaps})
        endforeach()
    endif()
    set(${reached} ${${reached}} PARENT_SCOPE)
endfunction()

# Sets `${result}` to what the branches of an #if include and what is included elsewhere too, or in more than one branch.
function(shared_by_branches result) # HEADER BRANCH...
    set(shared "")
    set(numbers "")
    while(ARGN)
        list(POP_FRONT ARGN header number)
        list(APPEND numbers ${number})
        reach(needed_${number} ${header} TRUE)
    endwhile()
    list(REMOVE_DUPLICATES numbers)
    set(seen ${needed_anyway})
    foreach(number IN LISTS numbers)
        foreach(header IN LISTS needed_${number})
            if(header IN_LIST seen)
                list(APPEND shared ${header})
            endif()
        endforeach()
        list(APPEND seen ${needed_${number}})
    endforeach()
    set(${result} ${shared} PARENT_SCOPE)
endfunction()

# Sets `${result}` to the header's text behind the text of all that it needs and that was not written yet. `branch` says
# under which #ifs it will stand: "/" under none, "/net/native.hpp:2/" in the second branch of that header.
function(expand result header branch)
    set(${result} "" PARENT_SCOPE)
    ask(written written ${header})
    if(written)
        string(FIND ${branch} ${written} common)
        if(NOT common EQUAL 0)
            message(FATAL_ERROR "${header} is needed in ${branch} and was written in ${written}: include it before the #if")
        endif()
        return()
    endif()
    know(written ${header} ${branch})

    ask(before always ${header})
    ask(perhaps perhaps ${header})
    if(branch STREQUAL "/")
        shared_by_branches(shared ${perhaps})
        list(APPEND before ${shared})
    endif()
    set(all "")
    foreach(other IN LISTS before)
        expand(more ${other} ${branch})
        string(APPEND all "${more}")
    endforeach()

    ask(text text ${header})
    ask(always always ${header})
    foreach(other IN LISTS always)
        string(REGEX REPLACE "\n#include <parley/${other}>[^\n]*" "" text "${text}")
    endforeach()
    while(perhaps)
        list(POP_FRONT perhaps other number)
        expand(more ${other} ${branch}${header}:${number}/)
        string(REPLACE "\n#include <parley/${other}>" "${more}" text "${text}")
    endwhile()
    # What the system offers is included where it is first needed.
    ask(system system ${header})
    foreach(other IN LISTS system)
        ask(included included ${other})
        if(included)
            string(REGEX REPLACE "\n#include <${other}>[^\n]*" "" text "${text}")
        elseif(branch STREQUAL "/")
            know(included ${other} TRUE)
        endif()
    endforeach()
    set(${result} "${all}\n// ---- ${header} ----\n${text}" PARENT_SCOPE)
endfunction()

read_header(parley.hpp)
set(needed_anyway "")
reach(needed_anyway parley.hpp FALSE)
expand(everything parley.hpp /)
string(REGEX REPLACE "\n\n\n+" "\n\n" everything "${everything}")

file(READ ${source}/include/parley/version.hpp version)
string(REGEX MATCH "\"([0-9.]+)\"" version "${version}")
set(version ${CMAKE_MATCH_1})
file(READ ${source}/LICENSE license)
string(STRIP "${license}" license)
string(REPLACE "\n" "\n// " license "${license}")
string(REPLACE "\n// \n" "\n//\n" license "${license}")

file(WRITE ${OUTPUT} "#pragma once
// SPDX-License-Identifier: MIT

/// @file
/// parley ${version} in one file, made by cmake/amalgamate.cmake: all that `parley/parley.hpp` includes. Change the
/// headers it was made of, not this. A program includes either this file or headers of the folder, never both.

// ${license}
${everything}")
message(STATUS "parley ${version} in one file: ${OUTPUT}")
