#pragma once
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::event_log {

struct KafkaOptions {
  std::string brokers;
  std::string client_id;
  std::chrono::milliseconds append_timeout{5000};
  std::chrono::milliseconds linger{0};
};

// The log on a real Kafka. Callbacks are delivered on `executor`. Blocks in the constructor no longer than needed to
// parse options.
std::unique_ptr<EventLog> make_kafka_log(const KafkaOptions& options, Executor& executor);

// A topic exists with another number of partitions than configured. No waiting mends that.
struct PartitionCountChanged : std::logic_error {
  using std::logic_error::logic_error;
};

// Creates the topics (cleanup.policy=delete, retention.ms=-1, retention.bytes=-1) unless they exist; waits until every
// partition has a leader. Throws PartitionCountChanged, or std::runtime_error when the broker cannot be reached within
// `timeout` (retryable).
void create_topics(const std::string& brokers, const Topics& topics, std::chrono::milliseconds timeout);

// For readers: waits until the topics exist with the configured counts; same exceptions.
void await_topics(const std::string& brokers, const Topics& topics, std::chrono::milliseconds timeout);

}  // namespace frontdesk::event_log
