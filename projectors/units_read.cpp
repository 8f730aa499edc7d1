#include "projectors/units_read.hpp"

#include <algorithm>

namespace frontdesk::projectors {
namespace {

metrics::Labels labels(const event_log::UnitId& unit, bool rebuild) {
  metrics::Labels labels{{"topic", unit.topic}, {"partition", std::to_string(unit.partition)}};
  if (rebuild) labels["rebuild"] = "yes";
  return labels;
}

}  // namespace

UnitRead::UnitRead(event_log::UnitId unit, bool rebuild)
    : id(std::move(unit)),
      lag_seconds(
          metrics::gauge("projection_lag_seconds", "Age of the oldest record not projected yet", labels(id, rebuild))),
      gap_events(metrics::gauge("projection_gap_events", "Records in the log that are not projected yet",
                                labels(id, rebuild))) {}

UnitsRead all_units(const event_log::Topics& topics, bool rebuild) {
  UnitsRead units;
  for (const event_log::UnitId& unit : topics.all_units()) units.push_back(std::make_unique<UnitRead>(unit, rebuild));
  return units;
}

std::size_t waiting(const UnitsRead& units) {
  std::size_t records = 0;
  for (const auto& unit : units) records += unit->arrived.size();
  return records;
}

std::int64_t records_behind(const UnitsRead& units, const UnitsRead& others) {
  std::int64_t records = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    records += std::max<std::int64_t>(0, others[i]->position.next_offset - units[i]->position.next_offset);
  }
  return records;
}

Cut cut(UnitRead& unit, std::size_t records_max) {
  Cut result;
  result.unit = &unit;
  result.after = unit.position;
  for (const event_log::Record& record : unit.arrived) {
    if (result.records == records_max) break;
    const units::Verdict verdict = units::accept(result.after, record);
    if (verdict == units::Verdict::broken_chain) {
      result.broken = true;
      break;
    }
    ++result.records;
    if (verdict == units::Verdict::void_record) ++result.void_records;
    if (verdict != units::Verdict::accepted) continue;
    if (record.header(units::header::type) != units::record_type::command_answered) result.events.push_back(&record);
  }
  return result;
}

std::vector<Cut> next_cuts(const UnitsRead& units, std::size_t first, std::size_t records_max) {
  std::vector<Cut> cuts;
  for (std::size_t i = 0; i < units.size() && records_max > 0; ++i) {
    UnitRead& unit = *units[(first + i) % units.size()];
    if (unit.arrived.empty()) continue;
    cuts.push_back(cut(unit, records_max));
    records_max -= cuts.back().records;
  }
  return cuts;
}

void passed(const Cut& cut) {
  UnitRead& unit = *cut.unit;
  unit.position = cut.after;
  unit.arrived.erase(unit.arrived.begin(), unit.arrived.begin() + static_cast<std::ptrdiff_t>(cut.records));
}

}  // namespace frontdesk::projectors
