#pragma once
#include "platform/auth/jwt.hpp"
#include "platform/redis/redis.hpp"
#include "query-api/clinic_queue/queries.hpp"
#include "query-api/settings.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::query_api {

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Settings& settings;
  const Queries& queries;
  auth::Callers& callers;
  const auth::Tokens& tokens;
  redis::Pool& refills;  // for those who fill a gap in the caches, and hold one while PostgreSQL answers
};

}  // namespace frontdesk::query_api
