#pragma once
#include <string>
#include <vector>

#include "schemas/api/family.hpp"

namespace frontdesk::api {

// An HTML page of the socket events of all families, to be read by people; /docs/page.css gives it its looks. What
// asyncapi() prints is the same for programs.
std::string sockets_page(const std::vector<const Family*>& families);

}  // namespace frontdesk::api
