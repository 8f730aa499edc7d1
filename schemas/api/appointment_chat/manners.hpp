#pragma once
#include "schemas/api/manners.hpp"

namespace frontdesk::api::appointment_chat {

// Contract 001: appointment chat.
extern const Manners manners;

}  // namespace frontdesk::api::appointment_chat
