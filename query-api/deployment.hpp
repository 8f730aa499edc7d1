#pragma once
#include "platform/redis/redis.hpp"
#include "query-api/booking/care_queries.hpp"
#include "query-api/clinic_queue/queries.hpp"

namespace frontdesk::query_api {

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Queries& queries;
  const CareQueries& care_queries;
  redis::Pool& refills;  // for those who fill a gap in the caches, and hold one while PostgreSQL answers
};

}  // namespace frontdesk::query_api
