#include "platform/redis/redis.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <mutex>

#include "platform/redis/positioned_cache.hpp"
#include "tests/redis/own_redis.hpp"

namespace frontdesk::redis {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(RedisConnection, ReachesTheConfiguredServer) {
  const char* url = std::getenv("REDIS_URL");
  ASSERT_NE(url, nullptr) << "REDIS_URL is not set";
  EXPECT_EQ(Connection(url).command({"PING"}).text, "PONG");
}

TEST(RedisConnection, KeepsBinaryValuesAndKnowsNil) {
  OwnRedis server;
  Connection connection(server.url());
  const std::string value("\0\r\n\xff", 4);
  connection.command({"SET", "k", value});
  const auto values = connection.mget({"k", "absent"});
  EXPECT_EQ(values[0], value);
  EXPECT_EQ(values[1], std::nullopt);
  EXPECT_EQ(connection.command({"GET", "absent"}).type, Reply::Type::nil);
}

TEST(RedisConnection, AnswersAPipelineInOrderErrorsIncluded) {
  OwnRedis server;
  Connection connection(server.url());
  const auto replies = connection.pipeline({{"INCR", "n"}, {"LPUSH", "n", "x"}, {"INCR", "n"}});
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].integer, 1);
  EXPECT_EQ(replies[1].type, Reply::Type::error);
  EXPECT_EQ(replies[2].integer, 2);
}

TEST(RedisConnection, SurvivesARestartBetweenTwoCommands) {
  OwnRedis server;
  Connection connection(server.url());
  connection.command({"PING"});
  const auto generation = connection.generation();
  server.kill();
  server.start();
  EXPECT_EQ(connection.command({"PING"}).text, "PONG");
  EXPECT_NE(connection.generation(), generation);
}

TEST(RedisConnection, SaysUnavailableWhileAwayAndHealsAfterwards) {
  OwnRedis server;
  Connection connection(server.url());
  connection.command({"PING"});
  server.kill();
  EXPECT_THROW(connection.command({"PING"}), Unavailable);
  EXPECT_THROW(connection.mget({"a"}), Unavailable);
  server.start();
  EXPECT_EQ(connection.command({"PING"}).text, "PONG");
}

TEST(RedisConnection, NeverMistakesALateAnswerForTheNext) {
  OwnRedis server;
  Connection connection(server.url(), milliseconds(50));
  connection.command({"SET", "a", "old"});
  server.freeze();
  EXPECT_THROW(connection.command({"GET", "a"}), Unavailable);
  server.thaw();
  std::string answer;
  EXPECT_TRUE(eventually([&] {
    try {
      answer = connection.command({"ECHO", "new"}).text;
      return true;
    } catch (const Unavailable&) {
      return false;
    }
  }));
  EXPECT_EQ(answer, "new");
}

TEST(RedisPool, WaitsForAConnectionWhenAllAreLent) {
  OwnRedis server;
  Pool pool(server.url(), 1);
  std::atomic<bool> got = false;
  std::thread other;
  {
    const auto lease = pool.borrow();
    other = std::thread([&] {
      pool.borrow()->command({"PING"});
      got = true;
    });
    std::this_thread::sleep_for(milliseconds(30));
    EXPECT_FALSE(got);
  }
  other.join();
  EXPECT_TRUE(got);
}

TEST(RedisPool, WaitsForALentConnectionNoLongerThanForAnAnswer) {
  OwnRedis server;
  Pool pool(server.url(), 1, milliseconds(200));
  std::optional<Pool::Lease> lease(pool.borrow());
  const auto before = steady_clock::now();
  EXPECT_THROW(pool.borrow(), Unavailable);
  EXPECT_GE(steady_clock::now() - before, milliseconds(200));
  EXPECT_LT(steady_clock::now() - before, milliseconds(1000));
  lease.reset();
  EXPECT_EQ(pool.borrow()->command({"PING"}).text, "PONG") << "that is no outage";
}

TEST(RedisPool, LendsAFreeConnectionWithoutWaiting) {
  OwnRedis server;
  Pool pool(server.url(), 1);
  auto lease = pool.borrow_free();
  ASSERT_TRUE(lease);
  const auto before = steady_clock::now();
  EXPECT_FALSE(pool.borrow_free());
  EXPECT_LT(steady_clock::now() - before, milliseconds(100));
  lease.reset();
  EXPECT_TRUE(pool.borrow_free());
}

TEST(RedisPool, RefusesAtOnceAfterAFailureAndThenHeals) {
  OwnRedis server;
  Pool pool(server.url(), 4, milliseconds(300));
  auto first = pool.borrow();
  auto second = pool.borrow();
  first->command({"PING"});
  server.freeze();
  EXPECT_THROW(first->command({"PING"}), Unavailable);
  const auto before = steady_clock::now();
  EXPECT_THROW(second->command({"PING"}), Unavailable);
  EXPECT_LT(steady_clock::now() - before, milliseconds(100));
  server.thaw();
  EXPECT_TRUE(eventually([&] {
    try {
      return second->command({"PING"}).text == "PONG";
    } catch (const Unavailable&) {
      return false;
    }
  }));
}

