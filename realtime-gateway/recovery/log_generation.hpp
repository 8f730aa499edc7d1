#pragma once
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::realtime_gateway {

// What tells one log from another that has replaced it: the hash of the first records of all partitions of
// frontdesk.events. Loop thread only; the log outlives it.
class LogGeneration {
 public:
  LogGeneration(event_log::EventLog& log, Executor& loop, const event_log::Topics& topics);

  // Empty until every partition has a record and all were read; for good if a first record is gone.
  const std::string& text() const { return text_; }

 private:
  void read(std::size_t partition, const event_log::Record& first);

  Executor& loop_;
  std::vector<std::unique_ptr<event_log::Tail>> tails_;
  std::vector<std::string> first_;
  std::string text_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace frontdesk::realtime_gateway
