#pragma once
#include "schemas/api/family.hpp"

namespace frontdesk::api::appointment_chat {

// Contract 001: appointment chat.
const Family& family();

}  // namespace frontdesk::api::appointment_chat
