#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "command-api/throttling/password_guesses.hpp"
#include "platform/auth/jwt.hpp"
#include "platform/config/config.hpp"
#include "platform/event_log/topics.hpp"

namespace frontdesk::command_api {

// What command-api reads from its environment; .env.example says what each variable does.
struct Settings {
  std::uint16_t port = 0;
  std::string brokers;
  std::string redis_url;
  std::string database_url;
  event_log::Topics topics;
  auth::Tokens::Keys keys;
  bool simulated_login = false;  // contract 000's login without a password
  std::string operator_token;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> trusted_proxies;
  std::string clinic_timezone;
  bool refuse_after_closing = false;
  std::int64_t care_room_open_ms = 0;  // how long a care room stays open when its appointment is completed
  PasswordGuesses::Limits guesses;
  std::int64_t refresh_reuse_grace_ms = 0;  // in which a spent refresh token used again is no theft
  std::string log_level;
  std::string description;  // printed at start, secrets hidden
};

// Throws config::Invalid.
Settings read_settings(config::Environment& environment);

}  // namespace frontdesk::command_api
