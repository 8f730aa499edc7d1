#pragma once
#include "schemas/api/family.hpp"

namespace frontdesk::api::pet_care {

// Contract 000: pet appointments and chat.
const Family& family();

}  // namespace frontdesk::api::pet_care
