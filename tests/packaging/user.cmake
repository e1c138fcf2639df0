# SPDX-License-Identifier: MIT
#
# What the three users have in common, once they have parley::parley.

# Nobody who uses parley gets its tests, its examples or its warnings.
foreach(own IN ITEMS parley_own test_main chat_server chat_client)
    if(TARGET ${own})
        message(FATAL_ERROR "parley brought its own target ${own} into a user's project")
    endif()
endforeach()
get_target_property(options parley::parley INTERFACE_COMPILE_OPTIONS)
if(options)
    message(FATAL_ERROR "parley imposes compiler options on its user: ${options}")
endif()

add_executable(user ../main.cpp)
target_link_libraries(user PRIVATE parley::parley)
