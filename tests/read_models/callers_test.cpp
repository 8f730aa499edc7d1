#include "schemas/read_models/callers.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "platform/auth/base64url.hpp"
#include "platform/auth/keys.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "projectors/schema/read_model_sql.hpp"
#include "tests/auth/test_keys.hpp"
#include "tests/postgres/own_database.hpp"
#include "tests/redis/own_redis.hpp"

// libpqxx 6.4 forgets the result that tells it of a lost connection (2 KB each time).
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::auth {
namespace {

using redis::eventually;

constexpr Instant now{1'800'000'000'000};
const std::string shared_secret = "a secret of thirty-two bytes....";

constexpr const char* given_rows = R"(
  insert into projection_position (topic, partition, next_offset, position) values
    ('frontdesk.identity', 0, 9, ''), ('frontdesk.identity', 1, 30, ''), ('frontdesk.events', 0, 2, '');
  insert into account (id, email, email_folded, first_name, last_name, role, clinic_id, profile_picture, disabled,
                       created_at) values
    ('asha', 'Asha@example.com', 'asha@example.com', 'Asha', 'Rao "A"', 'PATIENT', null, 'p.png', false,
     '2026-11-21T09:30:00.123Z'),
    ('staff', 's@example.com', 's@example.com', 'S', 'T', 'STAFF', 'c-1', '', false, '2026-11-21T09:30:00Z'),
    ('admin', 'a@example.com', 'a@example.com', 'A', 'B', 'ADMIN', null, '', false, '2026-11-21T09:30:00Z'),
    ('off', 'o@example.com', 'o@example.com', 'O', 'F', 'ADMIN', null, '', true, '2026-11-21T09:30:00Z');
  insert into session (id, user_id, user_agent, address, opened_at, expires_at, ended_at)
    select id, user_id, 'agent', '127.0.0.1', '2026-11-21T00:00:00Z', expires_at::timestamptz, ended_at::timestamptz
    from (values
      ('s-asha', 'asha', '2027-02-01T00:00:00Z', null), ('s-staff', 'staff', '2027-02-01T00:00:00Z', null),
      ('s-admin', 'admin', '2027-02-01T00:00:00Z', null),
      ('s-off', 'off', '2027-02-01T00:00:00Z', '2026-11-22T00:00:00Z'),
      ('s-ended', 'asha', '2027-02-01T00:00:00Z', '2026-11-22T00:00:00Z'),
      ('s-old', 'asha', '2027-01-01T00:00:00Z', null)) as given (id, user_id, expires_at, ended_at))";

constexpr const char* asha_json =
    R"({"id":"asha","email":"Asha@example.com","email_folded":"asha@example.com","first_name":"Asha",)"
    R"("last_name":"Rao \"A\"","role":"PATIENT","profile_picture":"p.png","disabled":false,)"
    R"("created_at":"2026-11-21T09:30:00.123Z"})";

std::string session_json(const std::string& user, const std::string& more = "") {
  return R"({"id":"s-)" + user + R"(","user_id":")" + user +
         R"(","user_agent":"agent","address":"127.0.0.1","opened_at":"2026-11-21T00:00:00.000Z",)"
         R"("expires_at":"2027-02-01T00:00:00.000Z")" +
         more + "}";
}

std::string word(Denied why) {
  switch (why) {
    case Denied::no_token:
      return "no token";
    case Denied::token_fault:
      return "token fault";
    case Denied::session_ended:
      return "session ended";
    case Denied::user_not_found:
      return "user not found";
    case Denied::account_disabled:
      return "account disabled";
    case Denied::unavailable:
      break;
  }
  return "unavailable";
}

// command-api's part: the account is there when it answers.
class Admitted final : public OutsideUsers {
 public:
  explicit Admitted(postgres::OwnDatabase& database) : database_(database) {}
  bool admit(std::string_view token, const Claims& claims) override {
    tokens.emplace_back(token);
    if (away) return false;
    database_.execute(
        "insert into read_v1.account (id, email, first_name, last_name, role, origin, profile_picture, disabled, "
        "created_at) values ('" +
        claims.user_id + "', '', '', '', 'BUYER', 'OUTSIDE_TOKEN', '', false, now()) on conflict do nothing");
    return true;
  }
  bool away = false;
  std::vector<std::string> tokens;

