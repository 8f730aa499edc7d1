#include "domain/identity/sessions.hpp"

#include <algorithm>

#include "domain/find.hpp"
#include "domain/identity/folds.hpp"

namespace frontdesk::identity {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;
using events::Sealed;

namespace {

// Of a token of the family that is not the live one.
Instant spent_at(const Session& session, const std::string& token_hash) {
  const auto token = std::find(session.token_hashes.begin(), session.token_hashes.end(), token_hash);
  return session.spent_at.at(static_cast<std::size_t>(token - session.token_hashes.begin()));
}

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

}  // namespace

Decision decide(const State& state, const OpenSession& command) {
  const Account* account = find(state.accounts, command.user_id);
  if (account == nullptr) return Rejection{"user_not_found"};
  if (account->credential_version != command.credential_version) return Rejection{"credential_changed"};
  if (account->disabled) return Rejection{"account_disabled"};
  return events::SessionOpened{command.session_id,         command.user_id,         command.refresh_token_hash,
                               Sealed(command.user_agent), Sealed(command.address), command.at,
                               command.expires_at};
}

Decision decide(const State& state, const RefreshSession& command) {
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

Decision decide(const State& state, const EndSession& command) {
  const SessionId* id = find(state.session_of_token, command.token_hash);
  if (id == nullptr) return NoChange{};
  const Session& session = *find(state.sessions, *id);
  if (session.ended) return NoChange{};
  return events::SessionEnded{*id, session.user_id, events::EndReason::logout, command.at};
}

Decision decide(const State& state, const RevokeSession& command) {
  const Session* session = find(state.sessions, command.session_id);
  const bool lives = session != nullptr && !session->ended && command.at < session->expires_at;
  if (!lives || session->user_id != command.user_id) return Rejection{"session_not_found"};
  return events::SessionEnded{command.session_id, command.user_id, events::EndReason::revoked, command.at};
}

const Session* session_of(const State& state, const std::string& token_hash) {
  const SessionId* id = find(state.session_of_token, token_hash);
  return id == nullptr ? nullptr : find(state.sessions, *id);
}

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

}  // namespace frontdesk::identity
