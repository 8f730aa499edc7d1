#include "realtime-gateway/settings.hpp"

#include "platform/auth/token_keys.hpp"

namespace frontdesk::realtime_gateway {

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("REALTIME_GATEWAY_PORT", 7403);
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
