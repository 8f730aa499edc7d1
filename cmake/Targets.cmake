# frontdesk_library(name SOURCES … [LIBS …]): a static library whose includes start at the repository root.
function(frontdesk_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS;PRIVATE_LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
  target_link_libraries(${name} PUBLIC ${ARG_LIBS} PRIVATE frontdesk_warnings ${ARG_PRIVATE_LIBS})
endfunction()

# frontdesk_program(name SOURCES … [LIBS …]): an executable in <build>/bin.
function(frontdesk_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
  target_link_libraries(${name} PRIVATE frontdesk_warnings ${ARG_LIBS})
endfunction()

# frontdesk_test(name SOURCES … [LIBS …] [LABEL unit|stores|system|long] [THREADS] [TIMEOUT seconds] [MAIN]): one GoogleTest program, one ctest entry.
# unit: nothing but the program. stores: needs real Kafka, PostgreSQL and Redis. system: needs a running Frontdesk.
# long: does not fit the everyday run. THREADS: a unit test that is also run under ThreadSanitizer. MAIN: the program brings its own main().
function(frontdesk_test name)
  cmake_parse_arguments(ARG "MAIN;THREADS" "LABEL;TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  frontdesk_program(${name} SOURCES ${ARG_SOURCES} LIBS ${ARG_LIBS} GTest::gtest)
  if(NOT ARG_MAIN)
    target_link_libraries(${name} PRIVATE GTest::gtest_main)
  endif()
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  if(ARG_THREADS)
    list(APPEND ARG_LABEL threads)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()
