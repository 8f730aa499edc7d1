#pragma once
#include <string>
#include <vector>

#include "schemas/api/family.hpp"

namespace frontdesk::api {

// An OpenAPI 3.1 document of the REST routes of all families. Throws std::logic_error when two schemas of one name
// differ.
std::string openapi(const std::vector<const Family*>& families);

// An AsyncAPI 3.0 document of their socket events in both directions.
std::string asyncapi(const std::vector<const Family*>& families);

}  // namespace frontdesk::api
