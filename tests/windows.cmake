# SPDX-License-Identifier: MIT
#
# What is left out of the tests on Windows, and why: paths below this folder, as regular expressions. Everything else
# is built and run there, under wine: `tests/windows.sh`.

set(left_out_on_windows
    "^bench/(command_line|comparison|contest|measure|questions|server_process)_test"  # starts and measures processes
    "^bench/line_up_test"                         # asks whether sh(1) is installed
    "^clock_jump/"                                # puts functions in the place of the system's (dlsym)
    "^faults/(amplify|costs|full|slow_reader_slow|stop)_test"  # a server in a process of its own: fork, /proc, descriptors
    "^faults/slow_reader_test"                    # Linux's buffers below wine take megabytes, so that nobody falls behind
    "^explore/(careless_loop|event_loop|thread_per_client)"  # thousands of orders: not done after 15 minutes under wine
    "^memory/server_test"                         # a server for each allocation: not done after 8 minutes under wine
    "^net/(local|no_descriptors|signals)_test"    # socket files; setrlimit; POSIX signals
    "^observe/trace_program_test"                 # pipes and signals of a program that is started
    "^probe/"                                     # starts programs and reads their pipes
    "^programs/"                                  # the same; tests/windows.sh holds a conversation of the programs
    "^server/process_test"                        # fork, sigaction
    "^soak/"                                      # the same, measured for minutes
    "^terminal/chat_client_test"                  # a pseudo-terminal
    "^thread_failure/"                            # puts a function in the place of pthread_create (dlsym)
    )

foreach(source IN LISTS sources)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
    foreach(pattern IN LISTS left_out_on_windows)
        if(path MATCHES "${pattern}")
            list(REMOVE_ITEM sources ${source})
            message(STATUS "left out on Windows: tests/${path}")
        endif()
    endforeach()
endforeach()
