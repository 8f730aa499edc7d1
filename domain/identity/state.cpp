#include "domain/identity/state.hpp"

#include <algorithm>

#include "domain/unfoldable.hpp"

namespace frontdesk::identity {
namespace {

using domain::require;

Account& account_of(State& state, const UserId& id) { return domain::existing(state.accounts, id, "account"); }
Session& session_of(State& state, const SessionId& id) { return domain::existing(state.sessions, id, "session"); }

void forget(State& state, const SessionId& id) {
  const auto session = state.sessions.find(id);
  for (const std::string& hash : session->second.token_hashes) state.session_of_token.erase(hash);
  std::erase(account_of(state, session->second.user_id).sessions, id);
  state.sessions.erase(session);
}

// What has expired is refused whether it is known or not, so the state stays as large as what is alive.
void forget_expired(State& state, Instant now) {
  while (!state.session_expiries.empty() && state.session_expiries.begin()->first <= now) {
    forget(state, state.session_expiries.begin()->second);
    state.session_expiries.erase(state.session_expiries.begin());
  }
}

void end_all_sessions(State& state, const Account& account) {
  for (const SessionId& id : account.sessions) session_of(state, id).ended = true;
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

std::string revealed(const std::optional<events::Sealed>& text) { return text ? text->reveal() : std::string(); }

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

void apply(State& state, const events::SessionOpened& event) {
  forget_expired(state, event.opened_at);
  Session session;
  session.user_id = event.user_id;
  session.live_token_hash = event.refresh_token_hash;
  session.token_hashes.push_back(event.refresh_token_hash);
  session.expires_at = event.expires_at;
  const bool added = state.sessions.emplace(event.session_id, std::move(session)).second;
  require(added, "the session is there already");
  account_of(state, event.user_id).sessions.push_back(event.session_id);
  state.session_of_token.emplace(event.refresh_token_hash, event.session_id);
  state.session_expiries.emplace(event.expires_at, event.session_id);
}

void apply(State& state, const events::SessionRefreshed& event) {
  Session& session = session_of(state, event.session_id);
  state.session_expiries.erase({session.expires_at, event.session_id});
  session.live_token_hash = event.refresh_token_hash;
  session.token_hashes.push_back(event.refresh_token_hash);
  session.spent_at.push_back(event.refreshed_at);
  session.expires_at = event.expires_at;
  state.session_of_token.emplace(event.refresh_token_hash, event.session_id);
  state.session_expiries.emplace(event.expires_at, event.session_id);
  forget_expired(state, event.refreshed_at);
}

void apply(State& state, const events::RefreshTokenReused& event) {
  session_of(state, event.session_id).revoked = true;
}

void apply(State& state, const events::SessionEnded& event) { session_of(state, event.session_id).ended = true; }

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

// Of the event's aggregate.
template <class Event>
std::uint64_t& version_after(State& state, const Event& event) {
  if constexpr (requires { event.session_id; }) {
    return session_of(state, event.session_id).version;
  } else {
    return account_of(state, event.user_id).version;
  }
}

}  // namespace

std::string folded(std::string_view email) {
  std::string text(email);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

void evolve(State& state, const events::Event& event) {
  std::visit(
      [&state](const auto& happened) {
        apply(state, happened);
        ++version_after(state, happened);
      },
      event);
}

}  // namespace frontdesk::identity
