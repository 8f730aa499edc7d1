#pragma once
#include "platform/redis/redis.hpp"
#include "query-api/booking/care_queries.hpp"
#include "query-api/chats/chat_texts.hpp"
#include "query-api/chats/read_marks.hpp"
#include "query-api/clinic_queue/queries.hpp"

namespace frontdesk::query_api {

// What the facades work with; all of it outlives the server.
struct Deployment {
  const Queries& queries;
  const CareQueries& care_queries;
  ReadMarks& read_marks;
  ChatTexts& chat_texts;
  redis::Pool& refills;  // for those who fill a gap in the caches, and hold one while PostgreSQL answers
};

}  // namespace frontdesk::query_api