 private:
  postgres::OwnDatabase& database_;
};

class CallersTest : public testing::Test {
 protected:
  // With the caches in use: waits until the gate has opened.
  void start() {
    database.execute("create schema read_v1; set search_path to read_v1; " + std::string(projectors::read_model_sql) +
                     given_rows);
    start_anyhow();
    redis_connection().command({"SET", "probe", "1 true"});
    ASSERT_TRUE(eventually([this] { return extra_of("probe").has_value(); }));
  }
  void start_anyhow() { callers = std::make_unique<Callers>(tokens, outside, server.url(), database.url(), 4); }

  redis::Connection redis_connection() const { return redis::Connection(server.url()); }

  std::optional<std::string> extra_of(const std::string& key) {
    return callers->identify(own_token("asha", "s-asha"), now, {key}).extra.at(0);
  }

  std::string own_token(const std::string& user, const std::string& session) const {
    Claims claims;
    claims.user_id = user;
    claims.session_id = session;
    claims.role = "ADMIN";
    return tokens.sign(claims, now);
  }

  static std::string outside_token(const std::string& payload) {
    const std::string text = to_base64url(R"({"alg":"HS256"})") + '.' + to_base64url(payload);
    return text + '.' + to_base64url(mac_hs256(shared_secret, text));
  }

  std::string outcome(const std::string& token) {
    const auto result = callers->identify(token, now);
    if (const auto* denial = std::get_if<Denial>(&result)) return word(denial->why);
    const Caller& caller = std::get<Caller>(result);
    return caller.user_id + " " + caller.role;
  }

  Caller caller_of(const std::string& token) { return std::get<Caller>(callers->identify(token, now)); }

  postgres::OwnDatabase database;
  redis::OwnRedis server;
  Tokens tokens{{first_pair().private_pem, first_pair().public_pem, shared_secret, 3600}};
  Admitted outside{database};
  std::unique_ptr<Callers> callers;
};

TEST_F(CallersTest, AreWhoTheCurrentStateSays) {
  start();
  const Caller asha = caller_of(own_token("asha", "s-asha"));
  EXPECT_EQ(asha.user_id, "asha");
  EXPECT_EQ(asha.role, "PATIENT");
  EXPECT_EQ(asha.clinic_id, "");
  EXPECT_EQ(asha.session_id, "s-asha");
  EXPECT_EQ(asha.token, own_token("asha", "s-asha"));
  EXPECT_EQ(asha.expires_at_s, now.ms / 1000 + 3600);
  EXPECT_EQ(cache_json(asha.account), asha_json);
  EXPECT_FALSE(asha.is_admin());

  const Caller staff = caller_of(own_token("staff", "s-staff"));
  EXPECT_TRUE(staff.is_staff_of("c-1"));
  EXPECT_FALSE(staff.is_staff_of("c-2"));
  EXPECT_TRUE(caller_of(own_token("admin", "s-admin")).is_admin());
  EXPECT_FALSE(caller_of(outside_token(R"({"id":"admin"})")).is_admin());
  EXPECT_FALSE(caller_of(outside_token(R"({"id":"staff"})")).is_staff_of("c-1"));
}

