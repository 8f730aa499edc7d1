#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::web {

// The first parameter of that name in a query, decoded (%XX, and + as a blank). nullopt: there is none. An escape that
// is none stays as it came.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace frontdesk::web
