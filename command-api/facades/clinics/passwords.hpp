#pragma once
#include <optional>
#include <string>

#include "command-api/deployment.hpp"
#include "platform/http/message.hpp"

namespace frontdesk::command_api::clinics {

// A password as a client typed it, for an account that may or may not exist.
struct TypedPassword {
  std::string email;
  std::string password;
  std::string address;  // of the client
};

// 429 when too many wrong passwords came before. Waits for Redis.
std::optional<http::Response> refused_as_guessing(const Deployment& deployment, const TypedPassword& typed);

// Checks it against a bcrypt hash (empty for an unknown account, which takes as long) and counts the outcome; 429 when
// too many were wrong meanwhile. Waits: on a thread that may.
struct Checked {
  bool right = false;
  std::optional<http::Response> refused;
};
Checked check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash);

}  // namespace frontdesk::command_api::clinics
