#include "projectors/position_rows.hpp"

#include <set>
#include <stdexcept>

#include "projectors/array_columns.hpp"

namespace frontdesk::projectors::positions {
namespace {

using event_log::UnitId;
using postgres::ArrayText;

std::string array_of(const std::vector<std::string>& texts) {
  ArrayText array;
  for (const std::string& text : texts) add(array, text);
  return array.take();
}

std::vector<std::string> texts_of(const pqxx::field& field) {
  std::vector<std::string> texts;
  auto parser = field.as_array();
  for (auto [kind, text] = parser.get_next(); kind != pqxx::array_parser::juncture::done;
       std::tie(kind, text) = parser.get_next()) {
    if (kind == pqxx::array_parser::juncture::string_value) texts.push_back(text);
  }
  return texts;
}

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
  connection.prepare("advance",
                     "update projection_position p set next_offset = v.next_offset, position = v.position, "
                     "touched = v.touched::text[] from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], "
                     "$5::text[], $6::text[]) as v(topic, partition, from_offset, next_offset, position, touched) "
                     "where p.topic = v.topic and p.partition = v.partition and p.next_offset = v.from_offset");
  connection.prepare("touch",
                     "update projection_position p set touched = p.touched || $3::text[] "
                     "where p.topic = $1 and p.partition = $2::int");
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
  for (const auto& row :
       transaction.exec("select topic, partition, position, touched, cache_ok from projection_position")) {
    auto position = units::position_from_text(row[2].c_str());
    if (!position) throw std::runtime_error("a stored position cannot be read");
    stored[{row[0].c_str(), row[1].as<int>()}] = {std::move(*position), texts_of(row[3]), row[4].as<bool>()};
  }
  return stored;
}

bool advance(pqxx::transaction_base& transaction, const std::vector<Advance>& advances) {
  ArrayText topic, partition, from_offset, next_offset, position, touched;
  for (const Advance& step : advances) {
    add(topic, step.unit.topic);
    add(partition, step.unit.partition);
    add(from_offset, step.from_offset);
    add(next_offset, step.to.next_offset);
    add(position, units::to_text(step.to));
    add(touched, array_of(step.touched));
  }
  const auto rows = transaction.exec_prepared("advance", topic.take(), partition.take(), from_offset.take(),
                                              next_offset.take(), position.take(), touched.take());
  return rows.affected_rows() == advances.size();
}

void note_found_keys(pqxx::transaction_base& transaction, std::vector<Advance>& advances,
                     const std::vector<CacheEntry>& entries) {
  for (Advance& advance : advances) {
    const std::set<std::string> known(advance.touched.begin(), advance.touched.end());
    std::set<std::string> found;
    for (const CacheEntry& entry : entries) {
      if (entry.unit == advance.unit && !known.contains(entry.key)) found.insert(entry.key);
    }
    if (found.empty()) continue;
    const std::vector<std::string> keys(found.begin(), found.end());
    transaction.exec_prepared("touch", advance.unit.topic, advance.unit.partition, array_of(keys));
    advance.touched.insert(advance.touched.end(), keys.begin(), keys.end());
  }
}

bool store_cache_state(pqxx::transaction_base& transaction, const std::vector<ReadModel::CacheState>& states) {
  ArrayText topic, partition, next_offset, touched, cache_ok;
  for (const auto& state : states) {
    add(topic, state.unit.topic);
    add(partition, state.unit.partition);
    add(next_offset, state.next_offset);
    add(touched, array_of(state.touched));
    add(cache_ok, state.cache_ok);
  }
  const auto rows = transaction.exec_prepared("cache_state", topic.take(), partition.take(), next_offset.take(),
                                              touched.take(), cache_ok.take());
  return rows.affected_rows() == states.size();
}

void insert(pqxx::transaction_base& transaction, const std::vector<DeadLetter>& letters) {
  if (letters.empty()) return;
  ArrayText topic, partition, offset, type, aggregate, payload, error;
  for (const DeadLetter& letter : letters) {
    add(topic, letter.unit.topic);
    add(partition, letter.unit.partition);
    add(offset, letter.offset);
    add(type, storable(letter.type));
    add(aggregate, storable(letter.aggregate));
    add(payload, storable(letter.payload));
    add(error, storable(letter.error));
  }
  transaction.exec_prepared("dead_letters", topic.take(), partition.take(), offset.take(), type.take(),
                            aggregate.take(), payload.take(), error.take());
}

}  // namespace frontdesk::projectors::positions
