#include "command-api/settings.hpp"

#include "platform/auth/token_keys.hpp"
#include "platform/time_zone/time_zone.hpp"

namespace frontdesk::command_api {

namespace {
PasswordGuesses::Limits read_guess_limits(config::Environment& environment) {
  constexpr std::int64_t most = 1'000'000;
  PasswordGuesses::Limits limits;
  limits.per_account = static_cast<int>(environment.number("FRONTDESK_GUESSES_PER_ACCOUNT", 10, 0, most));
  limits.per_address = static_cast<int>(environment.number("FRONTDESK_GUESSES_PER_ADDRESS", 100, 0, most));
  if (!environment.on("FRONTDESK_THROTTLE", true)) limits.per_account = limits.per_address = 0;
  return limits;
}
}  // namespace

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("COMMAND_API_PORT", 7401);
  settings.brokers = environment.required("KAFKA_BROKERS");
  settings.redis_url = environment.secret("REDIS_URL");
  settings.database_url = environment.secret("DATABASE_URL");
  settings.topics = event_log::Topics::from(environment);
  settings.keys = auth::read_signing_keys(environment);
  settings.simulated_login =
      environment.on("FRONTDESK_SIMULATED_LOGIN", !environment.production()) && !settings.keys.shared_secret.empty();
  settings.operator_token = environment.secret("OPERATOR_TOKEN");
  settings.allowed_origins = environment.list("FRONTEND_URL", "http://localhost:3000");
  settings.trusted_proxies = environment.list("FRONTDESK_TRUSTED_PROXIES", "127.0.0.1,::1");
  settings.clinic_timezone = environment.text("CLINIC_TIMEZONE", "America/New_York");
  if (!time_zone::exists(settings.clinic_timezone)) throw config::Invalid("CLINIC_TIMEZONE is no IANA time zone");
  settings.refuse_after_closing = environment.on("FRONTDESK_REFUSE_AFTER_CLOSING", false);
  constexpr std::int64_t year_s = 366 * 24 * 3600;
  settings.care_room_open_ms =
      1000 * environment.number("FRONTDESK_CARE_ROOM_OPEN_SECONDS", std::int64_t{48} * 3600, 0, year_s);
  settings.guesses = read_guess_limits(environment);
  settings.refresh_reuse_grace_ms = 1000 * environment.number("REFRESH_REUSE_GRACE_SECONDS", 10, 0, 3600);
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

}  // namespace frontdesk::command_api
