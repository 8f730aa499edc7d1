#pragma once
#include <cstdint>
#include <string>

#include "domain/identity/decision.hpp"

// What can be asked of the sessions of an account (contract 004, section 2).
namespace frontdesk::identity {

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
Decision decide(const State& state, const OpenSession& command);

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
Decision decide(const State& state, const RefreshSession& command);

// Logout with any token of the family. No change when the token is unknown or the session over.
struct EndSession {
  std::string token_hash;
  Instant at;
};
Decision decide(const State& state, const EndSession& command);

// Its owner ends a session from anywhere, by its id. session_not_found (unknown, another's, or over)
struct RevokeSession {
  SessionId session_id;
  UserId user_id;
  Instant at;
};
Decision decide(const State& state, const RevokeSession& command);

// The session to whose family a refresh token belongs; null when none is known. Lives as long as the state is
// unchanged.
const Session* session_of(const State& state, const std::string& token_hash);

}  // namespace frontdesk::identity
