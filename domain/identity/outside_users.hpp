#pragma once
#include <optional>
#include <string>

#include "domain/identity/decision.hpp"

// People who log in elsewhere (contracts' README, section 2) and the simulated login of contract 000.
namespace frontdesk::identity {

// A good token of an outside issuer is used. No change when its user is there already, however it came.
struct AdmitOutsideUser {
  UserId user_id;
  events::Role role = events::Role::buyer;
  std::string profile_id;
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> picture;
  Instant at;
};
Decision decide(const State& state, const AdmitOutsideUser& command);

// A login without a password: its first use makes the user. No change when it is not the first.
// must_log_in (the user came another way), account_disabled, other_role (than the one asked for)
struct LogInSimulated {
  UserId user_id;
  std::optional<events::Role> role;                 // as asked for
  events::Role usual_role = events::Role::patient;  // of a new user when none is
  Instant at;
};
Decision decide(const State& state, const LogInSimulated& command);

}  // namespace frontdesk::identity
