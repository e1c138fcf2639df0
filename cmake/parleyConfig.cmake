# SPDX-License-Identifier: MIT
#
# What `find_package(parley)` reads once parley is installed.

include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/parleyTargets.cmake)
