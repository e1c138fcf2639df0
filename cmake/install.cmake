# SPDX-License-Identifier: MIT
#
# What `cmake --install` copies, so that `find_package(parley)` finds it.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/parley)

target_include_directories(parley INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/parley DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.hpp")
install(TARGETS parley EXPORT parleyTargets)
install(EXPORT parleyTargets NAMESPACE parley:: DESTINATION ${package_dir})

write_basic_package_version_file(${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/parleyConfig.cmake ${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake
    DESTINATION ${package_dir})
