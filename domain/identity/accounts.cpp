#include "domain/identity/accounts.hpp"

#include "domain/find.hpp"

namespace frontdesk::identity {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using events::Sealed;

Decision decide(const State& state, const RegisterUser& command) {
  if (state.user_of_email.contains(folded(command.email))) return Rejection{"email_exists"};
  return events::UserRegistered{command.user_id,
                                Sealed(command.email),
                                Sealed(command.first_name),
                                Sealed(command.last_name),
                                command.password_hash,
                                Sealed(command.profile_picture),
                                command.at};
}

Decision decide(const State& state, const GrantRole& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->role == command.role) return NoChange{};
  return events::RoleGranted{command.user_id, command.role, command.at};
}

Decision decide(const State& state, const AddClinicStaff& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->role == events::Role::admin) return Rejection{"is_admin"};
  if (account->clinic_id) return Rejection{"already_staff"};
  return events::ClinicStaffAdded{command.user_id, command.clinic_id, command.at, command.added_by};
}

Decision decide(const State& state, const RemoveClinicStaff& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->clinic_id != command.clinic_id) return Rejection{"not_staff"};
  return events::ClinicStaffRemoved{command.user_id, command.clinic_id, command.at, command.removed_by};
}

Decision decide(const State& state, const DisableAccount& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->disabled) return NoChange{};
  return events::AccountDisabled{command.user_id, command.at};
}

Decision decide(const State& state, const EnableAccount& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (!account->disabled) return NoChange{};
  return events::AccountEnabled{command.user_id, command.at};
}

Decision decide(const State& state, const ChangePassword& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->credential_version != command.credential_version) return Rejection{"credential_changed"};
  if (account->disabled) return Rejection{"account_disabled"};
  return events::PasswordChanged{command.user_id, command.password_hash, command.at};
}

Decision decide(const State& state, const ChangeProfile& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  const auto changed = [](const std::optional<std::string>& name, const std::string& present) {
    return name && name != present ? std::optional(Sealed(*name)) : std::nullopt;
  };
  const auto first_name = changed(command.first_name, account->first_name);
  const auto last_name = changed(command.last_name, account->last_name);
  if (!first_name && !last_name) return NoChange{};
  return events::ProfileChanged{command.user_id, first_name, last_name, command.at};
}

std::optional<Credential> credential_of(const State& state, std::string_view email) {
  const UserId* user_id = find(state.user_of_email, folded(email));
  return user_id == nullptr ? std::nullopt : credential_of(state, *user_id);
}

std::optional<Credential> credential_of(const State& state, const UserId& user_id) {
  const Account* account = find(state.accounts, user_id);
  if (account == nullptr) return std::nullopt;
  return Credential{user_id, account->password_hash, account->credential_version, account->disabled};
}

}  // namespace frontdesk::identity
