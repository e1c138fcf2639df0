# SPDX-License-Identifier: MIT
#
# What `cmake --install` copies, so that `find_package(parley)` and `pkg-config parley` find it. Nothing in it depends on
# where it lies or on the machine, so it goes to share/ and may be moved as a whole.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/parley)
set(pkgconfig_dir ${CMAKE_INSTALL_DATADIR}/pkgconfig)

target_include_directories(parley INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/parley DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.hpp")
install(TARGETS parley EXPORT parleyTargets)
install(EXPORT parleyTargets NAMESPACE parley:: DESTINATION ${package_dir})

# Before 1.0 a new minor version may break what was. From 1.0 on this is SameMajorVersion.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/parleyConfig.cmake ${PROJECT_BINARY_DIR}/parleyConfigVersion.cmake
    DESTINATION ${package_dir})

file(RELATIVE_PATH pkgconfig_to_prefix /${pkgconfig_dir} /)
string(REGEX REPLACE "/$" "" pkgconfig_to_prefix ${pkgconfig_to_prefix})
if(WIN32)
    set(pkgconfig_system_libraries " -lws2_32")
else()
    set(pkgconfig_system_libraries "")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/parley.pc.in ${PROJECT_BINARY_DIR}/parley.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/parley.pc DESTINATION ${pkgconfig_dir})
