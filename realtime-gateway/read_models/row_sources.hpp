#pragma once
#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "platform/projected/cache_gate.hpp"
#include "platform/workers/workers.hpp"
#include "realtime-gateway/pushes/row_feeds.hpp"

namespace frontdesk::realtime_gateway {

// What rows are read with; outlives every source.
struct Stores {
  std::string redis_url;
  std::string database_url;
  const projected::CacheGate& gate;
  event_log::Topics topics;
  Workers& workers;
  Executor& loop;
};

// Of every table that a family's row pushes show or its rooms are judged by, one line each.
RowSources stored_row_sources(const Stores& stores);

}  // namespace frontdesk::realtime_gateway
