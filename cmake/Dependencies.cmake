# Every library comes from Debian; infra/packages.txt says which package and why.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(GTest REQUIRED)
find_package(RapidJSON REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(date CONFIG REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

pkg_check_modules(pistache REQUIRED IMPORTED_TARGET libpistache)
pkg_check_modules(pqxx REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
# It asks for -D_FILE_OFFSET_BITS=64, which says nothing new on 64 bits, but all users of a precompiled header must agree.
set_property(TARGET PkgConfig::hiredis PROPERTY INTERFACE_COMPILE_OPTIONS "")
pkg_check_modules(crypt REQUIRED IMPORTED_TARGET libcrypt)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc)

add_library(frontdesk_rapidjson INTERFACE)
target_include_directories(frontdesk_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})