TEST_F(CallersTest, AreDeniedForTheRightReason) {
  start();
  struct Row {
    const char* what;
    std::string token;
    const char* outcome;
  };
  const Row rows[] = {
      {"no token", "", "no token"},
      {"garbage", "x", "token fault"},
      {"ended session", own_token("asha", "s-ended"), "session ended"},
      {"expired session", own_token("asha", "s-old"), "session ended"},
      {"unknown session", own_token("asha", "s-unknown"), "session ended"},
      {"another's session", own_token("asha", "s-staff"), "session ended"},
      {"own token without session", own_token("asha", ""), "session ended"},
      {"unknown user", own_token("nobody", "s-asha"), "user not found"},
      {"disabled, session ended by that", own_token("off", "s-off"), "account disabled"},
      {"disabled, unknown session", own_token("off", "s-unknown"), "account disabled"},
      {"disabled, outside token", outside_token(R"({"id":"off"})"), "account disabled"},
      {"outside token", outside_token(R"({"id":"asha"})"), "asha PATIENT"},
      {"outside token with an ended session", outside_token(R"({"id":"asha","sid":"s-ended"})"), "session ended"},
      {"outside token of an unknown patient", outside_token(R"({"id":"nobody","role":"patient"})"), "user not found"},
      {"outside token of an unknown doctor", outside_token(R"({"id":"nobody","role":"Doctor"})"), "user not found"},
      {"outside token of an unknown session", outside_token(R"({"id":"nobody","sid":"s-asha"})"), "session ended"},
      {"outside token with the session of another", outside_token(R"({"id":"asha","sid":"s-admin"})"), "session ended"},
      {"outside token of a patient who is registered", outside_token(R"({"id":"asha","role":"patient"})"),
       "asha PATIENT"},
      {"outside token with another role than the stored one", outside_token(R"({"id":"asha","role":"admin"})"),
       "asha PATIENT"},
      {"outside token without user", outside_token(R"({"role":"admin"})"), "token fault"},
      {"good", own_token("asha", "s-asha"), "asha PATIENT"},
  };
  for (const char* source : {"PostgreSQL", "Redis"}) {
    for (const Row& row : rows) EXPECT_EQ(outcome(row.token), row.outcome) << row.what << " by " << source;
  }
  const auto fault = callers->identify("x", now);
  EXPECT_EQ(std::get<Denial>(fault).fault, TokenFault::malformed);
}

TEST_F(CallersTest, WhoLogInElsewhereAreMadeUsersByTheFirstUseOfAToken) {
  start();
  const auto token = outside_token(R"({"id":"elsewhere","role":"seller"})");
  EXPECT_EQ(outcome(token), "elsewhere SELLER");
  EXPECT_EQ(outcome(token), "elsewhere SELLER");
  EXPECT_EQ(outside.tokens, std::vector<std::string>{token}) << "asked once";
  EXPECT_FALSE(caller_of(token).own_key);
}

// Contracts' README, section 2: theirs is the role of the token, where it names one, else the stored one.
TEST_F(CallersTest, WhoLogInElsewhereHaveTheRoleOfTheirToken) {
  start();
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere"})")), "elsewhere BUYER");
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere","role":"petOwner"})")), "elsewhere PATIENT");
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere","role":"Veterinarian"})")), "elsewhere CLINICIAN");
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere","role":"nonsense"})")), "elsewhere BUYER");
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere","role":"doctor"})")), "user not found")
      << "who is a doctor has registered";
}

TEST_F(CallersTest, CarryWhatTheTokenSaysOfThem) {
  start();
  const auto caller =
      caller_of(outside_token(R"({"id":"asha","refId":"parent-7","name":"Asha R.","image":"https://x/i.png"})"));
  EXPECT_EQ(caller.profile_id, "parent-7");
  EXPECT_EQ(caller.name, "Asha R.");
  EXPECT_EQ(caller.picture, "https://x/i.png");
  EXPECT_EQ(caller_of(own_token("asha", "s-asha")).profile_id, "asha");
}

TEST_F(CallersTest, WhoLogInElsewhereAreUnavailableWhileNobodyCanMakeThemUsers) {
  start();
  outside.away = true;
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere"})")), "unavailable");
  EXPECT_EQ(outcome(outside_token(R"({"id":"asha"})")), "asha PATIENT");
  outside.away = false;
  EXPECT_EQ(outcome(outside_token(R"({"id":"elsewhere"})")), "elsewhere BUYER");
}

TEST_F(CallersTest, WhoLogInElsewhereAreReadFromRedisAlone) {
  start();
  const auto token = outside_token(R"({"id":"elsewhere","role":"seller"})");
  EXPECT_EQ(outcome(token), "elsewhere SELLER");
  EXPECT_EQ(outcome(token), "elsewhere SELLER");
  database.refuse_connections();
  EXPECT_EQ(outcome(token), "elsewhere SELLER");
}

