#include "realtime-gateway/read_models/queue_status.hpp"

#include <map>
#include <utility>

#include "platform/logging/log.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/redis/redis.hpp"
#include "rows/clinic_queue_sql.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using Outcome = QueueReading::Outcome;

constexpr std::size_t connections_max = 2;

// Rows and the positions they show, in one statement and so in one snapshot.
std::string statement() {
  return "select " + read_models::columns<rows::Queue>("q") +
         ", p.next_offset as position from unnest($1::text[], $2::int[]) as asked(id, partition) "
         "join read_v1.queue q on q.id = asked.id "
         "join read_v1.projection_position p on p.topic = $3 and p.partition = asked.partition";
}

class StoredQueueStatus final : public QueueStatusSource {
 public:
  StoredQueueStatus(const std::string& redis_url, const std::string& database_url, const projected::CacheGate& gate,
                    event_log::Topics topics, Workers& workers, Executor& loop)
      : redis_(redis_url, connections_max),
        postgres_(database_url, connections_max,
                  [](pqxx::connection& connection) { connection.prepare("queues", statement()); }),
        gate_(gate),
        topics_(topics),
        workers_(workers),
        loop_(loop) {}

  void read(std::vector<std::string> queue_ids, Done done) override {
    const std::size_t count = queue_ids.size();
    const bool taken = workers_.run([this, ids = std::move(queue_ids), done] {
      loop_.post([readings = read_now(ids), done]() mutable { done(std::move(readings)); });
    });
    if (!taken) loop_.post([count, done] { done(std::vector<QueueReading>(count)); });
  }

 private:
  std::vector<QueueReading> read_now(const std::vector<std::string>& ids) {
    std::vector<QueueReading> readings(ids.size());
    if (gate_.open()) read_cache(ids, readings);
    try {
      read_database(ids, readings);
    } catch (const std::exception& error) {
      logging::warn("queue status not readable", {{"error", error.what()}});
    }
    return readings;
  }

  void read_cache(const std::vector<std::string>& ids, std::vector<QueueReading>& readings) {
    std::vector<std::string> keys;
    keys.reserve(ids.size());
    for (const auto& id : ids) keys.push_back(rows::cache_key<rows::Queue>(id));
    try {
      const auto stored = redis_.borrow()->mget(keys);
      for (std::size_t i = 0; i < ids.size(); ++i) take_cached(stored[i], readings[i]);
    } catch (const redis::Unavailable& unavailable) {
      logging::debug("Redis is away, reading PostgreSQL", {{"error", unavailable.what()}});
    }
  }

  static void take_cached(const std::optional<std::string>& stored, QueueReading& reading) {
    const auto cached = redis::parse_cached(stored);
    if (!cached) return;
    reading.position = cached->position;
    if (cached->value == "null") {
      reading.outcome = Outcome::unknown;
    } else if (auto row = rows::from_cache<rows::Queue>(cached->value)) {
      reading.outcome = Outcome::found;
      reading.row = std::move(*row);
    }
  }

  // Only what the cache did not say.
  void read_database(const std::vector<std::string>& ids, std::vector<QueueReading>& readings) {
    postgres::ArrayText missing;
    postgres::ArrayText partitions;
    std::multimap<std::string, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (readings[i].outcome != Outcome::unavailable) continue;
      if (!places.contains(ids[i])) {
        missing.add(ids[i]);
        partitions.add(static_cast<long long>(topics_.events_unit(ids[i]).partition));
      }
      places.emplace(ids[i], i);
    }
    if (places.empty()) return;
    const std::string missing_text = missing.take();
    const std::string partitions_text = partitions.take();
    postgres_.with([&](pqxx::connection& connection) {
      pqxx::nontransaction transaction(connection);
      const auto rows =
          transaction.exec_prepared("queues", missing_text, partitions_text, std::string(event_log::events_topic));
      for (const auto& [id, place] : places) readings[place].outcome = Outcome::unknown;
      for (const auto& row : rows) {
        const auto [first, last] = places.equal_range(row[0].c_str());
        for (auto place = first; place != last; ++place) {
          readings[place->second] = {Outcome::found, read_models::Table<rows::Queue>::read(row),
                                     row["position"].as<std::int64_t>()};
        }
      }
    });
  }

  redis::Pool redis_;
  postgres::Pool postgres_;
  const projected::CacheGate& gate_;
  const event_log::Topics topics_;
  Workers& workers_;
  Executor& loop_;
};

}  // namespace

std::unique_ptr<QueueStatusSource> stored_queue_status(const std::string& redis_url, const std::string& database_url,
                                                       const projected::CacheGate& gate,
                                                       const event_log::Topics& topics, Workers& workers,
                                                       Executor& loop) {
  return std::make_unique<StoredQueueStatus>(redis_url, database_url, gate, topics, workers, loop);
}

}  // namespace frontdesk::realtime_gateway
