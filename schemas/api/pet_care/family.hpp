#pragma once
#include "schemas/api/family.hpp"

namespace frontdesk::api::pet_care {

const Family& family();

}  // namespace frontdesk::api::pet_care
