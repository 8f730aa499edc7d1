#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/logging/log.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/redis/redis.hpp"
#include "realtime-gateway/read_models/row_sources.hpp"
#include "schemas/read_models/cached.hpp"
#include "schemas/read_models/table.hpp"

namespace frontdesk::realtime_gateway {

// Of a table that is cached from Redis, in one round trip; from PostgreSQL what Redis does not know or while the gate
// is closed. `Row` is the struct of `table`, whose ids live on frontdesk.events (include its rows/<context>_sql.hpp).
template <class Row>
class StoredRows final : public RowSource {
 public:
  StoredRows(const Stores& stores, const std::string& table)
      : redis_(stores.redis_url, connections_max),
        postgres_(stores.database_url, connections_max,
                  [table](pqxx::connection& connection) { connection.prepare("rows", statement(table)); }),
        stores_(stores) {}

  void read(std::vector<std::string> ids, Done done) override {
    const std::size_t count = ids.size();
    const bool taken = stores_.workers.run([this, ids = std::move(ids), done] {
      stores_.loop.post([readings = read_now(ids), done]() mutable { done(std::move(readings)); });
    });
    if (!taken) stores_.loop.post([count, done] { done(std::vector<RowReading>(count)); });
  }

 private:
  using Outcome = RowReading::Outcome;
  using Table = read_models::Table<Row>;
  static constexpr std::size_t connections_max = 2;
  static constexpr bool is_cached = requires { Row::cached_as; };

  // Rows and the positions they show, in one statement and so in one snapshot.
  static std::string statement(const std::string& table) {
    return "select " + read_models::columns<Row>("r") +
           ", p.next_offset as position from unnest($1::text[], $2::int[]) as asked(id, partition) join read_v1." +
           table + " r on r.id = asked.id " +
           "join read_v1.projection_position p on p.topic = $3 and p.partition = asked.partition";
  }

  std::vector<RowReading> read_now(const std::vector<std::string>& ids) {
    std::vector<RowReading> readings(ids.size());
    if constexpr (is_cached) {
      if (stores_.gate.open()) read_cache(ids, readings);
    }
    try {
      read_database(ids, readings);
    } catch (const std::exception& error) {
      logging::warn("rows not readable", {{"error", error.what()}});
    }
    return readings;
  }

  void read_cache(const std::vector<std::string>& ids, std::vector<RowReading>& readings) {
    std::vector<std::string> keys;
    keys.reserve(ids.size());
    for (const auto& id : ids) keys.push_back(rows::cache_key<Row>(id));
    try {
      const auto stored = redis_.borrow()->mget(keys);
      for (std::size_t i = 0; i < ids.size(); ++i) take_cached(stored[i], readings[i]);
    } catch (const redis::Unavailable& unavailable) {
      logging::debug("Redis is away, reading PostgreSQL", {{"error", unavailable.what()}});
    }
  }

  static void take_cached(const std::optional<std::string>& stored, RowReading& reading) {
    const auto cached = redis::parse_cached(stored);
    if (!cached) return;
    reading.position = cached->position;
    if (cached->value == "null") {
      reading.outcome = Outcome::unknown;
    } else if (auto row = rows::from_cache<Row>(cached->value)) {
      reading.outcome = Outcome::found;
      reading.row = std::move(*row);
    }
  }

  // Only what the cache did not say.
  void read_database(const std::vector<std::string>& ids, std::vector<RowReading>& readings) {
    postgres::ArrayText missing;
    postgres::ArrayText partitions;
    std::multimap<std::string, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (readings[i].outcome != Outcome::unavailable) continue;
      if (!places.contains(ids[i])) {
        missing.add(ids[i]);
        partitions.add(static_cast<long long>(stores_.topics.events_unit(ids[i]).partition));
      }
      places.emplace(ids[i], i);
    }
    if (places.empty()) return;
    const std::string missing_text = missing.take();
    const std::string partitions_text = partitions.take();
    postgres_.with([&](pqxx::connection& connection) {
      pqxx::nontransaction transaction(connection);
      const auto found =
          transaction.exec_prepared("rows", missing_text, partitions_text, std::string(event_log::events_topic));
      for (const auto& [id, place] : places) readings[place].outcome = Outcome::unknown;
      for (const auto& row : found) {
        const auto [first, last] = places.equal_range(row[0].c_str());
        for (auto place = first; place != last; ++place) {
          readings[place->second] = {Outcome::found, Table::read(row), row["position"].template as<std::int64_t>()};
        }
      }
    });
  }

  redis::Pool redis_;
  postgres::Pool postgres_;
  const Stores stores_;
};

}  // namespace frontdesk::realtime_gateway
