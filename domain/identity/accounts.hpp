#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/identity/decision.hpp"

// What can be asked of an account (contract 004, section 2).
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
Decision decide(const State& state, const RegisterUser& command);

// user_not_found; no change when the account has that role
struct GrantRole {
  UserId user_id;
  events::Role role = events::Role::patient;
  Instant at;
};
Decision decide(const State& state, const GrantRole& command);

// user_not_found, is_admin, already_staff
struct AddClinicStaff {
  UserId user_id;
  ClinicId clinic_id;
  UserId added_by;
  Instant at;
};
Decision decide(const State& state, const AddClinicStaff& command);

// The account is a patient again, and free for any clinic. user_not_found, not_staff (of this clinic)
struct RemoveClinicStaff {
  UserId user_id;
  ClinicId clinic_id;
  UserId removed_by;
  Instant at;
};
Decision decide(const State& state, const RemoveClinicStaff& command);

// user_not_found; no change when it is disabled
struct DisableAccount {
  UserId user_id;
  Instant at;
};
Decision decide(const State& state, const DisableAccount& command);

// user_not_found; no change when it is enabled
struct EnableAccount {
  UserId user_id;
  Instant at;
};
Decision decide(const State& state, const EnableAccount& command);

// The old password was right for `credential_version`. user_not_found, credential_changed, account_disabled
struct ChangePassword {
  UserId user_id;
  int credential_version = 0;
  std::string password_hash;
  Instant at;
};
Decision decide(const State& state, const ChangePassword& command);

// user_not_found; no change when the names are those already
struct ChangeProfile {
  UserId user_id;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  Instant at;
};
Decision decide(const State& state, const ChangeProfile& command);

// What a password is checked against. `disabled` is told only to who knows the password.
struct Credential {
  UserId user_id;
  std::string password_hash;
  int version = 0;
  bool disabled = false;
};
std::optional<Credential> credential_of(const State& state, std::string_view email);  // in any case
std::optional<Credential> credential_of(const State& state, const UserId& user_id);

}  // namespace frontdesk::identity
