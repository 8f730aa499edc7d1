#include "realtime-gateway/settings.hpp"

#include <limits>

#include "platform/auth/token_keys.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// Of an IPv6 address.
std::string without_brackets(const std::string& address) {
  return address.starts_with('[') && address.ends_with(']') ? address.substr(1, address.size() - 2) : address;
}

// 0 is no limit.
std::size_t limit(config::Environment& environment, const std::string& name, std::int64_t fallback) {
  const auto number = environment.number(name, fallback, 0, 999'999);
  return number == 0 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(number);
}

// A burst is what two seconds bring.
void read_event_rate(config::Environment& environment, const std::string& name, double& per_s, double& burst) {
  const auto chosen = limit(environment, name, static_cast<std::int64_t>(per_s));
  per_s = static_cast<double>(chosen);
  burst = 2 * per_s;
}

void read_limits(config::Environment& environment, Settings& settings) {
  auto& [all_max, per_user_max, per_address_max] = settings.connections;
  per_user_max = limit(environment, "GATEWAY_CONNECTIONS_PER_USER", static_cast<std::int64_t>(per_user_max));
  per_address_max = limit(environment, "GATEWAY_CONNECTIONS_PER_ADDRESS", static_cast<std::int64_t>(per_address_max));
  auto& inbound = settings.inbound;
  read_event_rate(environment, "GATEWAY_EVENTS_PER_CONNECTION", inbound.events_per_s, inbound.events_burst);
  read_event_rate(environment, "GATEWAY_EVENTS_PER_USER", inbound.events_per_user_per_s, inbound.events_per_user_burst);
  settings.rooms_per_connection_max = limit(environment, "GATEWAY_ROOMS_PER_CONNECTION", 256);
  settings.drain = std::chrono::seconds(environment.number("DRAIN_SECONDS", 5, 0, 600));
}

}  // namespace

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("REALTIME_GATEWAY_PORT", 7403);
  settings.number = static_cast<int>(environment.number("GATEWAY_NUMBER", 1, 1, 99));
  settings.public_address = without_brackets(environment.text("FRONTDESK_LISTEN", "127.0.0.1"));
  settings.public_port = static_cast<std::uint16_t>(environment.number("GATEWAY_PUBLIC_PORT", 0, 0, 65535));
  read_limits(environment, settings);
  settings.brokers = environment.required("KAFKA_BROKERS");
  settings.redis_url = environment.secret("REDIS_URL");
  settings.database_url = environment.secret("DATABASE_URL");
  if (settings.redis_url.empty()) throw config::Invalid("REDIS_URL must be set");
  if (settings.database_url.empty()) throw config::Invalid("DATABASE_URL must be set");
  settings.command_api = environment.http_address("COMMAND_API_URL", environment.port("COMMAND_API_PORT", 7401));
  settings.topics = event_log::Topics::from(environment);
  settings.keys = auth::read_verifying_keys(environment);
  settings.trusted_proxies = environment.list("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1,::1");
  settings.allowed_origins = environment.list("FRONTEND_URL", "http://localhost:3000");
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

}  // namespace frontdesk::realtime_gateway
