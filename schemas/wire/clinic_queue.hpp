#pragma once
#include <string>
#include <string_view>

#include "rows/clinic_queue.hpp"

namespace frontdesk::wire {

// Token of contract 004, section 4.
std::string to_json(const rows::Token& token);
// queue:your_token_updated: the Token with `"patient":{"id"}`.
std::string to_json_with_patient(const rows::Token& token);

// From midnight to midnight of its clinic.
bool is_today(const rows::Queue& row, Instant now);

std::string queue_json(const rows::Queue& row);
// `isActive` shows while false, and when `show_active` (a reactivation is announced).
std::string queue_status_json(const rows::Queue& row, bool show_active = false);

}  // namespace frontdesk::wire
