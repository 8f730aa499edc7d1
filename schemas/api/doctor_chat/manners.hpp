#pragma once
#include "schemas/api/manners.hpp"

// Contract 002: patient–doctor chat.
namespace frontdesk::api::doctor_chat {

extern const Manners manners;
// The routes for doctors alone have an envelope of their own (section 6).
extern const Manners manners_to_doctors;

}  // namespace frontdesk::api::doctor_chat
