#pragma once
#include <librdkafka/rdkafka.h>

#include <atomic>
#include <functional>
#include <utility>

#include "platform/executor/executor.hpp"

namespace frontdesk::event_log::kafka {

// Runs `drain` on the executor when a librdkafka queue has become non-empty. So nobody polls, and at most one drain a
// queue waits on the executor: what has not been drained stays in librdkafka, whose own limits then stop the fetching.
class QueueWakeup {
 public:
  // `drain` may run once more after this object is gone (it was posted already): it must check by itself.
  QueueWakeup(rd_kafka_queue_t* queue, Executor& executor, Executor::Task drain)
      : queue_(queue), executor_(executor), drain_(std::move(drain)) {
    rd_kafka_queue_cb_event_enable(queue_, &QueueWakeup::on_event, this);
    // The event comes on the change from empty to non-empty only; what came before it was enabled would be forgotten.
    signal();
  }

  // Returns when no event is being delivered any more: librdkafka calls back under the queue's lock.
  ~QueueWakeup() { rd_kafka_queue_cb_event_enable(queue_, nullptr, nullptr); }

  QueueWakeup(const QueueWakeup&) = delete;
  QueueWakeup& operator=(const QueueWakeup&) = delete;

  // Any thread.
  void signal() {
    if (!scheduled_.exchange(true)) executor_.post(drain_);
  }

  // First thing in a drain: whatever arrives from now on asks for another one.
  void begin_drain() { scheduled_ = false; }

 private:
  static void on_event(rd_kafka_t* /*client*/, void* self) { static_cast<QueueWakeup*>(self)->signal(); }

  rd_kafka_queue_t* queue_;
  Executor& executor_;
  Executor::Task drain_;
  std::atomic<bool> scheduled_{false};
};

}  // namespace frontdesk::event_log::kafka
