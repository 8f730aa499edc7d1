# Language level, warnings and sanitizers for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

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
  # g++ 12 sees overlapping copies in `"text" + std::string` and in assigning a literal (GCC bugs 105329, 105651).
  target_compile_options(frontdesk_warnings INTERFACE -Wno-restrict)
endif()

if(FRONTDESK_SANITIZE)
  add_compile_options(-fsanitize=${FRONTDESK_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${FRONTDESK_SANITIZE})
  if(FRONTDESK_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Boost.Asio uses fences, which g++ warns that ThreadSanitizer does not see.
    add_compile_options(-Wno-tsan)
  endif()
endif()
