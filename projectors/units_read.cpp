#include "projectors/units_read.hpp"

namespace frontdesk::projectors {
namespace {

metrics::Labels labels(const event_log::UnitId& unit) {
  return {{"topic", unit.topic}, {"partition", std::to_string(unit.partition)}};
}

}  // namespace

UnitRead::UnitRead(event_log::UnitId unit)
    : id(std::move(unit)),
      lag_seconds(metrics::gauge("projection_lag_seconds", "Age of the oldest record not projected yet", labels(id))),
      gap_events(metrics::gauge("projection_gap_events", "Records in the log that are not projected yet", labels(id))) {
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

void passed(const Cut& cut) {
  UnitRead& unit = *cut.unit;
  unit.position = cut.after;
  unit.arrived.erase(unit.arrived.begin(), unit.arrived.begin() + static_cast<std::ptrdiff_t>(cut.records));
}

}  // namespace frontdesk::projectors
