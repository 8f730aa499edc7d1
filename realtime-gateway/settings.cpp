#include "realtime-gateway/settings.hpp"

#include <charconv>
#include <string_view>

namespace frontdesk::realtime_gateway {
namespace {

void read_command_api(config::Environment& environment, Settings& settings) {
  const std::uint16_t usual_port = environment.port("COMMAND_API_PORT", 7401);
  const std::string url = environment.text("COMMAND_API_URL", "http://127.0.0.1:" + std::to_string(usual_port));
  constexpr std::string_view scheme = "http://";
  const std::size_t colon = url.rfind(':');
  const bool has_port = url.starts_with(scheme) && colon > scheme.size();
  const char* end = url.data() + url.size();
  if (!has_port || std::from_chars(url.data() + colon + 1, end, settings.command_api_port).ptr != end) {
    throw config::Invalid("COMMAND_API_URL must be http://host:port");
  }
  settings.command_api_host = url.substr(scheme.size(), colon - scheme.size());
}

}  // namespace

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("REALTIME_GATEWAY_PORT", 7403);
  settings.brokers = environment.required("KAFKA_BROKERS");
  settings.redis_url = environment.secret("REDIS_URL");
  settings.database_url = environment.secret("DATABASE_URL");
  if (settings.redis_url.empty()) throw config::Invalid("REDIS_URL must be set");
  if (settings.database_url.empty()) throw config::Invalid("DATABASE_URL must be set");
  read_command_api(environment, settings);
  settings.topics = event_log::Topics::from(environment);
  settings.keys.public_pem = environment.pem("JWT_PUBLIC_KEY");
  settings.keys.shared_secret = environment.secret("JWT_SECRET");
  if (settings.keys.public_pem.empty()) throw config::Invalid("JWT_PUBLIC_KEY must be set");
  settings.trusted_proxies = environment.list("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1,::1");
  settings.allowed_origins = environment.list("FRONTEND_URL", "http://localhost:3000");
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

}  // namespace frontdesk::realtime_gateway
