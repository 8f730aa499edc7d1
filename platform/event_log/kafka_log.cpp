#include <utility>

#include "platform/event_log/kafka.hpp"
#include "platform/event_log/kafka_appender.hpp"
#include "platform/event_log/kafka_end_offsets.hpp"
#include "platform/event_log/kafka_tail.hpp"

namespace frontdesk::event_log {
namespace {

class KafkaLog final : public EventLog {
 public:
  KafkaLog(const KafkaOptions& options, Executor& executor)
      : options_(options), executor_(executor), tails_(options, executor), end_offsets_(options, executor) {}

  std::unique_ptr<Appender> open_appender(const UnitId& unit) override {
    return kafka::open_appender(options_, unit, executor_, blocking_calls_);
  }

  std::unique_ptr<Tail> read_from(const UnitId& unit, std::int64_t offset, OnRecords on_records,
                                  OnError on_error) override {
    return tails_.read_from(unit, offset, std::move(on_records), std::move(on_error));
  }

  void end_offset(const UnitId& unit, std::function<void(std::optional<std::int64_t>)> done) override {
    end_offsets_.ask(unit, std::move(done));
  }

 private:
  const KafkaOptions options_;
  Executor& executor_;
  const std::shared_ptr<kafka::BlockingCalls> blocking_calls_ = std::make_shared<kafka::BlockingCalls>();
  kafka::Tails tails_;
  kafka::EndOffsets end_offsets_;
};

}  // namespace

std::unique_ptr<EventLog> make_kafka_log(const KafkaOptions& options, Executor& executor) {
  return std::make_unique<KafkaLog>(options, executor);
}

}  // namespace frontdesk::event_log
