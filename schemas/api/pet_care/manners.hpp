#pragma once
#include "schemas/api/manners.hpp"

namespace frontdesk::api::pet_care {

// Contract 000: pet appointments and chat.
extern const Manners manners;

}  // namespace frontdesk::api::pet_care
