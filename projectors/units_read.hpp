#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::projectors {

// A unit as a projector reads it.
struct UnitRead {
  explicit UnitRead(event_log::UnitId id);

  event_log::UnitId id;
  units::Position position;               // what the rows show
  std::deque<event_log::Record> arrived;  // from `position` on
  std::vector<std::string> touched;       // cache keys of written batches that Redis is not known to hold
  std::set<std::string> dead;             // aggregates with a dead letter
  std::unique_ptr<event_log::Tail> tail;
  bool stopped = false;  // the log under it is not the one it knew
  std::optional<std::int64_t> end_at_start;

  metrics::Gauge& lag_seconds;
  metrics::Gauge& gap_events;
};

// The next records of a unit, judged: what of them is to be projected.
struct Cut {
  UnitRead* unit = nullptr;
  std::size_t records = 0;
  std::vector<const event_log::Record*> events;
  units::Position after;
  bool broken = false;  // the record after them does not follow
  std::size_t void_records = 0;
};

// Does not change the unit.
Cut cut(UnitRead& unit, std::size_t records_max);
// Takes the cut's records off, once they are written.
void passed(const Cut& cut);

}  // namespace frontdesk::projectors
