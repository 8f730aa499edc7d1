#include "platform/auth/caller_stores.hpp"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "platform/logging/log.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/projected/cache_gate.hpp"
#include "platform/redis/positioned_cache.hpp"

namespace frontdesk::auth {
namespace {

constexpr std::size_t database_connections_max = 8;
// Whoever fills a gap holds a connection while PostgreSQL answers; more of them than this would take them from readers.
constexpr std::size_t refills_max = 2;

std::optional<std::string> text(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return std::nullopt;
  return std::string(found->value.GetString(), found->value.GetStringLength());
}

std::optional<bool> flag(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsBool()) return std::nullopt;
  return found->value.GetBool();
}

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void write(Writer& writer, const char* name, std::string_view value) {
  writer.Key(name);
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string session_json(const StoredSession& session) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write(writer, "userId", session.user_id);
  writer.Key("expiresAt");
  writer.Int64(session.expires_at.ms);
  writer.Key("ended");
  writer.Bool(session.ended);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

// One statement, so that account, session and position belong together. The position is the lowest of the identity
// units: whoever reads cannot tell which unit it is, and too low a position is safe (it never keeps out a projector's
// entry), too high is not.
constexpr const char* standing_sql =
    "select p.position, a.id, a.email, a.first_name, a.last_name, a.role, a.clinic_id, a.profile_picture, "
    "(extract(epoch from a.created_at) * 1000)::bigint as created_at_ms, a.disabled, s.user_id, "
    "(extract(epoch from s.expires_at) * 1000)::bigint as expires_at_ms, s.ended_at is not null as ended "
    "from (select coalesce(min(next_offset), 0) as position from read_v1.projection_position "
    "where topic = 'frontdesk.identity') p "
    "left join read_v1.account a on a.id = $1 left join read_v1.session s on s.id = $2";

std::string account_json(const pqxx::row& row) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  write(writer, "id", row["id"].c_str());
  write(writer, "email", row["email"].c_str());
  write(writer, "firstName", row["first_name"].c_str());
  write(writer, "lastName", row["last_name"].c_str());
  write(writer, "role", row["role"].c_str());
  writer.Key("clinicId");
  if (row["clinic_id"].is_null()) {
    writer.Null();
  } else {
    writer.String(row["clinic_id"].c_str());
  }
  write(writer, "profilePicture", row["profile_picture"].c_str());
  write(writer, "createdAt", to_iso8601(Instant{row["created_at_ms"].as<std::int64_t>()}));
  writer.Key("disabled");
  writer.Bool(row["disabled"].as<bool>());
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

struct Read {
  Standing standing;
  std::int64_t position = 0;
};

Read from_row(const pqxx::row& row) {
  Read read;
  read.position = row["position"].as<std::int64_t>();
  if (!row["id"].is_null()) {
    const char* clinic_id = row["clinic_id"].is_null() ? "" : row["clinic_id"].c_str();
    read.standing.account =
        StoredAccount{row["role"].c_str(), clinic_id, row["disabled"].as<bool>(), account_json(row)};
  }
  if (!row["user_id"].is_null()) {
    read.standing.session = StoredSession{row["user_id"].c_str(), Instant{row["expires_at_ms"].as<std::int64_t>()},
                                          row["ended"].as<bool>()};
  }
  return read;
}

}  // namespace

std::optional<StoredSession> parse_session(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  const auto user_id = text(document, "userId");
  const auto ended = flag(document, "ended");
  const auto expires_at = document.FindMember("expiresAt");
  if (!user_id || !ended || expires_at == document.MemberEnd() || !expires_at->value.IsInt64()) return std::nullopt;
  return StoredSession{*user_id, Instant{expires_at->value.GetInt64()}, *ended};
}

std::optional<StoredAccount> parse_account(std::string_view json) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (document.HasParseError() || !document.IsObject()) return std::nullopt;
  const auto role = text(document, "role");
  const auto disabled = flag(document, "disabled");
  if (!role || !disabled) return std::nullopt;
  return StoredAccount{*role, text(document, "clinicId").value_or(""), *disabled, std::string(json)};
}

class CallerStores::Impl {
 public:
  Impl(const std::string& redis_url, const std::string& database_url, std::size_t connections_max)
      : redis_(redis_url, connections_max),
        refills_(redis_url, refills_max),
        database_(database_url, std::min(connections_max, database_connections_max),
                  [](pqxx::connection& connection) { connection.prepare("standing", standing_sql); }),
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
    std::vector<std::string> keys{"account:" + user_id};
    if (!session_id.empty()) keys.push_back("session:" + session_id);
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
    if (const auto account = redis::parse_cached(values[0])) standing.account = parse_account(account->value);
    if (own > 1) {
      if (const auto session = redis::parse_cached(values[1])) standing.session = parse_session(session->value);
    }
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
    if (const auto& account = read.standing.account) entries.push_back({keys[0], read.position, account->json});
    if (const auto& session = read.standing.session)
      entries.push_back({keys[1], read.position, session_json(*session)});
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
