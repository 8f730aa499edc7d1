#pragma once
#include "command-api/commands/steps.hpp"
#include "command-api/execution/execution.hpp"
#include "command-api/folds/zoned_calendar.hpp"
#include "command-api/settings.hpp"
#include "command-api/throttling/password_guesses.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/signatures.hpp"
#include "platform/redis/redis.hpp"

namespace frontdesk::command_api {

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Settings& settings;
  Executions& executions;
  Steps& steps;
  auth::Signatures& signatures;  // the only way to an access token from here: never on the units' executor
  auth::PasswordPool& passwords;
  PasswordGuesses& guesses;
  const ZonedCalendar& calendar;
  redis::Pool& redis;
  Executor& announcements;  // a thread that may wait for Redis
};

}  // namespace frontdesk::command_api
