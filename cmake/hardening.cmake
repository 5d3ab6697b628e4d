# Warnings and the OpenSSF hardening set, as far as gcc 12 and clang 14 accept it.
include(CheckCCompilerFlag)
add_library(gbx_flags INTERFACE)
target_compile_definitions(gbx_flags INTERFACE _GNU_SOURCE GBX_VERSION="${PROJECT_VERSION}")
target_compile_options(gbx_flags INTERFACE
  -Wall -Wextra -Wformat=2 -Wshadow -Wundef -Wpointer-arith -Wcast-qual -Wwrite-strings
  -Wimplicit-fallthrough -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition>
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
  -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing)
if(GBX_WERROR)
  target_compile_options(gbx_flags INTERFACE -Werror)
endif()
foreach(flag -Wtrampolines -Wbidi-chars=any -ftrivial-auto-var-init=zero)
  string(MAKE_C_IDENTIFIER "HAVE${flag}" have)
  check_c_compiler_flag(${flag} ${have})
  if(${have})
    target_compile_options(gbx_flags INTERFACE ${flag})
  endif()
endforeach()
# On x86-64 the level every processor since 2009 has (SSE4.2, POPCNT); elsewhere the
# portable code paths are taken.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(gbx_flags INTERFACE -march=x86-64-v2)
endif()
if(GBX_SANITIZE)
  target_compile_options(gbx_flags INTERFACE -fsanitize=${GBX_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g)
  target_link_options(gbx_flags INTERFACE -fsanitize=${GBX_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT GBX_COVERAGE)
  target_compile_options(gbx_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
if(GBX_FUZZ)
  target_compile_options(gbx_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(GBX_COVERAGE)
  target_compile_options(gbx_flags INTERFACE --coverage -O0 -g)
  target_link_options(gbx_flags INTERFACE --coverage)
endif()
target_link_options(gbx_flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed)
set(CMAKE_C_FLAGS_RELEASE "-O2 -g")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g")
