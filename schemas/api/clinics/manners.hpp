#pragma once
#include "schemas/api/manners.hpp"

namespace frontdesk::api::clinics {

// Contract 004: clinic queue.
extern const Manners manners;

}  // namespace frontdesk::api::clinics
