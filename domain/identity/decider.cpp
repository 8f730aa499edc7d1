#include "domain/identity/decider.hpp"

#include <algorithm>

namespace frontdesk::identity {
namespace {

using domain::NoChange;
using domain::Rejection;
using events::Sealed;

template <class Map>
const typename Map::mapped_type* find(const Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

Decision register_user(const State& state, const RegisterUser& command) {
  if (state.user_of_email.contains(folded(command.email))) return Rejection{"email_exists"};
  return events::UserRegistered{command.user_id,
                                Sealed(command.email),
                                Sealed(command.first_name),
                                Sealed(command.last_name),
                                command.password_hash,
                                Sealed(command.profile_picture),
                                command.at};
}

Decision grant_role(const State& state, const GrantRole& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->role == command.role) return NoChange{};
  return events::RoleGranted{command.user_id, command.role, command.at};
}

Decision add_clinic_staff(const State& state, const AddClinicStaff& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->role == events::Role::admin) return Rejection{"is_admin"};
  if (account->clinic_id) return Rejection{"already_staff"};
  return events::ClinicStaffAdded{command.user_id, command.clinic_id, command.at, command.added_by};
}

Decision remove_clinic_staff(const State& state, const RemoveClinicStaff& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->clinic_id != command.clinic_id) return Rejection{"not_staff"};
  return events::ClinicStaffRemoved{command.user_id, command.clinic_id, command.at, command.removed_by};
}

Decision disable_account(const State& state, const DisableAccount& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->disabled) return NoChange{};
  return events::AccountDisabled{command.user_id, command.at};
}

Decision enable_account(const State& state, const EnableAccount& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (!account->disabled) return NoChange{};
  return events::AccountEnabled{command.user_id, command.at};
}

Decision open_session(const State& state, const OpenSession& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->credential_version != command.credential_version) return Rejection{"credential_changed"};
  if (account->disabled) return Rejection{"account_disabled"};
  return events::SessionOpened{command.session_id,         command.user_id,         command.refresh_token_hash,
                               Sealed(command.user_agent), Sealed(command.address), command.at,
                               command.expires_at};
}

// Of a token of the family that is not the live one.
Instant spent_at(const Session& session, const std::string& token_hash) {
  const auto token = std::find(session.token_hashes.begin(), session.token_hashes.end(), token_hash);
  return session.spent_at.at(static_cast<std::size_t>(token - session.token_hashes.begin()));
}

Decision refresh_session(const State& state, const RefreshSession& command) {
  const SessionId* id = find(state.session_of_token, command.token_hash);
  if (id == nullptr) return Rejection{"unauthorized"};
  const Session& session = *find(state.sessions, *id);
  // Disabling has ended the session, yet this is what its owner is told.
  if (find(state.accounts, session.user_id)->disabled) return Rejection{"account_disabled"};
  if (session.ended || session.revoked || command.at >= session.expires_at) return Rejection{"unauthorized"};
  if (command.token_hash == session.live_token_hash) {
    return events::SessionRefreshed{*id,
                                    session.user_id,
                                    command.token_hash,
                                    command.new_token_hash,
                                    Sealed(command.user_agent),
                                    Sealed(command.address),
                                    command.at,
                                    command.expires_at};
  }
  if (command.at.ms - spent_at(session, command.token_hash).ms <= command.reuse_grace_ms)
    return Rejection{"unauthorized"};
  return events::RefreshTokenReused{*id, session.user_id, command.at};
}

Decision end_session(const State& state, const EndSession& command) {
  const SessionId* id = find(state.session_of_token, command.token_hash);
  if (id == nullptr) return NoChange{};
  const Session& session = *find(state.sessions, *id);
  if (session.ended) return NoChange{};
  return events::SessionEnded{*id, session.user_id, events::EndReason::logout, command.at};
}

Decision revoke_session(const State& state, const RevokeSession& command) {
  const Session* session = find(state.sessions, command.session_id);
  const bool lives = session != nullptr && !session->ended && command.at < session->expires_at;
  if (!lives || session->user_id != command.user_id) return Rejection{"session_not_found"};
  return events::SessionEnded{command.session_id, command.user_id, events::EndReason::revoked, command.at};
}

Decision change_password(const State& state, const ChangePassword& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->credential_version != command.credential_version) return Rejection{"credential_changed"};
  if (account->disabled) return Rejection{"account_disabled"};
  return events::PasswordChanged{command.user_id, command.password_hash, command.at};
}

Decision change_profile(const State& state, const ChangeProfile& command) {
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

Decision dispatch(const State& state, const RegisterUser& command) { return register_user(state, command); }
Decision dispatch(const State& state, const GrantRole& command) { return grant_role(state, command); }
Decision dispatch(const State& state, const AddClinicStaff& command) { return add_clinic_staff(state, command); }
Decision dispatch(const State& state, const RemoveClinicStaff& command) { return remove_clinic_staff(state, command); }
Decision dispatch(const State& state, const DisableAccount& command) { return disable_account(state, command); }
Decision dispatch(const State& state, const EnableAccount& command) { return enable_account(state, command); }
Decision dispatch(const State& state, const OpenSession& command) { return open_session(state, command); }
Decision dispatch(const State& state, const RefreshSession& command) { return refresh_session(state, command); }
Decision dispatch(const State& state, const EndSession& command) { return end_session(state, command); }
Decision dispatch(const State& state, const RevokeSession& command) { return revoke_session(state, command); }
Decision dispatch(const State& state, const ChangePassword& command) { return change_password(state, command); }
Decision dispatch(const State& state, const ChangeProfile& command) { return change_profile(state, command); }

}  // namespace

Decision decide(const State& state, const Command& command) {
  return std::visit([&state](const auto& asked) { return dispatch(state, asked); }, command);
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

const Session* session_of(const State& state, const std::string& token_hash) {
  const SessionId* id = find(state.session_of_token, token_hash);
  return id == nullptr ? nullptr : find(state.sessions, *id);
}

}  // namespace frontdesk::identity
