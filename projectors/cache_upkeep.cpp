#include "projectors/cache_upkeep.hpp"

#include <algorithm>

#include "platform/logging/log.hpp"
#include "projectors/table_rows.hpp"

namespace frontdesk::projectors {

CacheUpkeep::CacheUpkeep(Caches& caches, ReadModel& rows, const Projections& projections,
                         const event_log::Topics& topics, UnitsRead& units)
    : caches_(caches), rows_(rows), projections_(projections), topics_(topics), units_(units) {}

CacheUpkeep::Outcome CacheUpkeep::refresh() {
  UnitOffsets positions;
  for (const auto& unit : units_) positions[unit->id] = unit->position.next_offset;
  try {
    store_touched(positions);
    if (!store_state(true)) return Outcome::taken_by_other;
    state_ = State::good;
    caches_.announce(positions);
    return Outcome::good;
  } catch (const redis::Unavailable& error) {
    return state_ == State::away ? Outcome::away : leave(error.what());
  }
}

CacheUpkeep::Outcome CacheUpkeep::tell(const std::vector<CacheEntry>& entries, const UnitOffsets& positions) {
  if (state_ != State::good) return Outcome::away;
  try {
    caches_.store(entries, positions);
    for (const auto& unit : units_) {
      if (positions.contains(unit->id)) unit->touched.clear();
    }
    caches_.announce(positions);
    return Outcome::good;
  } catch (const redis::Unavailable& error) {
    return leave(error.what());
  }
}

void CacheUpkeep::store_touched(const UnitOffsets& positions) {
  std::vector<CacheEntry> entries;
  bool everything = false;
  for (const auto& unit : units_) {
    if (std::ranges::find(unit->touched, every_key) != unit->touched.end()) {
      everything = true;
      continue;
    }
    if (unit->touched.empty()) continue;
    for (CacheEntry& entry : rows_.render(unit->touched)) {
      entry.unit = unit->id;
      entries.push_back(std::move(entry));
    }
  }
  if (everything) store_everything(positions);
  caches_.store(entries, positions);
}

void CacheUpkeep::store_everything(const UnitOffsets& positions) {
  for (const auto& projection : projections_) {
    for (const TableRows* table : projection->rows().tables()) {
      if (table->cached_as().empty()) continue;
      std::string after;
      for (;;) {
        auto page = rows_.render_page(*table, after);
        if (page.last_id.empty()) break;
        after = page.last_id;
        for (CacheEntry& entry : page.entries) {
          entry.unit = projection->unit_of(topics_, entry.key.substr(table->cached_as().size()));
        }
        caches_.store_rows(page.entries, positions);
      }
    }
  }
}

CacheUpkeep::Outcome CacheUpkeep::leave(const std::string& why) {
  logging::warn("caches left aside", {{"error", why}});
  state_ = State::away;
  return store_state(false) ? Outcome::away : Outcome::taken_by_other;
}

bool CacheUpkeep::store_state(bool cache_ok) {
  std::vector<ReadModel::CacheState> states;
  for (const auto& unit : units_) {
    if (cache_ok) unit->touched.clear();
    states.push_back({unit->id, unit->position.next_offset, unit->touched, cache_ok});
  }
  return rows_.store_cache_state(states);
}

}  // namespace frontdesk::projectors
