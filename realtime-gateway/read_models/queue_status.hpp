#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "platform/projected/cache_gate.hpp"
#include "platform/workers/workers.hpp"
#include "rows/clinic_queue.hpp"

namespace frontdesk::realtime_gateway {

struct QueueReading {
  enum class Outcome { found, unknown, unavailable } outcome = Outcome::unavailable;
  rows::Queue row;
  // The reading shows at least all of the queue's unit before this offset, and perhaps more.
  std::int64_t position = 0;
};

// The present state of queues. Called on the loop, answers there, one reading for each id in their order.
class QueueStatusSource {
 public:
  using Done = std::function<void(std::vector<QueueReading>)>;
  virtual ~QueueStatusSource() = default;
  virtual void read(std::vector<std::string> queue_ids, Done done) = 0;
};

// From Redis, in one round trip; from PostgreSQL what Redis does not know or while the gate is closed.
std::unique_ptr<QueueStatusSource> stored_queue_status(const std::string& redis_url, const std::string& database_url,
                                                       const projected::CacheGate& gate,
                                                       const event_log::Topics& topics, Workers& workers,
                                                       Executor& loop);

}  // namespace frontdesk::realtime_gateway
