#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "platform/logging/log.hpp"
#include "platform/time/instant.hpp"

namespace frontdesk::logging {

// The JSON object of one log line, without the line end. What is not valid UTF-8 is replaced by U+FFFD.
std::string line(Instant now, std::string_view level, std::string_view service, std::string_view message,
                 std::initializer_list<Field> fields);

}  // namespace frontdesk::logging
