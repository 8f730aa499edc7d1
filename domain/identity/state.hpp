#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/identity_apply.hpp"

namespace frontdesk::identity {

struct Account {
  // How an account came to be of which nobody has registered: it has no password, and its address may be another's,
  // too.
  std::optional<events::Origin> origin;
  std::string email;  // as registered
  std::string first_name;
  std::string last_name;
  std::string profile_picture;
  std::string password_hash;
  int credential_version = 1;  // counts passwords, so that a check of an old one is noticed
  events::Role role = events::Role::patient;
  std::optional<ClinicId> clinic_id;  // of staff
  bool disabled = false;
  Instant registered_at;
  std::vector<SessionId> sessions;  // those still known
  std::uint64_t version = 0;        // events so far, those of its sessions not counted
  bool operator==(const Account&) const = default;
};

// One login with its family of refresh tokens. Known until its newest token has expired, ended or not: until then a
// refresh must be told why it is refused.
struct Session {
  UserId user_id;
  std::string live_token_hash;
  std::vector<std::string> token_hashes;  // of the whole family, the live one last
  std::vector<Instant> spent_at;          // when each of them but the live one was spent, in the same order
  Instant expires_at;
  bool revoked = false;  // a spent token was used again: no refresh any more, but access tokens live on
  bool ended = false;
  std::uint64_t version = 0;  // events so far
  bool operator==(const Session&) const = default;
};

// The accounts of one unit with their sessions: a fold of their events. A value: copies share nothing.
struct State {
  std::unordered_map<UserId, Account> accounts;
  std::unordered_map<std::string, UserId> user_of_email;  // by folded e-mail
  std::unordered_map<SessionId, Session> sessions;
  std::unordered_map<std::string, SessionId> session_of_token;  // by refresh token hash
  std::set<std::pair<Instant, SessionId>> session_expiries;
  bool operator==(const State&) const = default;
};

// ASCII letters in lower case, all else untouched: how e-mail addresses are compared and routed.
std::string folded(std::string_view email);

// Throws domain::Unfoldable on an event that does not fit, and then `state` is not to be used any more.
void evolve(State& state, const events::Event& event);

}  // namespace frontdesk::identity
