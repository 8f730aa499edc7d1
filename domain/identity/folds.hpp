#pragma once
#include "domain/identity/state.hpp"
#include "domain/unfoldable.hpp"

// What the folds of this context share. Each `apply` (events/identity_apply.hpp) stands beside the decider of its
// event.
namespace frontdesk::identity {

inline Account& account_of(State& state, const UserId& id) { return domain::existing(state.accounts, id, "account"); }
inline Session& session_of(State& state, const SessionId& id) {
  return domain::existing(state.sessions, id, "session");
}

}  // namespace frontdesk::identity
