# What a build may switch on.
option(GBX_TESTS "Build the tests and the generator of test data" ON)
option(GBX_WERROR "Warnings are errors" OFF)
set(GBX_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")
option(GBX_FUZZ "Build the libFuzzer targets and nothing else (clang)" OFF)
option(GBX_COVERAGE "Instrument for gcov" OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
