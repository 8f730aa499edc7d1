#include "schemas/read_models/caller_stores.hpp"

#include <algorithm>

#include "platform/logging/log.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/projected/cache_gate.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "rows/identity_sql.hpp"

namespace frontdesk::auth {
namespace {

using read_models::Table;
using rows::Account;
using rows::Session;

constexpr std::size_t database_connections_max = 8;
// Whoever fills a gap holds a connection while PostgreSQL answers; more of them than this would take them from readers.
constexpr std::size_t refills_max = 2;

// One statement, so that account, session and position belong together. The position is the lowest of the identity
// units: whoever reads cannot tell which unit it is, and too low a position is safe (it never keeps out a projector's
// entry), too high is not.
std::string standing_sql() {
  return "select p.position, " + read_models::columns<Account>("a") + ", " + read_models::columns<Session>("s") +
         " from (select coalesce(min(next_offset), 0) as position from read_v1.projection_position "
         "where topic = 'frontdesk.identity') p "
         "left join read_v1.account a on a.id = $1 left join read_v1.session s on s.id = $2";
}

struct Read {
  Standing standing;
  std::int64_t position = 0;
};

Read from_row(const pqxx::row& row) {
  const read_models::Column account = 1;
  const read_models::Column session = account + Table<Account>::width;
  Read read;
  read.position = row[0].as<std::int64_t>();
  if (!row[account].is_null()) read.standing.account = Table<Account>::read(row, account);
  if (!row[session].is_null()) read.standing.session = Table<Session>::read(row, session);
  return read;
}

// What Redis holds; another form counts as absent.
template <class Row>
std::optional<Row> cached(const std::optional<std::string>& stored) {
  const auto entry = redis::parse_cached(stored);
  if (!entry) return std::nullopt;
  return rows::from_cache<Row>(entry->value);
}

}  // namespace

class CallerStores::Impl {
 public:
  Impl(const std::string& redis_url, const std::string& database_url, std::size_t connections_max)
      : redis_(redis_url, connections_max),
        refills_(redis_url, refills_max),
        database_(database_url, std::min(connections_max, database_connections_max),
                  [](pqxx::connection& connection) { connection.prepare("standing", standing_sql()); }),
        gate_(database_url) {}

  Standing read(const std::string& session_id, const std::string& user_id, const std::vector<std::string>& extra_keys,
                std::vector<std::optional<std::string>>& extra) {
    extra.assign(extra_keys.size(), std::nullopt);
    if (!gate_.open()) return from_database(session_id, user_id).standing;
    const std::vector<std::string> keys = keys_of(session_id, user_id);
    const auto cached = from_redis(keys, extra_keys, extra);
    if (cached && cached->account && (session_id.empty() || cached->session)) return *cached;
    return (cached ? refilled(session_id, user_id, keys) : from_database(session_id, user_id)).standing;
  }

 private:
  // The session comes last, as it may be missing.
  static std::vector<std::string> keys_of(const std::string& session_id, const std::string& user_id) {
    std::vector<std::string> keys{rows::cache_key<Account>(user_id)};
    if (!session_id.empty()) keys.push_back(rows::cache_key<Session>(session_id));
    return keys;
  }

  // nullopt: Redis is away.
  std::optional<Standing> from_redis(std::vector<std::string> keys, const std::vector<std::string>& extra_keys,
                                     std::vector<std::optional<std::string>>& extra) {
    const auto own = static_cast<std::ptrdiff_t>(keys.size());
    keys.insert(keys.end(), extra_keys.begin(), extra_keys.end());
    std::vector<std::optional<std::string>> values;
    try {
      values = redis_.borrow()->mget(keys);
    } catch (const redis::Unavailable&) {
      return std::nullopt;
    }
    std::move(values.begin() + own, values.end(), extra.begin());
    Standing standing;
    standing.account = cached<Account>(values[0]);
    if (own > 1) standing.session = cached<Session>(values[1]);
    return standing;
  }

  Read from_database(const std::string& session_id, const std::string& user_id) {
    Read read;
    try {
      database_.with([&](pqxx::connection& connection) {
        pqxx::nontransaction transaction(connection);
        read = from_row(transaction.exec_prepared1("standing", user_id, session_id));
      });
    } catch (const postgres::Unavailable&) {
      throw NoStore();
    } catch (const pqxx::sql_error& error) {
      // The projectors have not made their schema yet, or are making it anew.
      logging::warn("accounts cannot be read", {{"sqlstate", error.sqlstate()}});
      throw NoStore();
    }
    return read;
  }

  // Reads PostgreSQL and fills the gap, unless enough others do so. On one connection throughout: had Redis restarted
  // between look and fill, what a projector wrote meanwhile would be lost and ours might be the older.
  Read refilled(const std::string& session_id, const std::string& user_id, const std::vector<std::string>& keys) {
    auto connection = refills_.borrow_free();
    if (connection && !looked(**connection, keys)) connection.reset();
    const std::uint64_t generation = connection ? (*connection)->generation() : 0;
    Read read = from_database(session_id, user_id);
    if (connection) refill(**connection, generation, keys, read);
    return read;
  }

  static bool looked(redis::Connection& connection, const std::vector<std::string>& keys) {
    try {
      connection.mget(keys);
      return true;
    } catch (const redis::Unavailable&) {
      return false;
    }
  }

  static void refill(redis::Connection& connection, std::uint64_t generation, const std::vector<std::string>& keys,
                     const Read& read) {
    std::vector<redis::PositionedEntry> entries;
    if (const auto& account = read.standing.account) entries.push_back({keys[0], read.position, cache_json(*account)});
    if (const auto& session = read.standing.session) entries.push_back({keys[1], read.position, cache_json(*session)});
    try {
      redis::set_if_newer_on(generation, connection, entries);
    } catch (const redis::Unavailable&) {
      return;  // the next reader fills the gap
    }
  }

  redis::Pool redis_;
  redis::Pool refills_;
  postgres::Pool database_;
  projected::CacheGate gate_;
};

CallerStores::CallerStores(std::string redis_url, std::string database_url, std::size_t connections_max)
    : impl_(std::make_unique<Impl>(redis_url, database_url, connections_max)) {}
CallerStores::~CallerStores() = default;

Standing CallerStores::read(const std::string& session_id, const std::string& user_id,
                            const std::vector<std::string>& extra_keys,
                            std::vector<std::optional<std::string>>& extra) {
  return impl_->read(session_id, user_id, extra_keys, extra);
}

}  // namespace frontdesk::auth