TEST_F(CallersTest, AreReadFromRedisAloneOnceItHoldsThem) {
  start();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  const auto cached = redis_connection().mget({"account:asha", "session:s-asha"});
  EXPECT_EQ(cached[0], "9 " + std::string(asha_json));
  EXPECT_EQ(cached[1], "9 " + session_json("asha"));

  database.execute("update read_v1.account set role = 'SELLER' where id = 'asha'");
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  auto connection = redis_connection();
  const std::string ended = session_json("asha", R"(,"ended_at":"2026-11-22T00:00:00.000Z")");
  redis::set_if_newer(connection, {{"session:s-asha", 31, ended}});
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "session ended");
}

TEST_F(CallersTest, NeverPutAnOlderEntryOverANewer) {
  start();
  auto connection = redis_connection();
  connection.command({"DEL", "account:staff"});
  redis::set_if_newer(connection, {{"session:s-staff", 31, session_json("staff")}});
  EXPECT_EQ(outcome(own_token("staff", "s-staff")), "staff STAFF");
  EXPECT_EQ(connection.mget({"session:s-staff"})[0]->substr(0, 3), "31 ");
  EXPECT_EQ(connection.mget({"account:staff"})[0]->substr(0, 2), "9 ");
}

TEST_F(CallersTest, AreReadFromPostgresWhileTheCachesMayNotBeUsed) {
  start();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  database.execute("update read_v1.projection_position set cache_ok = false");
  database.execute("update read_v1.session set ended_at = now() where id = 's-asha'");
  EXPECT_TRUE(eventually([this] { return !extra_of("probe"); }));
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "session ended");
}

TEST_F(CallersTest, AreReadFromPostgresWhileRedisIsAway) {
  start();
  server.kill();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  EXPECT_EQ(extra_of("probe"), std::nullopt);
  database.execute("update read_v1.account set disabled = true where id = 'asha'");
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "account disabled");
}

TEST_F(CallersTest, AreKnownFromRedisWhilePostgresIsAway) {
  start();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  database.refuse_connections();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  EXPECT_EQ(outcome(own_token("staff", "s-staff")), "unavailable");
  server.kill();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "unavailable");
}

// Those whose gaps are filled wait for PostgreSQL, with every connection that a reader might need if there were none
// for them alone.
TEST_F(CallersTest, WhoAreKnownFromRedisDoNotWaitForThoseWhoAreNot) {
  start();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  pqxx::connection locking(database.url());
  pqxx::work lock(locking);
  lock.exec("lock table read_v1.account");
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i) waiting.emplace_back([this] { outcome(own_token("staff", "s-staff")); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto asked_at = std::chrono::steady_clock::now();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT");
  EXPECT_LT(std::chrono::steady_clock::now() - asked_at, std::chrono::milliseconds(400));
  lock.abort();
  for (auto& thread : waiting) thread.join();
}

TEST_F(CallersTest, AreUnavailableBeforeTheReadModelsExist) {
  start_anyhow();
  EXPECT_EQ(outcome(own_token("asha", "s-asha")), "unavailable");
}

TEST_F(CallersTest, FetchExtraKeysInOrder) {
  start();
  redis_connection().command({"SET", "queue:q", "5 {}"});
  const auto result = callers->identify(own_token("asha", "s-asha"), now, {"absent", "queue:q", "probe"});
  EXPECT_TRUE(std::holds_alternative<Caller>(result.caller));
  EXPECT_EQ(result.extra, (std::vector<std::optional<std::string>>{std::nullopt, "5 {}", "1 true"}));
}

TEST_F(CallersTest, TakeACacheEntryOfAnotherFormForAbsent) {
  start();
  auto connection = redis_connection();
  for (const char* bad : {"junk", "99", "8 junk", "8 {}", "8 null", R"(8 {"role":1,"disabled":false})"}) {
    connection.command({"SET", "account:asha", bad});
    EXPECT_EQ(outcome(own_token("asha", "s-asha")), "asha PATIENT") << bad;
  }
}

}  // namespace
}  // namespace frontdesk::auth
