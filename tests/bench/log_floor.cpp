#include <librdkafka/rdkafka.h>

#include <cstring>
#include <stdexcept>
#include <thread>

#include "platform/event_log/kafka_client.hpp"
#include "tests/bench/floors.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/scratch_topic.hpp"

namespace frontdesk::bench {
namespace {

namespace kafka = event_log::kafka;
using Clock = std::chrono::steady_clock;
constexpr std::size_t record_bytes = 900;  // TokenIssued with its headers

// A producer and a consumer of one partition; each record carries the moment of its append.
class AppendAndRead {
 public:
  AppendAndRead(const std::string& brokers, const std::string& topic) {
    producer_ = kafka::Settings(brokers, "frontdesk-bench")
                    .set("enable.idempotence", "true")
                    .set("acks", "all")
                    .set("linger.ms", "0")
                    .start(RD_KAFKA_PRODUCER);
    consumer_ = kafka::Settings(brokers, "frontdesk-bench").start(RD_KAFKA_CONSUMER);
    written_ = kafka::open_topic(producer_.get(), topic);
    read_ = kafka::open_topic(consumer_.get(), topic);
    kafka::ask_metadata(producer_.get(), written_.get(), std::chrono::seconds(5));
    if (rd_kafka_consume_start(read_.get(), 0, 0) != 0) throw std::runtime_error("the scratch topic cannot be read");
  }
  ~AppendAndRead() {
    rd_kafka_consume_stop(read_.get(), 0);
    rd_kafka_flush(producer_.get(), 5000);
  }
  AppendAndRead(const AppendAndRead&) = delete;
  AppendAndRead& operator=(const AppendAndRead&) = delete;

  void append() {
    const auto now = Clock::now().time_since_epoch().count();
    std::memcpy(value_.data(), &now, sizeof now);
    if (rd_kafka_produce(written_.get(), 0, RD_KAFKA_MSG_F_COPY, value_.data(), value_.size(), "key", 3, nullptr) !=
        0) {
      throw std::runtime_error("the scratch topic cannot be written");
    }
    rd_kafka_poll(producer_.get(), 0);
  }

  // Milliseconds since the append of the next record.
  double read() {
    auto* message = rd_kafka_consume(read_.get(), 0, 10'000);
    if (message == nullptr || message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (message != nullptr) rd_kafka_message_destroy(message);
      throw std::runtime_error("a record did not come back from the scratch topic");
    }
    Clock::rep appended_at = 0;
    std::memcpy(&appended_at, message->payload, sizeof appended_at);
    rd_kafka_message_destroy(message);
    const Clock::duration age(Clock::now().time_since_epoch().count() - appended_at);
    return std::chrono::duration<double, std::milli>(age).count();
  }

 private:
  kafka::Client producer_;
  kafka::Client consumer_;
  kafka::Topic written_;
  kafka::Topic read_;
  std::string value_ = std::string(record_bytes, 'x');
};

}  // namespace

Measured log_floor(const std::string& brokers, const InstanceProcesses& instance, std::size_t outstanding,
                   std::chrono::milliseconds pause, std::chrono::milliseconds duration) {
  const ScratchTopic topic(brokers, "log");
  AppendAndRead log(brokers, topic.name());
  for (int i = 0; i < 100; ++i) {  // connections and the broker's compiler warm up
    log.append();
    log.read();
  }
  Measured measured;
  measured.name = "append + read back, " + std::to_string(outstanding) + " under way";
  const auto servers = instance.used();
  const auto client = processor_ms_of(0);
  const auto start = Clock::now();
  for (std::size_t i = 0; i < outstanding; ++i) log.append();
  while (Clock::now() - start < duration) {
    measured.latencies_ms.push_back(log.read());
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
    log.append();
  }
  for (std::size_t i = 0; i < outstanding; ++i) measured.latencies_ms.push_back(log.read());
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.operations = measured.latencies_ms.size();
  measured.server_cpu_ms = difference(instance.used(), servers);
  measured.server_cpu_ms["client"] = processor_ms_of(0) - client;
  return measured;
}

}  // namespace frontdesk::bench
