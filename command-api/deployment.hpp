#pragma once
#include "command-api/commands/steps.hpp"
#include "command-api/execution/execution.hpp"
#include "command-api/folds/zoned_calendar.hpp"
#include "command-api/settings.hpp"
#include "command-api/throttling/password_guesses.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/signatures.hpp"
#include "platform/redis/redis.hpp"
#include "platform/workers/workers.hpp"

namespace frontdesk::command_api {

// Threads that may wait, apart by what they wait for: hashing delays nobody but those who give passwords.
struct WaitingThreads {
  Workers steps{"steps", 8, 1024};
  Workers passwords{"passwords", 8, 256};
  Workers refreshes{"refreshes", 8, 8192};
};

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Settings& settings;
  Executions& executions;
  Steps& steps;
  WaitingThreads& threads;
  auth::Signatures& signatures;  // the only way to an access token from here: never on the units' executor
  const auth::Tokens& tokens;    // what a shared secret signs costs next to nothing
  auth::PasswordPool& passwords;
  PasswordGuesses& guesses;
  const ZonedCalendar& calendar;
  redis::Pool& redis;
  Executor& announcements;  // a thread that may wait for Redis
};

}  // namespace frontdesk::command_api
