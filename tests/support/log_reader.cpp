#include "tests/support/log_reader.hpp"

#include <cstdlib>
#include <future>
#include <memory>
#include <stdexcept>

#include "platform/event_log/kafka.hpp"
#include "platform/executor/executor.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::test_support {

namespace {
// Runs on the executor and waits: the log belongs to it.
void on(Executor& executor, const std::function<void()>& work) {
  std::promise<void> done;
  executor.post([&] {
    work();
    done.set_value();
  });
  done.get_future().get();
}

class TopicReader {
 public:
  explicit TopicReader(const std::string& brokers) : executor_(make_thread_executor("log-reader")) {
    on(*executor_,
       [&] { log_ = event_log::make_kafka_log({.brokers = brokers, .client_id = "log-reader"}, *executor_); });
  }
  ~TopicReader() {
    on(*executor_, [this] { log_.reset(); });
  }

  void read(const event_log::UnitId& unit, std::vector<event_log::Record>& records) {
    const auto end = end_of(unit);
    if (end == 0) return;
    std::promise<std::string> failure;
    std::unique_ptr<event_log::Tail> tail;
    bool finished = false;
    const auto finish = [&](const std::string& why) {
      if (!finished) failure.set_value(why);
      finished = true;
    };
    on(*executor_, [&] {
      tail = log_->read_from(
          unit, 0,
          [&](std::vector<event_log::Record> batch) {
            for (auto& record : batch) {
              if (finished) return;
              const bool last = record.offset + 1 >= end;
              records.push_back(std::move(record));
              if (last) finish("");
            }
          },
          [&](event_log::TailError, const std::string& detail) { finish(detail); });
    });
    const auto why = failure.get_future().get();
    on(*executor_, [&] { tail.reset(); });
    if (!why.empty()) throw std::runtime_error(why);
  }

 private:
  std::int64_t end_of(const event_log::UnitId& unit) {
    std::promise<std::optional<std::int64_t>> end;
    on(*executor_,
       [&] { log_->end_offset(unit, [&end](std::optional<std::int64_t> offset) { end.set_value(offset); }); });
    const auto offset = end.get_future().get();
    if (!offset) throw std::runtime_error("the log does not say where " + to_string(unit) + " ends");
    return *offset;
  }

  std::unique_ptr<Executor> executor_;
  std::unique_ptr<event_log::EventLog> log_;
};

void keep_accepted(std::vector<event_log::Record> unit, std::vector<event_log::Record>& accepted) {
  units::Position position;
  for (auto& record : unit) {
    const auto verdict = units::accept(position, record);
    if (verdict == units::Verdict::broken_chain) {
      throw std::runtime_error("the chain is broken at offset " + std::to_string(record.offset));
    }
    if (verdict == units::Verdict::accepted) accepted.push_back(std::move(record));
  }
}
}  // namespace

std::string kafka_brokers() {
  const char* brokers = std::getenv("KAFKA_BROKERS");
  if (brokers == nullptr) throw std::runtime_error("KAFKA_BROKERS is not set");
  return brokers;
}

std::vector<event_log::Record> read_unit(const event_log::UnitId& unit) {
  TopicReader reader(kafka_brokers());
  std::vector<event_log::Record> records;
  reader.read(unit, records);
  return records;
}

std::vector<event_log::Record> read_topic(const std::string& topic, int partitions) {
  TopicReader reader(kafka_brokers());
  std::vector<event_log::Record> records;
  for (int partition = 0; partition < partitions; ++partition) reader.read({topic, partition}, records);
  return records;
}

std::vector<event_log::Record> read_accepted(const std::string& topic, int partitions) {
  TopicReader reader(kafka_brokers());
  std::vector<event_log::Record> accepted;
  for (int partition = 0; partition < partitions; ++partition) {
    std::vector<event_log::Record> unit;
    reader.read({topic, partition}, unit);
    keep_accepted(std::move(unit), accepted);
  }
  return accepted;
}

}  // namespace frontdesk::test_support
