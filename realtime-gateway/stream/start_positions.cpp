#include "realtime-gateway/stream/start_positions.hpp"

#include <stdexcept>

#include "platform/postgres/postgres.hpp"

namespace frontdesk::realtime_gateway {

std::optional<std::map<event_log::UnitId, units::Position>> read_start_positions(const std::string& database_url,
                                                                                 const event_log::Topics& topics) {
  std::map<event_log::UnitId, units::Position> found;
  postgres::Pool pool(database_url, 1, [](pqxx::connection&) {});
  try {
    pool.with([&found](pqxx::connection& connection) {
      found.clear();
      pqxx::nontransaction transaction(connection);
      for (const auto& row : transaction.exec("select topic, partition, position from read_v1.projection_position")) {
        const auto position = units::position_from_text(row[2].c_str());
        if (!position) throw std::runtime_error("a projection's position is not of our form");
        found.emplace(event_log::UnitId{row[0].c_str(), row[1].as<int>()}, *position);
      }
    });
  } catch (const pqxx::undefined_table&) {
    return std::nullopt;
  }
  std::map<event_log::UnitId, units::Position> start;
  for (const auto& unit : topics.all_units()) {
    const auto position = found.find(unit);
    if (position == found.end()) return std::nullopt;
    start.insert(*position);
  }
  return start;
}

}  // namespace frontdesk::realtime_gateway
