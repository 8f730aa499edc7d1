#include "query-api/settings.hpp"

#include "platform/auth/token_keys.hpp"

namespace frontdesk::query_api {

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("QUERY_API_PORT", 7402);
  settings.redis_url = environment.secret("REDIS_URL");
  settings.database_url = environment.secret("DATABASE_URL");
  settings.topics = event_log::Topics::from(environment);
  settings.command_api = environment.http_address("COMMAND_API_URL", environment.port("COMMAND_API_PORT", 7401));
  settings.keys = auth::read_verifying_keys(environment);
  settings.allowed_origins = environment.list("FRONTEND_URL", "http://localhost:3000");
  settings.trusted_proxies = environment.list("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1,::1");
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

}  // namespace frontdesk::query_api
