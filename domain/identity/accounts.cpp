#include "domain/identity/accounts.hpp"

#include "domain/find.hpp"
#include "domain/identity/folds.hpp"

namespace frontdesk::identity {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;
using events::Sealed;

namespace {
void end_all_sessions(State& state, const Account& account) {
  for (const SessionId& id : account.sessions) session_of(state, id).ended = true;
}
}  // namespace

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

void apply(State& state, const events::UserRegistered& event) {
  Account account;
  account.email = event.email.reveal();
  account.first_name = event.first_name.reveal();
  account.last_name = event.last_name.reveal();
  account.profile_picture = event.profile_picture.reveal();
  account.password_hash = event.password_hash;
  account.registered_at = event.registered_at;
  const bool added = state.accounts.emplace(event.user_id, std::move(account)).second;
  require(added, "the account is there already");
  state.user_of_email.emplace(folded(event.email.reveal()), event.user_id);
}

namespace {
std::string revealed(const std::optional<events::Sealed>& text) { return text ? text->reveal() : std::string(); }
}  // namespace

void apply(State& state, const events::OutsideUserAdmitted& event) {
  Account account;
  account.origin = event.origin;
  account.email = revealed(event.email);
  account.first_name = revealed(event.name);
  account.profile_picture = revealed(event.picture);
  account.role = event.role;
  account.registered_at = event.admitted_at;
  const bool added = state.accounts.emplace(event.user_id, std::move(account)).second;
  require(added, "the account is there already");
}

void apply(State& state, const events::RoleGranted& event) {
  Account& account = account_of(state, event.user_id);
  account.role = event.role;
  if (event.role != events::Role::staff) account.clinic_id.reset();
}

void apply(State& state, const events::ClinicStaffAdded& event) {
  Account& account = account_of(state, event.user_id);
  account.role = events::Role::staff;
  account.clinic_id = event.clinic_id;
}

void apply(State& state, const events::ClinicStaffRemoved& event) {
  Account& account = account_of(state, event.user_id);
  account.role = events::Role::patient;
  account.clinic_id.reset();
}

void apply(State& state, const events::AccountDisabled& event) {
  Account& account = account_of(state, event.user_id);
  account.disabled = true;
  end_all_sessions(state, account);
}

void apply(State& state, const events::AccountEnabled& event) { account_of(state, event.user_id).disabled = false; }

void apply(State& state, const events::PasswordChanged& event) {
  Account& account = account_of(state, event.user_id);
  account.password_hash = event.password_hash;
  ++account.credential_version;
  end_all_sessions(state, account);
}

void apply(State& state, const events::ProfileChanged& event) {
  Account& account = account_of(state, event.user_id);
  if (event.first_name) account.first_name = event.first_name->reveal();
  if (event.last_name) account.last_name = event.last_name->reveal();
}

}  // namespace frontdesk::identity
