#include "tests/support/log_reader.hpp"

#include <cstdlib>
#include <future>
#include <stdexcept>

#include "platform/event_log/kafka.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::test_support {

namespace {
std::int64_t end_of(event_log::EventLog& log, const event_log::UnitId& unit) {
  std::promise<std::optional<std::int64_t>> end;
  log.end_offset(unit, [&end](std::optional<std::int64_t> offset) { end.set_value(offset); });
  const auto offset = end.get_future().get();
  if (!offset) throw std::runtime_error("the log does not say where " + to_string(unit) + " ends");
  return *offset;
}

void read_unit(event_log::EventLog& log, const event_log::UnitId& unit, std::vector<event_log::Record>& records) {
  const auto end = end_of(log, unit);
  if (end == 0) return;
  std::promise<void> done;
  bool finished = false;
  const auto tail = log.read_from(
      unit, 0,
      [&](std::vector<event_log::Record> batch) {
        for (auto& record : batch) {
          if (finished) return;
          const bool last = record.offset + 1 >= end;
          records.push_back(std::move(record));
          if (last) {
            finished = true;
            done.set_value();
          }
        }
      },
      [&](event_log::TailError, const std::string& detail) {
        if (!finished) done.set_exception(std::make_exception_ptr(std::runtime_error(detail)));
        finished = true;
      });
  done.get_future().get();
}
}  // namespace

std::vector<event_log::Record> read_topic(const std::string& topic, int partitions) {
  const char* brokers = std::getenv("KAFKA_BROKERS");
  if (brokers == nullptr) throw std::runtime_error("KAFKA_BROKERS is not set");
  const auto executor = make_thread_executor("log-reader");
  const auto log = event_log::make_kafka_log({.brokers = brokers, .client_id = "log-reader"}, *executor);
  std::vector<event_log::Record> records;
  for (int partition = 0; partition < partitions; ++partition) read_unit(*log, {topic, partition}, records);
  return records;
}

}  // namespace frontdesk::test_support
