#pragma once
#include <optional>
#include <string>

#include "command-api/deployment.hpp"

namespace frontdesk::command_api::clinics {

// A password as a client typed it, for an account that may or may not exist.
struct TypedPassword {
  std::string email;
  std::string password;
  std::string address;  // of the client
};

// Seconds until it may be tried, when too many wrong ones came before. Waits for Redis.
std::optional<long long> wait_after_guesses(const Deployment& deployment, const TypedPassword& typed);

// Checks it against a bcrypt hash (empty for an unknown account, which takes as long) and counts the outcome; seconds
// to wait when too many were wrong meanwhile. Waits: on a thread that may.
struct Checked {
  bool right = false;
  std::optional<long long> wait_s;
};
Checked check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash);

}  // namespace frontdesk::command_api::clinics
