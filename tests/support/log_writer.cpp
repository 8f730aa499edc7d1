#include "tests/support/log_writer.hpp"

#include <chrono>
#include <future>
#include <stdexcept>
#include <utility>

#include "platform/event_log/kafka.hpp"
#include "platform/executor/executor.hpp"
#include "platform/units/acceptance.hpp"
#include "platform/units/records.hpp"
#include "tests/support/log_reader.hpp"

namespace frontdesk::test_support {

namespace {
event_log::NewRecord next_record(const event_log::UnitId& unit, units::EventDraft event) {
  units::Position position;
  for (const auto& record : read_unit(unit)) units::accept(position, record);
  if (position.term.empty()) throw std::runtime_error(to_string(unit) + " has no owner");
  const std::string name = to_string(unit);
  const std::string previous = units::chain_hash(position);
  units::Envelope envelope;
  envelope.source = "a record that nobody decided";
  envelope.unit = name;
  envelope.term = position.term;
  envelope.number = position.number + 1;
  envelope.previous_hash = previous;
  envelope.time = {
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
  units::Command nobodys;
  nobodys.actor = "nobody";
  return units::event_record(envelope, std::move(event), nobodys, 1);
}
}  // namespace

std::int64_t write_as_owner(const event_log::UnitId& unit, units::EventDraft event) {
  auto record = next_record(unit, std::move(event));
  const auto executor = make_thread_executor("log-writer");
  std::unique_ptr<event_log::EventLog> log;
  std::unique_ptr<event_log::Appender> appender;
  std::promise<std::int64_t> written;
  executor->post([&] {
    log = event_log::make_kafka_log({.brokers = kafka_brokers(), .client_id = "log-writer"}, *executor);
    appender = log->open_appender(unit);
    appender->append(std::move(record), [&](event_log::AppendOutcome outcome, std::int64_t offset) {
      written.set_value(outcome == event_log::AppendOutcome::durable ? offset : -1);
    });
  });
  const auto offset = written.get_future().get();
  run_and_wait(*executor, [&] {
    appender.reset();
    log.reset();
  });
  if (offset < 0) throw std::runtime_error("the record may not have reached " + to_string(unit));
  return offset;
}

}  // namespace frontdesk::test_support
