#include "query-api/settings.hpp"

namespace frontdesk::query_api {

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("QUERY_API_PORT", 7402);
  settings.redis_url = environment.secret("REDIS_URL");
  settings.database_url = environment.secret("DATABASE_URL");
  settings.topics = event_log::Topics::from(environment);
  settings.keys.public_pem = environment.pem("JWT_PUBLIC_KEY");
  settings.keys.shared_secret = environment.secret("JWT_SECRET");
  settings.allowed_origins = environment.list("FRONTEND_URL", "http://localhost:3000");
  settings.trusted_proxies = environment.list("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1,::1");
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  if (settings.keys.public_pem.empty()) throw config::Invalid("JWT_PUBLIC_KEY must be set");
  settings.description = environment.describe();
  return settings;
}

}  // namespace frontdesk::query_api
