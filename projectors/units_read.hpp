#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::projectors {

// A unit as a projector reads it.
struct UnitRead {
  // `rebuild`: its metrics are told apart from those of the rows that readers see.
  UnitRead(event_log::UnitId id, bool rebuild);

  event_log::UnitId id;
  units::Position position;               // what the rows show
  std::int64_t table = 0;                 // where that stands: StoredUnit
  std::deque<event_log::Record> arrived;  // from `position` on
  std::vector<std::string> touched;       // cache keys of written batches that Redis is not known to hold
  std::set<std::string> dead;             // aggregates with a dead letter
  std::unique_ptr<event_log::Tail> tail;
  bool stopped = false;  // the log under it is not the one it knew
  std::optional<std::int64_t> end_at_start;

  metrics::Gauge& lag_seconds;
  metrics::Gauge& gap_events;
};

using UnitsRead = std::vector<std::unique_ptr<UnitRead>>;
UnitsRead all_units(const event_log::Topics& topics, bool rebuild);
// How many records have arrived and wait.
std::size_t waiting(const UnitsRead& units);
// How many records `units` have yet to pass to be where `others`, the same units, are.
std::int64_t records_behind(const UnitsRead& units, const UnitsRead& others);

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
// Cuts of the units that have something, beginning with the one at `first` (modulo their number).
std::vector<Cut> next_cuts(const UnitsRead& units, std::size_t first, std::size_t records_max);
// Takes the cut's records off, once they are written.
void passed(const Cut& cut);

}  // namespace frontdesk::projectors