TEST(PositionedCache, NeverReplacesANewerEntry) {
  OwnRedis server;
  Connection connection(server.url());
  set_if_newer(connection, {{"a", 10, "{\"v\":10}"}, {"b", 9, "9"}});
  set_if_newer(connection, {{"a", 9, "old"}, {"b", 10, "ten"}, {"c", 0, "null"}});
  const auto values = connection.mget({"a", "b", "c"});
  EXPECT_EQ(values[0], "10 {\"v\":10}");
  EXPECT_EQ(values[1], "10 ten");
  EXPECT_EQ(values[2], "0 null");
}

TEST(PositionedCache, ReplacesAnEntryOfAnotherForm) {
  OwnRedis server;
  Connection connection(server.url());
  connection.command({"SET", "a", "garbage"});
  set_if_newer(connection, {{"a", 1, "x"}});
  EXPECT_EQ(connection.mget({"a"})[0], "1 x");
}

TEST(PositionedCache, TakesMoreEntriesThanOneCallCarries) {
  OwnRedis server;
  Connection connection(server.url());
  std::vector<PositionedEntry> entries;
  for (int i = 0; i < 950; ++i) entries.push_back({"k" + std::to_string(i), i, "v"});
  set_if_newer(connection, entries);
  EXPECT_EQ(connection.command({"DBSIZE"}).integer, 950);
  EXPECT_EQ(connection.mget({"k949"})[0], "949 v");
}

TEST(PositionedCache, SaysUnavailableWhenTheServerCannotWrite) {
  OwnRedis server;
  Connection connection(server.url());
  connection.command({"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_THROW(set_if_newer(connection, {{"a", 1, "x"}}), Unavailable);
}

TEST(PositionedCache, FillsNoGapOfARedisThatRestartedMeanwhile) {
  OwnRedis server;
  Connection connection(server.url());
  connection.mget({"a"});
  const auto generation = connection.generation();
  set_if_newer_on(generation, connection, {{"a", 1, "x"}});
  EXPECT_EQ(connection.mget({"a"})[0], "1 x");
  server.kill();
  server.start();
  EXPECT_THROW(set_if_newer_on(generation, connection, {{"a", 1, "x"}}), Unavailable);
  EXPECT_EQ(connection.mget({"a"})[0], std::nullopt);
  EXPECT_THROW(set_if_newer_on(generation, connection, {{"a", 1, "x"}}), Unavailable);
  set_if_newer_on(connection.generation(), connection, {{"a", 1, "x"}});
}

class Heard {
 public:
  void message(std::string_view text) {
    const std::lock_guard lock(mutex_);
    messages_.emplace_back(text);
  }
  void state(bool subscribed) {
    const std::lock_guard lock(mutex_);
    states_.push_back(subscribed);
  }
  std::vector<std::string> messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  std::vector<bool> states() const {
    const std::lock_guard lock(mutex_);
    return states_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> messages_;
  std::vector<bool> states_;
};

TEST(RedisSubscriber, HearsMessagesAndTellsEachLossAndReturn) {
  OwnRedis server;
  Heard heard;
  const Subscriber subscriber(
      server.url(), {"one", "two"}, [&](std::string_view, std::string_view text) { heard.message(text); },
      [&](bool subscribed) { heard.state(subscribed); });
  ASSERT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{true}; }));
  Connection(server.url()).command({"PUBLISH", "two", "first"});
  ASSERT_TRUE(eventually([&] { return heard.messages().size() == 1; }));

  server.kill();
  ASSERT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{true, false}; }));
  server.start();
  ASSERT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{true, false, true}; }));
  Connection(server.url()).command({"PUBLISH", "one", "second"});
  ASSERT_TRUE(eventually([&] { return heard.messages() == std::vector<std::string>{"first", "second"}; }));
}

TEST(RedisSubscriber, NoticesAFrozenServer) {
  OwnRedis server;
  Heard heard;
  const Subscriber subscriber(
      server.url(), {"one"}, [](std::string_view, std::string_view) {},
      [&](bool subscribed) { heard.state(subscribed); });
  ASSERT_TRUE(eventually([&] { return heard.states().size() == 1; }));
  server.freeze();
  EXPECT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{true, false}; }));
  server.thaw();
  EXPECT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{true, false, true}; }));
}

TEST(RedisSubscriber, TellsAFirstAttemptThatFails) {
  Heard heard;
  const Subscriber subscriber(
      "unix:///nonexistent/redis.sock", {"one"}, [](std::string_view, std::string_view) {},
      [&](bool subscribed) { heard.state(subscribed); });
  EXPECT_TRUE(eventually([&] { return heard.states() == std::vector<bool>{false}; }));
}

}  // namespace
}  // namespace frontdesk::redis
