#pragma once
#include <functional>
#include <string>

#include "command-api/facades/clinic_queue/commanding.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

// A password as a client typed it, for an account that may or may not exist.
struct TypedPassword {
  std::string email;
  std::string password;
  std::string address;  // of the client
};

// Answers 429 and says true when too many wrong passwords came before. Blocks for Redis: on a server's thread only.
bool refused_as_guessing(const Deployment& deployment, const TypedPassword& typed, const http::Respond& respond);

// Checks it against a bcrypt hash (empty for an unknown account, which takes as long) and counts the outcome. `verdict`
// is told on a password thread, unless it was answered here: 503 when too many are being checked, 429 when too many
// were wrong meanwhile.
void check(const Deployment& deployment, const TypedPassword& typed, const std::string& hash,
           const http::Respond& respond, std::function<void(bool right)> verdict);

}  // namespace frontdesk::command_api::clinic_queue_facade
