#pragma once
#include <vector>

#include "schemas/api/family.hpp"

namespace frontdesk::api {

// All families, in the order of the documents.
const std::vector<const Family*>& families();

}  // namespace frontdesk::api
