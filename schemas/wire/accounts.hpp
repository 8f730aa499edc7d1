#pragma once
#include <string>
#include <string_view>

#include "rows/identity.hpp"

namespace frontdesk::wire {

// User of contract 004, section 4; with `createdAt` on GET /api/auth/me.
std::string user_json(const rows::Account& row);
std::string user_json_with_created_at(const rows::Account& row);
// An item of GET /api/clinic/:clinicId/staff.
std::string staff_member_json(const rows::Account& row);

// A living session of the caller, an item of GET /api/auth/sessions. Address and user agent are those of its login or
// last refresh. Told to nobody but its owner. `current`: the one that asks.
std::string session_json(const rows::Session& row, bool current);

// The first profile picture of an account (contract 004: blank unescaped).
std::string first_profile_picture(std::string_view first_name, std::string_view last_name);

}  // namespace frontdesk::wire
