#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "platform/auth/jwt.hpp"
#include "platform/config/config.hpp"
#include "platform/event_log/topics.hpp"

namespace frontdesk::query_api {

// What query-api reads from its environment; .env.example says what each variable does.
struct Settings {
  std::uint16_t port = 0;
  std::string redis_url;
  std::string database_url;
  config::Environment::Address command_api;
  event_log::Topics topics;
  auth::Tokens::Keys keys;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> trusted_proxies;
  std::string log_level;
  std::string description;  // printed at start, secrets hidden
};

// Throws config::Invalid.
Settings read_settings(config::Environment& environment);

}  // namespace frontdesk::query_api
