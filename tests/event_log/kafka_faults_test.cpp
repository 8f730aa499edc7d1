// What the Kafka log does while brokers fail: librdkafka's mock cluster in this process, no real broker.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "platform/event_log/kafka.hpp"
#include "platform/event_log/kafka_client.hpp"

// Needs rdkafka.h before it.
#include <librdkafka/rdkafka_mock.h>

namespace frontdesk::event_log {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto patience = 15s;
constexpr const char* nobody_listens = "127.0.0.1:1";

class MockBroker {
 public:
  MockBroker() : cluster_(rd_kafka_mock_cluster_new(owner_.get(), 1)) {
    rd_kafka_mock_topic_create(cluster_, unit().topic.c_str(), 1, 1);
  }
  ~MockBroker() { rd_kafka_mock_cluster_destroy(cluster_); }
  MockBroker(const MockBroker&) = delete;
  MockBroker& operator=(const MockBroker&) = delete;

  static UnitId unit() { return {"mock", 0}; }
  std::string address() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }
  void go_down() { rd_kafka_mock_broker_set_down(cluster_, 1); }
  void come_up() { rd_kafka_mock_broker_set_up(cluster_, 1); }
  void answer_after(milliseconds delay) { rd_kafka_mock_broker_set_rtt(cluster_, 1, static_cast<int>(delay.count())); }

 private:
  kafka::Client owner_ = kafka::Settings(nobody_listens, "mock").start(RD_KAFKA_PRODUCER);
  rd_kafka_mock_cluster_t* cluster_;
};

class KafkaFaults : public testing::Test {
 protected:
  template <typename Work>
  auto on_executor(Work work) {
    std::packaged_task<decltype(work())()> task(std::move(work));
    auto result = task.get_future();
    executor_->post([&task] { task(); });
    return result.get();
  }

  ~KafkaFaults() override {
    on_executor([this] {
      tail_.reset();
      appender_.reset();
    });
  }

  void connect(const std::string& brokers) {
    log_ = make_kafka_log({.brokers = brokers, .client_id = "test", .append_timeout = 700ms}, *executor_);
    open_appender();
  }

  void open_appender() {
    on_executor([this] { appender_ = log_->open_appender(MockBroker::unit()); });
  }

  std::future<AppendOutcome> append() {
    auto outcome = std::make_shared<std::promise<AppendOutcome>>();
    on_executor([&] {
      appender_->append({"key", "value", {}}, [outcome](AppendOutcome told, auto) { outcome->set_value(told); });
    });
    return outcome->get_future();
  }

  std::optional<AppendOutcome> outcome_of(std::future<AppendOutcome> outcome) {
    if (outcome.wait_for(patience) != std::future_status::ready) return std::nullopt;
    return outcome.get();
  }

  std::unique_ptr<Executor> executor_ = make_thread_executor("test");
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<Appender> appender_;
  std::unique_ptr<Tail> tail_;
};

TEST_F(KafkaFaults, AnAppendIsUnknownWhenNoBrokerIsThere) {
  connect(nobody_listens);
  const auto start = steady_clock::now();
  EXPECT_EQ(outcome_of(append()), AppendOutcome::unknown);
  EXPECT_GE(steady_clock::now() - start, 500ms);
  EXPECT_LT(steady_clock::now() - start, 5s);
  EXPECT_EQ(outcome_of(append()), AppendOutcome::unknown);
}

TEST_F(KafkaFaults, AnAppendIsUnknownWhenTheBrokerGoesDown) {
  MockBroker broker;
  connect(broker.address());
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  broker.go_down();
  EXPECT_EQ(outcome_of(append()), AppendOutcome::unknown);
}

TEST_F(KafkaFaults, AnAppenderWritesNothingAfterAnUnknownOne) {
  MockBroker broker;
  connect(broker.address());
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  broker.go_down();
  ASSERT_EQ(outcome_of(append()), AppendOutcome::unknown);
  broker.come_up();
  // Longer than any reconnect takes: nothing but the appender itself stands in the way now.
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(outcome_of(append()), AppendOutcome::unknown);
  open_appender();
  EXPECT_EQ(outcome_of(append()), AppendOutcome::durable) << "a new appender writes again";
}

TEST_F(KafkaFaults, AnAppendThatIsAnsweredTooLateIsUnknown) {
  MockBroker broker;
  connect(broker.address());
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  broker.answer_after(5s);
  EXPECT_EQ(outcome_of(append()), AppendOutcome::unknown);
}

TEST_F(KafkaFaults, AnAppendSurvivesAShortOutage) {
  MockBroker broker;
  connect(broker.address());
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  broker.go_down();
  auto outcome = append();
  std::this_thread::sleep_for(100ms);
  broker.come_up();
  EXPECT_EQ(outcome_of(std::move(outcome)), AppendOutcome::durable);
}

TEST_F(KafkaFaults, DroppingAnAppenderNeverHoldsTheExecutor) {
  MockBroker broker;
  connect(broker.address());
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  broker.go_down();
  std::atomic<int> told{0};
  on_executor([&] { appender_->append({"key", "value", {}}, [&told](auto, auto) { ++told; }); });
  const auto start = steady_clock::now();
  on_executor([this] { appender_.reset(); });
  EXPECT_LT(steady_clock::now() - start, 200ms);
  std::this_thread::sleep_for(1s);
  EXPECT_EQ(told, 0) << "called back after its end";
}

TEST_F(KafkaFaults, ReadingGoesOnAfterAnOutage) {
  MockBroker broker;
  connect(broker.address());
  std::promise<void> first;
  std::promise<void> second;
  on_executor([&] {
    tail_ = log_->read_from(
        MockBroker::unit(), 0,
        [&](const std::vector<Record>& records) {
          for (const auto& record : records) {
            if (record.offset == 0) first.set_value();
            if (record.offset == 1) second.set_value();
          }
        },
        [](TailError, const std::string& detail) { ADD_FAILURE() << detail; });
  });
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  ASSERT_EQ(first.get_future().wait_for(patience), std::future_status::ready);
  broker.go_down();
  std::this_thread::sleep_for(500ms);
  broker.come_up();
  open_appender();
  ASSERT_EQ(outcome_of(append()), AppendOutcome::durable);
  EXPECT_EQ(second.get_future().wait_for(patience), std::future_status::ready);
}

TEST_F(KafkaFaults, TheEndIsNotKnownWithoutABroker) {
  connect(nobody_listens);
  std::promise<std::optional<std::int64_t>> end;
  const auto start = steady_clock::now();
  on_executor([&] { log_->end_offset(MockBroker::unit(), [&](auto offset) { end.set_value(offset); }); });
  auto told = end.get_future();
  ASSERT_EQ(told.wait_for(patience), std::future_status::ready);
  EXPECT_EQ(told.get(), std::nullopt);
  EXPECT_LT(steady_clock::now() - start, 4s);
}

TEST(KafkaTopics, SayWithinTheirTimeThatNoBrokerIsThere) {
  const auto start = steady_clock::now();
  EXPECT_THROW(create_topics(nobody_listens, {}, 500ms), std::runtime_error);
  EXPECT_THROW(await_topics(nobody_listens, {}, 500ms), std::runtime_error);
  EXPECT_LT(steady_clock::now() - start, 4s);
}

}  // namespace
}  // namespace frontdesk::event_log
