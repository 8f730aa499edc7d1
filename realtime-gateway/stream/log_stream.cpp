#include "realtime-gateway/stream/log_stream.hpp"

#include <algorithm>
#include <utility>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/units/records.hpp"

namespace frontdesk::realtime_gateway {

using event_log::Record;
using event_log::UnitId;

struct LogStream::Unit {
  struct Waiting {
    Record record;
    bool event;  // else it only moves the position: a new term, a void record, an answer kept for repetitions
    std::chrono::milliseconds arrived_at;
  };

  UnitId id;
  units::Position position;       // of what was read
  std::int64_t heard_before = 0;  // every event before was heard
  std::deque<Waiting> waiting;
  std::unique_ptr<event_log::Tail> tail;
  bool stopped = false;
};

namespace {

metrics::Counter& void_records(const UnitId& unit) {
  return metrics::counter("void_records_total", "records that the acceptance rule skipped",
                          {{"topic", unit.topic}, {"partition", std::to_string(unit.partition)}});
}

}  // namespace

LogStream::LogStream(event_log::EventLog& log, projected::Positions& positions, Executor& executor,
                     EventListener& listener, Options options)
    : log_(log), positions_(positions), executor_(executor), listener_(listener), options_(options) {
  positions_.on_advance([this, alive = std::weak_ptr(alive_)](const UnitId& id, std::int64_t next_offset) {
    if (alive.expired()) return;
    listener_.projected_up_to(id, next_offset);
    if (const auto unit = units_.find(id); unit != units_.end()) let_through(*unit->second);
  });
}

LogStream::~LogStream() = default;

void LogStream::start(const std::map<UnitId, units::Position>& from) {
  for (const auto& [id, position] : from) {
    auto& unit = units_[id] = std::make_unique<Unit>();
    unit->id = id;
    unit->position = position;
    unit->heard_before = position.next_offset;
    unit->tail = log_.read_from(
        id, position.next_offset,
        [this, reading = unit.get()](std::vector<Record> records) { on_records(*reading, std::move(records)); },
        [this, reading = unit.get()](event_log::TailError, const std::string& detail) { stop(*reading, detail); });
  }
}

void LogStream::on_records(Unit& unit, std::vector<Record> records) {
  const auto now = executor_.monotonic();
  for (Record& record : records) {
    if (unit.stopped) return;
    const units::Verdict verdict = units::accept(unit.position, record);
    if (verdict == units::Verdict::broken_chain) {
      stop(unit, "the record at offset " + std::to_string(record.offset) + " does not follow the last accepted one");
      return;
    }
    if (verdict == units::Verdict::void_record) {
      void_records(unit.id).add();
      logging::warn("void record skipped",
                    {{"unit", event_log::to_string(unit.id)}, {"offset", std::to_string(record.offset)}});
    }
    const bool event = verdict == units::Verdict::accepted &&
                       record.header(units::header::type) != units::record_type::command_answered;
    if (event) listener_.arrived(event_of(unit, record, false));
    unit.waiting.push_back({std::move(record), event, now});
  }
  let_through(unit);
}

void LogStream::let_through(Unit& unit) {
  const std::int64_t projected_before = positions_.of(unit.id);
  const auto arrived_by = executor_.monotonic() - options_.patience;
  const std::int64_t heard_before = unit.heard_before;
  while (!unit.waiting.empty()) {
    const Unit::Waiting& next = unit.waiting.front();
    const bool projected = next.record.offset < projected_before;
    const bool waits =
        next.event && !projected && next.arrived_at > arrived_by && unit.waiting.size() <= options_.waiting_max;
    if (waits) break;
    const Unit::Waiting turn = std::move(unit.waiting.front());
    unit.waiting.pop_front();
    if (turn.event) {
      const auto event = event_of(unit, turn.record, projected);
      if (event.is_told && !projected) {
        logging::debug("projection lags, told nevertheless",
                       {{"unit", event_log::to_string(unit.id)}, {"offset", std::to_string(turn.record.offset)}});
      }
      listener_.heard(event);
    }
    unit.heard_before = turn.record.offset + 1;
  }
  if (unit.heard_before != heard_before) listener_.heard_up_to(unit.id, unit.heard_before);
}

HeardEvent LogStream::event_of(const Unit& unit, const Record& record, bool projected) const {
  const units::EventView event = units::event_of(record);
  return {.unit = unit.id,
          .next_offset = record.offset + 1,
          .type = event.type,
          .schema_version = event.schema_version,
          .payload = event.payload,
          .correlation_id = record.header(units::header::correlation_id),
          .time = event.time,
          .projected = projected,
          .is_told = event.time >= options_.not_before};
}

void LogStream::sweep() {
  for (const auto& [id, unit] : units_) let_through(*unit);
}

bool LogStream::whole() const {
  return !units_.empty() &&
         std::none_of(units_.begin(), units_.end(), [](const auto& entry) { return entry.second->stopped; });
}

std::int64_t LogStream::heard_before(const UnitId& unit) const {
  const auto found = units_.find(unit);
  return found == units_.end() ? 0 : found->second->heard_before;
}

void LogStream::stop(Unit& unit, const std::string& why) {
  unit.stopped = true;
  logging::error("unit is read no further", {{"unit", event_log::to_string(unit.id)}, {"reason", why}});
  metrics::gauge("gateway_unit_stopped", "1: the log of this unit is not the one that was known",
                 {{"topic", unit.id.topic}, {"partition", std::to_string(unit.id.partition)}})
      .set(1);
  // Posted: a tail must not be destroyed from within its own callback.
  executor_.post([this, &unit, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) unit.tail.reset();
  });
}

}  // namespace frontdesk::realtime_gateway
