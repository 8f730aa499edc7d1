#pragma once
#include "command-api/execution/execution.hpp"
#include "command-api/folds/zoned_calendar.hpp"
#include "command-api/settings.hpp"
#include "command-api/throttling/password_guesses.hpp"
#include "platform/auth/jwt.hpp"
#include "platform/auth/password.hpp"
#include "platform/redis/redis.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::command_api {

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Settings& settings;
  Executions& executions;
  auth::Callers& callers;
  const auth::Tokens& tokens;
  auth::PasswordPool& passwords;
  PasswordGuesses& guesses;
  const ZonedCalendar& calendar;
  redis::Pool& redis;
  Executor& announcements;  // a thread that may wait for Redis
};

}  // namespace frontdesk::command_api
