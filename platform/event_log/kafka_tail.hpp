#pragma once
#include <memory>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/kafka.hpp"

namespace frontdesk::event_log::kafka {

// The tails of one log. They share one consumer: one connection and one long poll for all units. A second tail of a
// unit that is already being read gets a further consumer, because a consumer has one position a unit. No consumer
// groups: the reader names its position. On the executor, all of it.
class Tails {
 public:
  Tails(const KafkaOptions& options, Executor& executor);
  ~Tails();
  Tails(const Tails&) = delete;
  Tails& operator=(const Tails&) = delete;

  std::unique_ptr<Tail> read_from(const UnitId& unit, std::int64_t offset, EventLog::OnRecords on_records,
                                  EventLog::OnError on_error);

 private:
  class Consumers;
  std::unique_ptr<Consumers> consumers_;
  Executor& executor_;
};

}  // namespace frontdesk::event_log::kafka
