#include "projectors/position_rows.hpp"

#include <stdexcept>

#include "schemas/read_models/table.hpp"

namespace frontdesk::projectors::positions {
namespace {

using event_log::UnitId;
using read_models::Arrays;

// PostgreSQL texts hold no NUL, and what is broken may be no UTF-8 either.
std::string storable(std::string_view text) {
  std::string ascii;
  for (const char c : text) {
    const bool plain = c >= ' ' && c <= '~';
    ascii += plain ? c : '?';
  }
  return ascii;
}

}  // namespace

void prepare(pqxx::connection& connection) {
  connection.prepare(
      "advance",
      "update projection_position p set next_offset = v.next_offset, position = v.position, "
      "touched = v.touched::text[] from unnest($1::text[], $2::int[], $3::oid[], $4::bigint[], $5::bigint[], "
      "$6::text[], $7::text[]) as v(topic, partition, made, from_offset, next_offset, position, touched) "
      "where p.topic = v.topic and p.partition = v.partition and p.tableoid = v.made and "
      "p.next_offset = v.from_offset");
  connection.prepare("cache_state",
                     "update projection_position p set touched = v.touched::text[], cache_ok = v.cache_ok "
                     "from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::boolean[]) "
                     "as v(topic, partition, next_offset, touched, cache_ok) "
                     "where p.topic = v.topic and p.partition = v.partition and p.next_offset = v.next_offset");
  connection.prepare("dead_letters",
                     "insert into dead_letter (topic, partition, \"offset\", type, aggregate, payload, error) "
                     "select * from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], "
                     "$7::text[])");
}

std::map<UnitId, StoredUnit> load(pqxx::transaction_base& transaction, const std::vector<UnitId>& units) {
  for (const UnitId& unit : units) {
    transaction.exec("insert into projection_position (topic, partition, next_offset, position) values (" +
                     transaction.quote(unit.topic) + ", " + std::to_string(unit.partition) + ", 0, " +
                     transaction.quote(units::to_text({})) + ") on conflict do nothing");
  }
  std::map<UnitId, StoredUnit> stored;
  for (const auto& row : transaction.exec(
           "select topic, partition, position, touched, cache_ok, tableoid::bigint from projection_position")) {
    auto position = units::position_from_text(row[2].c_str());
    if (!position) throw std::runtime_error("a stored position cannot be read");
    stored[{row[0].c_str(), row[1].as<int>()}] = {std::move(*position), read_models::texts(row[3]), row[4].as<bool>(),
                                                  row[5].as<std::int64_t>()};
  }
  return stored;
}

bool advance(pqxx::transaction_base& transaction, const std::vector<Advance>& advances) {
  Arrays rows(7);
  for (const Advance& step : advances) {
    rows.add(step.unit.topic);
    rows.add(step.unit.partition);
    rows.add(step.table);
    rows.add(step.from_offset);
    rows.add(step.to.next_offset);
    rows.add(units::to_text(step.to));
    rows.add(step.touched);
  }
  return read_models::run(transaction, "advance", std::move(rows)).affected_rows() == advances.size();
}

bool store_cache_state(pqxx::transaction_base& transaction, const std::vector<ReadModel::CacheState>& states) {
  Arrays rows(5);
  for (const auto& state : states) {
    rows.add(state.unit.topic);
    rows.add(state.unit.partition);
    rows.add(state.next_offset);
    rows.add(state.touched);
    rows.add(state.cache_ok);
  }
  return read_models::run(transaction, "cache_state", std::move(rows)).affected_rows() == states.size();
}

void insert(pqxx::transaction_base& transaction, const std::vector<DeadLetter>& letters) {
  if (letters.empty()) return;
  Arrays rows(7);
  for (const DeadLetter& letter : letters) {
    rows.add(letter.unit.topic);
    rows.add(letter.unit.partition);
    rows.add(letter.offset);
    rows.add(storable(letter.type));
    rows.add(storable(letter.aggregate));
    rows.add(storable(letter.payload));
    rows.add(storable(letter.error));
  }
  read_models::run(transaction, "dead_letters", std::move(rows));
}

}  // namespace frontdesk::projectors::positions
