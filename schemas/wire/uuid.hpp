#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::wire {

// Contract 004: a UUID of version 1–8 with the RFC 9562 variant, or nil, or max, in either case. The id in lower case,
// else nullopt.
std::optional<std::string> parse_uuid(std::string_view text);

}  // namespace frontdesk::wire
