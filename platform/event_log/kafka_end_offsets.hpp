#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/kafka.hpp"

namespace frontdesk::event_log::kafka {

// Asks for end offsets on a thread of its own (the call blocks) and on a connection of its own (a consumer's would make
// the question wait behind the long poll). All that was asked while one question was under way share the next one,
// which starts after they were asked.
class EndOffsets {
 public:
  using Done = std::function<void(std::optional<std::int64_t>)>;

  EndOffsets(const KafkaOptions& options, Executor& executor);
  // Waits for the question under way, two seconds at most. Calls nobody back any more.
  ~EndOffsets();
  EndOffsets(const EndOffsets&) = delete;
  EndOffsets& operator=(const EndOffsets&) = delete;

  // Answers on the executor.
  void ask(const UnitId& unit, Done done);

 private:
  struct Request {
    UnitId unit;
    Done done;
  };

  void serve();
  std::vector<Request> next_requests();
  void answer(std::vector<Request> requests, std::vector<std::optional<std::int64_t>> offsets);

  const KafkaOptions options_;
  Executor& executor_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Request> requests_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace frontdesk::event_log::kafka
