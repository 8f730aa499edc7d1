#pragma once
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"

namespace frontdesk::config {
class Environment;
}

namespace frontdesk::event_log {

inline constexpr const char* events_topic = "frontdesk.events";
inline constexpr const char* identity_topic = "frontdesk.identity";

// Partition counts are fixed at creation; changing one would send ids to other units.
struct Topics {
  int events_partitions = 8;
  int identity_partitions = 4;

  // FRONTDESK_EVENT_PARTITIONS, FRONTDESK_IDENTITY_PARTITIONS. Throws config::Invalid.
  static Topics from(config::Environment& environment);

  UnitId events_unit(std::string_view key) const;  // unit of frontdesk.events in which `key` lives
  UnitId identity_unit(std::string_view key) const;
  std::vector<UnitId> all_units() const;
};

}  // namespace frontdesk::event_log
