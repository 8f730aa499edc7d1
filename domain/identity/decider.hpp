#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "domain/decision.hpp"
#include "domain/identity/state.hpp"

// What can be asked of the accounts of one unit (contract 004, section 2). `at` is the time of the command; it never
// precedes the unit's last event. Passwords and refresh tokens come as hashes only.
namespace frontdesk::identity {

// email_exists
struct RegisterUser {
  UserId user_id;
  std::string email;  // trimmed
  std::string first_name;
  std::string last_name;
  std::string password_hash;
  std::string profile_picture;
  Instant at;
};

// user_not_found; no change when the account has that role
struct GrantRole {
  UserId user_id;
  events::Role role = events::Role::patient;
  Instant at;
};

// user_not_found, is_admin, already_staff
struct AddClinicStaff {
  UserId user_id;
  ClinicId clinic_id;
  UserId added_by;
  Instant at;
};

// The account is a patient again, and free for any clinic. user_not_found, not_staff (of this clinic)
struct RemoveClinicStaff {
  UserId user_id;
  ClinicId clinic_id;
  UserId removed_by;
  Instant at;
};

// user_not_found; no change when it is disabled
struct DisableAccount {
  UserId user_id;
  Instant at;
};

// user_not_found; no change when it is enabled
struct EnableAccount {
  UserId user_id;
  Instant at;
};

// A login whose password was right for `credential_version` (credential_of). The new session ends no other.
// user_not_found, credential_changed (look again), account_disabled
struct OpenSession {
  SessionId session_id;
  UserId user_id;
  int credential_version = 0;
  std::string refresh_token_hash;
  std::string user_agent;
  std::string address;
  Instant at;
  Instant expires_at;  // after `at`
};

// Exchanges the live refresh token. A spent one gains nothing; used more than `reuse_grace_ms` after it was spent it
// yields RefreshTokenReused, which the caller answers as `unauthorized`: until then it may be a second tab of the same
// browser, or the retry of one whom the first answer did not reach. account_disabled, unauthorized
struct RefreshSession {
  std::string token_hash;
  std::string new_token_hash;
  std::int64_t reuse_grace_ms = 0;
  std::string user_agent;
  std::string address;
  Instant at;
  Instant expires_at;  // after `at`
};

// Logout with any token of the family. No change when the token is unknown or the session over.
struct EndSession {
  std::string token_hash;
  Instant at;
};

// Its owner ends a session from anywhere, by its id. session_not_found (unknown, another's, or over)
struct RevokeSession {
  SessionId session_id;
  UserId user_id;
  Instant at;
};

// The old password was right for `credential_version`. user_not_found, credential_changed, account_disabled
struct ChangePassword {
  UserId user_id;
  int credential_version = 0;
  std::string password_hash;
  Instant at;
};

// user_not_found; no change when the names are those already
struct ChangeProfile {
  UserId user_id;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  Instant at;
};

using Command = std::variant<RegisterUser, GrantRole, AddClinicStaff, RemoveClinicStaff, DisableAccount, EnableAccount,
                             OpenSession, RefreshSession, EndSession, RevokeSession, ChangePassword, ChangeProfile>;
using Decision = domain::Decision<events::Event>;

// Pure. The codes above are in the order of checking.
Decision decide(const State& state, const Command& command);

// What a password is checked against. `disabled` is told only to who knows the password.
struct Credential {
  UserId user_id;
  std::string password_hash;
  int version = 0;
  bool disabled = false;
};
std::optional<Credential> credential_of(const State& state, std::string_view email);  // in any case
std::optional<Credential> credential_of(const State& state, const UserId& user_id);

// The session to whose family a refresh token belongs; null when none is known. Lives as long as the state is
// unchanged.
const Session* session_of(const State& state, const std::string& token_hash);

}  // namespace frontdesk::identity
