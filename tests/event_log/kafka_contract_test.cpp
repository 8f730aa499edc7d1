#include "platform/event_log/kafka.hpp"
#include "tests/event_log/contract.hpp"
#include "tests/event_log/kafka_topic.hpp"

namespace frontdesk::event_log {
namespace {

// A topic for many tests: making one is slow, and every test takes partitions of its own.
UnitId next_partition() {
  constexpr int partitions = 48;
  static std::vector<std::unique_ptr<TemporaryTopic>> topics;
  static int next = partitions;
  if (next == partitions) {
    topics.push_back(std::make_unique<TemporaryTopic>(partitions));
    next = 0;
  }
  return {topics.back()->name(), next++};
}

class KafkaLogUnderTest final : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  Executor& executor() override { return *executor_; }
  UnitId fresh_unit() override { return next_partition(); }

 private:
  std::unique_ptr<Executor> executor_ = make_thread_executor("test");
  std::unique_ptr<EventLog> log_ =
      make_kafka_log({.brokers = brokers_under_test(), .client_id = "contract-test"}, *executor_);
};

INSTANTIATE_TEST_SUITE_P(Kafka, EventLogContract,
                         testing::Values([] { return std::make_unique<KafkaLogUnderTest>(); }));

}  // namespace
}  // namespace frontdesk::event_log
