# Language level, warnings and sanitizers for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Every library goes into a program, so all code is that of position-independent programs; with one kind of code,
# libraries and programs share precompiled headers.
set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
add_compile_options(-fPIE)
add_link_options(-pie)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess) # ccache sees the precompiled headers then
endif()
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# One compiler run for several sources of a target (a "unity build"), on precompiled headers: docs/building.md has the
# figures. OFF: each source has a run, and an entry in compile_commands.json, of its own; clang-tidy reads those.
option(FRONTDESK_UNITY "compile the sources of a target in groups" ON)

set(FRONTDESK_SANITIZE "" CACHE STRING "comma-separated -fsanitize list, empty for none")

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # -g1 keeps stack traces readable at a third of the object size.
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
endif()

add_library(frontdesk_warnings INTERFACE)
target_compile_options(frontdesk_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlapping copies in `"text" + std::string` and in assigning a literal (GCC bugs 105329, 105651),
  # and, with more of a program before its eyes, copies and searches longer than memory. AddressSanitizer sees the real ones.
  target_compile_options(frontdesk_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()

if(FRONTDESK_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ takes a source of a group for a header, which must not use an unnamed namespace for the members of a class.
  target_compile_options(frontdesk_warnings INTERFACE -Wno-subobject-linkage)
endif()

if(FRONTDESK_SANITIZE)
  add_compile_options(-fsanitize=${FRONTDESK_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FRONTDESK_SANITIZE})
  if(FRONTDESK_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Boost.Asio uses fences, which g++ warns that ThreadSanitizer does not see.
    add_compile_options(-Wno-tsan)
  endif()
endif()
