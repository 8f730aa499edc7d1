#include "platform/event_log/topics.hpp"

#include "platform/config/config.hpp"
#include "platform/event_log/partitioning.hpp"

namespace frontdesk::event_log {

Topics Topics::from(config::Environment& environment) {
  const auto partitions = [&environment](const char* name, int usual) {
    return static_cast<int>(environment.number(name, usual, 1, 1024));
  };
  const Topics usual;
  return {.events_partitions = partitions("FRONTDESK_EVENT_PARTITIONS", usual.events_partitions),
          .identity_partitions = partitions("FRONTDESK_IDENTITY_PARTITIONS", usual.identity_partitions)};
}

UnitId Topics::events_unit(std::string_view key) const { return {events_topic, partition_of(key, events_partitions)}; }

UnitId Topics::identity_unit(std::string_view key) const {
  return {identity_topic, partition_of(key, identity_partitions)};
}

std::vector<UnitId> Topics::all_units() const {
  std::vector<UnitId> units;
  units.reserve(static_cast<std::size_t>(events_partitions + identity_partitions));
  for (int partition = 0; partition < events_partitions; ++partition) units.push_back({events_topic, partition});
  for (int partition = 0; partition < identity_partitions; ++partition) units.push_back({identity_topic, partition});
  return units;
}

}  // namespace frontdesk::event_log
