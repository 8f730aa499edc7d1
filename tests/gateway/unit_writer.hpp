#pragma once
#include <memory>
#include <string>
#include <utility>

#include "platform/event_log/event_log.hpp"
#include "platform/time/instant.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::realtime_gateway {

// Writes a unit as its owner would: terms, numbers and the chain of hashes.
class UnitWriter {
 public:
  UnitWriter(event_log::EventLog& log, event_log::UnitId unit) : appender_(log.open_appender(unit)) { start_term(); }

  void start_term() {
    term_ = "term-" + std::to_string(position_.next_offset);
    append("", "{}", {{"ce_type", "TermStarted"}, {"ce_id", term_}});
  }
  // Returns the offset after the record.
  template <class Event>
  std::int64_t write(const Event& event, Instant time, const std::string& correlation_id = {}) {
    return write(std::string(Event::type), encode(event), time, correlation_id);
  }
  std::int64_t write(const std::string& type, const std::string& payload, Instant time,
                     const std::string& correlation_id = {}) {
    return append("key", payload, headers(type, term_, time, correlation_id, units::chain_hash(position_)));
  }
  std::int64_t write_void(const std::string& type, const std::string& payload, Instant time) {
    return append("key", payload, headers(type, "an older term", time, {}, "x"));
  }
  std::int64_t write_broken(const std::string& type, const std::string& payload, Instant time) {
    return append("key", payload, headers(type, term_, time, {}, "another log's hash"));
  }

 private:
  event_log::Headers headers(const std::string& type, const std::string& term, Instant time,
                             const std::string& correlation_id, const std::string& previous) const {
    return {{"ce_type", type},
            {"ce_time", to_iso8601(time)},
            {"ce_dataschema", "frontdesk:schemas/context/" + type + "/v1"},
            {"term", term},
            {"n", std::to_string(position_.number + 1)},
            {"correlationid", correlation_id},
            {"prevhash", previous}};
  }
  std::int64_t append(std::string key, std::string value, event_log::Headers headers) {
    const event_log::Record record{position_.next_offset, key, value, headers};
    const std::int64_t after = record.offset + 1;
    units::accept(position_, record);
    position_.next_offset = after;
    appender_->append({std::move(key), std::move(value), std::move(headers)}, [](auto, auto) {});
    return after;
  }

  std::unique_ptr<event_log::Appender> appender_;
  units::Position position_;
  std::string term_;
};

}  // namespace frontdesk::realtime_gateway
