#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/auth/jwt.hpp"
#include "platform/config/config.hpp"
#include "platform/event_log/topics.hpp"
#include "realtime-gateway/transports/receiving_socket.hpp"

namespace frontdesk::realtime_gateway {

// What realtime-gateway reads from its environment; .env.example says what each variable does.
struct Settings {
  std::uint16_t port = 0;
  std::string public_address;
  std::uint16_t public_port = 0;  // 0: none
  int number = 1;                 // of several gateways, from 1
  std::string brokers;
  std::string redis_url;
  std::string database_url;
  config::Environment::Address command_api;
  event_log::Topics topics;
  auth::Tokens::Keys keys;
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> allowed_origins;
  ConnectionLimits connections;
  InboundLimits inbound;
  std::size_t rooms_per_connection_max = 0;
  std::chrono::milliseconds drain{0};
  std::string log_level;
  std::string description;  // printed at start, secrets hidden
};

// Throws config::Invalid.
Settings read_settings(config::Environment& environment);

}  // namespace frontdesk::realtime_gateway
