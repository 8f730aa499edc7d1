#include "platform/event_log/topics.hpp"

#include "platform/event_log/partitioning.hpp"

namespace frontdesk::event_log {

UnitId Topics::events_unit(std::string_view key) const { return {events_topic, partition_of(key, events_partitions)}; }

UnitId Topics::identity_unit(std::string_view key) const {
  return {identity_topic, partition_of(key, identity_partitions)};
}

std::vector<UnitId> Topics::all_units() const {
  std::vector<UnitId> units;
  for (int partition = 0; partition < events_partitions; ++partition) units.push_back({events_topic, partition});
  for (int partition = 0; partition < identity_partitions; ++partition) units.push_back({identity_topic, partition});
  return units;
}

}  // namespace frontdesk::event_log
