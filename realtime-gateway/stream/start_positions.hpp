#pragma once
#include <map>
#include <optional>
#include <string>

#include "platform/event_log/topics.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::realtime_gateway {

// Where the projection of every unit stands; nullopt while the read schema or a unit's row is missing. Blocks. Throws
// postgres::Unavailable, or std::runtime_error when a row is not of our form.
std::optional<std::map<event_log::UnitId, units::Position>> read_start_positions(const std::string& database_url,
                                                                                 const event_log::Topics& topics);

}  // namespace frontdesk::realtime_gateway
