#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "platform/projected/cache_gate.hpp"
#include "platform/projected/projected.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "tests/postgres/own_database.hpp"
#include "tests/redis/own_redis.hpp"

// libpqxx 6.4 forgets the result that tells it of a lost connection (2 KB each time).
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::projected {
namespace {

using redis::eventually;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

const event_log::UnitId unit{"frontdesk.events", 3};

constexpr const char* schema =
    "create schema read_v1; "
    "create table read_v1.projection_position (topic text, partition int, next_offset bigint not null, "
    "cache_ok boolean not null default true, primary key (topic, partition)); "
    "insert into read_v1.projection_position values ('frontdesk.events', 3, 0, true)";

class FollowTest : public testing::Test {
 protected:
  void follow() {
    on_executor([this] { positions = follow_positions(server.url(), database.url(), *executor); });
  }
  ~FollowTest() override {
    on_executor([this] { positions.reset(); });
  }

  void on_executor(const std::function<void()>& task) {
    std::promise<void> done;
    executor->post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }

  std::int64_t position() {
    std::int64_t result = -1;
    on_executor([&] { result = positions->of(unit); });
    return result;
  }

  void publish(const std::string& text) const { redis::Connection(server.url()).command({"PUBLISH", channel, text}); }

  void await_subscription() const {
    redis::Connection connection(server.url());
    ASSERT_TRUE(eventually([&] {
      return connection.command({"PUBSUB", "NUMSUB", channel}).elements.at(1).integer == 1;
    }));
  }

  void wait_for(std::int64_t next_offset, milliseconds patience) {
    on_executor(
        [&] { positions->when(unit, next_offset, patience, [this](bool projected) { answer = projected ? 1 : 0; }); });
  }

  postgres::OwnDatabase database;
  redis::OwnRedis server;
  std::unique_ptr<Executor> executor = make_thread_executor("test");
  std::unique_ptr<Positions> positions;
  std::atomic<int> answer = -1;
};

TEST_F(FollowTest, HearsAnnouncementsWithinMilliseconds) {
  database.execute(schema);
  follow();
  await_subscription();
  wait_for(5, milliseconds(5000));
  const auto before = steady_clock::now();
  publish("frontdesk.identity 0 1\nfrontdesk.events 3 5");
  EXPECT_TRUE(eventually([&] { return answer == 1; }));
  EXPECT_LT(steady_clock::now() - before, milliseconds(200));
}

TEST_F(FollowTest, ReadsAtTheStartWhatWasAnnouncedBefore) {
  database.execute(schema);
  database.execute("update read_v1.projection_position set next_offset = 7");
  redis::Connection connection(server.url());
  redis::set_if_newer(connection, {{position_key(unit), 7, "true"}});
  const auto before = steady_clock::now();
  follow();
  EXPECT_TRUE(eventually([&] { return position() == 7; }));
  EXPECT_LT(steady_clock::now() - before, milliseconds(1000));
}

TEST_F(FollowTest, TrustsAnUnconfirmedRowOnlyWhenItIsOld) {
  database.execute(schema);
  database.execute("update read_v1.projection_position set next_offset = 7");
  follow();
  const auto before = steady_clock::now();
  EXPECT_TRUE(eventually([&] { return position() == 7; }));
  EXPECT_GT(steady_clock::now() - before, milliseconds(1800));
}

TEST_F(FollowTest, WaitsForTheSchema) {
  follow();
  wait_for(3, milliseconds(20000));
  std::this_thread::sleep_for(milliseconds(300));
  database.execute(schema);
  database.execute("update read_v1.projection_position set next_offset = 3");
  EXPECT_TRUE(eventually([&] { return answer == 1; }));
}

TEST_F(FollowTest, GoesOnFromTheRowsWhileRedisIsAwayAndItsGatesAreClosed) {
  database.execute(schema);
  follow();
  await_subscription();
  server.kill();
  database.execute("update read_v1.projection_position set cache_ok = false");
  wait_for(1, milliseconds(20000));
  database.execute("update read_v1.projection_position set next_offset = 1");
  const auto outage = steady_clock::now();
  ASSERT_TRUE(eventually([&] { return answer == 1; }));
  EXPECT_GT(steady_clock::now() - outage, milliseconds(800));

  answer = -1;
  wait_for(2, milliseconds(20000));
  const auto before = steady_clock::now();
  database.execute("update read_v1.projection_position set next_offset = 2");
  ASSERT_TRUE(eventually([&] { return answer == 1; }));
  EXPECT_LT(steady_clock::now() - before, milliseconds(400));
}

TEST_F(FollowTest, FindsWhatWasAnnouncedWhileRedisWasLost) {
  database.execute(schema);
  follow();
  await_subscription();
  server.kill();
  database.execute("update read_v1.projection_position set next_offset = 9");
  server.start();
  redis::Connection connection(server.url());
  redis::set_if_newer(connection, {{position_key(unit), 9, "true"}});
  EXPECT_TRUE(eventually([&] { return position() == 9; }));
}

TEST_F(FollowTest, GivesUpWithPatience) {
  database.execute(schema);
  follow();
  wait_for(1, milliseconds(100));
  EXPECT_TRUE(eventually([&] { return answer == 0; }));
}

TEST_F(FollowTest, SurvivesPostgresBeingAway) {
  database.execute(schema);
  follow();
  await_subscription();
  database.refuse_connections();
  publish("frontdesk.events 3 4");
  EXPECT_TRUE(eventually([&] { return position() == 4; }));
  database.allow_connections();
  database.execute("update read_v1.projection_position set next_offset = 6");
  EXPECT_TRUE(eventually([&] { return position() == 6; }));
}

TEST(CacheGate, FollowsWhatTheRowsSay) {
  const postgres::OwnDatabase database;
  const CacheGate gate(database.url());
  std::this_thread::sleep_for(milliseconds(600));
  EXPECT_FALSE(gate.open()) << "there is no schema";
  database.execute(schema);
  EXPECT_TRUE(eventually([&] { return gate.open(); }));
  database.execute("insert into read_v1.projection_position values ('frontdesk.events', 4, 0, false)");
  const auto before = steady_clock::now();
  EXPECT_TRUE(eventually([&] { return !gate.open(); }));
  EXPECT_LT(steady_clock::now() - before, milliseconds(1000));
  database.execute("update read_v1.projection_position set cache_ok = true");
  EXPECT_TRUE(eventually([&] { return gate.open(); }));
}

TEST(CacheGate, StaysAsItWasWhilePostgresIsAway) {
  const postgres::OwnDatabase database;
  database.execute(schema);
  const CacheGate gate(database.url());
  ASSERT_TRUE(eventually([&] { return gate.open(); }));
  database.refuse_connections();
  std::this_thread::sleep_for(milliseconds(1500));
  EXPECT_TRUE(gate.open());
  database.allow_connections();
  database.execute("update read_v1.projection_position set cache_ok = false");
  ASSERT_TRUE(eventually([&] { return !gate.open(); }));
  database.refuse_connections();
  std::this_thread::sleep_for(milliseconds(700));
  EXPECT_FALSE(gate.open());
}

}  // namespace
}  // namespace frontdesk::projected
