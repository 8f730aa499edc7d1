#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::event_log {

// One partition of one topic: the unit of order, ownership and consistency (docs/architecture.md, "The log").
struct UnitId {
  std::string topic;
  int partition = 0;
  auto operator<=>(const UnitId&) const = default;
};
std::string to_string(const UnitId& unit);  // "frontdesk.events/3"

// In the order in which they were written; names are lower-case ASCII and unique within a record.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct NewRecord {
  std::string key;
  std::string value;
  Headers headers;
};

struct Record {
  std::int64_t offset = 0;
  std::string key;
  std::string value;
  Headers headers;

  // Empty when absent.
  std::string_view header(std::string_view name) const;
};

enum class AppendOutcome {
  durable,  // written by all in-sync replicas; the offset is known
  unknown,  // may or may not be in the log, now or later: the writer must stop and find out by reading
};

// Writes to one unit, in order, idempotently: within one appender a record is written once at the most and never
// before an earlier one of the same appender — but an earlier one may be missing (it timed out), so readers check the
// record's number (units/acceptance.hpp). Used on the log's executor. Destroying it drops what was not sent; its
// callbacks are then never called.
class Appender {
 public:
  using Done = std::function<void(AppendOutcome, std::int64_t offset)>;
  virtual ~Appender() = default;
  virtual void append(NewRecord record, Done done) = 0;
};

// A reader at work; destroying it stops it, and its callbacks are then never called again.
class Tail {
 public:
  virtual ~Tail() = default;
};

enum class TailError {
  offset_out_of_range,  // the position does not exist: the log was truncated or replaced. Reading stops.
};

// The log as Frontdesk uses it. All callbacks run on the executor given to the implementation. Connection failures are
// retried inside (reading simply goes on later; appends end as `unknown` after the append timeout).
class EventLog {
 public:
  using OnRecords = std::function<void(std::vector<Record>)>;
  using OnError = std::function<void(TailError, std::string detail)>;
  virtual ~EventLog() = default;

  virtual std::unique_ptr<Appender> open_appender(const UnitId& unit) = 0;

  // Delivers every record from `offset` on, in order, in batches of whatever has arrived. An offset below the log's
  // start or above its end is an error, never silently moved.
  virtual std::unique_ptr<Tail> read_from(const UnitId& unit, std::int64_t offset, OnRecords on_records,
                                          OnError on_error) = 0;

  // The offset after the last record at some moment between call and callback; nullopt if the log cannot say now.
  virtual void end_offset(const UnitId& unit, std::function<void(std::optional<std::int64_t>)> done) = 0;
};

}  // namespace frontdesk::event_log
