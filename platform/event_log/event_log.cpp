#include "platform/event_log/event_log.hpp"

#include <algorithm>

namespace frontdesk::event_log {

std::string to_string(const UnitId& unit) { return unit.topic + "/" + std::to_string(unit.partition); }

std::string_view Record::header(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [name](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace frontdesk::event_log
