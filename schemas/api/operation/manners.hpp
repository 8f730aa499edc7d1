#pragma once
#include "schemas/api/manners.hpp"

namespace frontdesk::api::operation {

// What belongs to no client family, and may be read by any page.
extern const Manners manners;
// Paths that are nobody's.
extern const Manners elsewhere;

}  // namespace frontdesk::api::operation
