#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/time/instant.hpp"

namespace frontdesk::wire {

// The read model of an account, as it lies in the cache `account:<id>` and in read_v1.account.
struct AccountRow {
  std::string id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string role;  // PATIENT, STAFF, ADMIN …
  std::optional<std::string> clinic_id;
  std::string profile_picture;
  Instant created_at;
  bool disabled = false;
};
std::string to_cache_json(const AccountRow& row);
std::optional<AccountRow> account_row_from_cache(std::string_view json);

// User of contract 004, section 4; with `createdAt` on GET /api/auth/me.
std::string user_json(const AccountRow& row);
std::string user_json_with_created_at(const AccountRow& row);
// An item of GET /api/clinic/:clinicId/staff.
std::string staff_member_json(const AccountRow& row);

// A living session of the caller, an item of GET /api/auth/sessions. Address and user agent are those of its login or
// last refresh. Told to nobody but its owner.
struct SessionRow {
  std::string id;
  std::string user_agent;
  std::string address;
  Instant created_at;
  Instant expires_at;  // of the refresh token
};
// `current`: the one that asks.
std::string session_json(const SessionRow& row, bool current);

// The first profile picture of an account (contract 004: blank unescaped).
std::string first_profile_picture(std::string_view first_name, std::string_view last_name);

}  // namespace frontdesk::wire
