#pragma once
#include "schemas/api/family.hpp"

namespace frontdesk::api::clinics {

// Contract 004: all routes and socket events of the clinic queue.
const Family& family();

}  // namespace frontdesk::api::clinics
