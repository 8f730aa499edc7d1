#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace frontdesk::http {

// What the client would like (RFC 7240): the value of the first mention of a preference in the Prefer headers,
// unquoted, empty if it has none. Names have no case; parameters count for nothing here.
std::optional<std::string> preference(const Request& request, std::string_view lower_case_name);

}  // namespace frontdesk::http
