#include "realtime-gateway/presence/redis_presence.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/redis/own_redis.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;
using Users = PresenceStore::Users;
using Texts = std::vector<std::string>;

struct InRedis : testing::Test {
  redis::OwnRedis server;
  RedisPresence first{server.url(), "1", 400ms}, second{server.url(), "2", 30s};

  void SetUp() override {
    first.beat();
    second.beat();
  }
};

TEST_F(InRedis, AUserIsNewOnceAndGoneOnceOverAllGateways) {
  EXPECT_EQ(first.come({"asha", "ben"}), (Users{"asha", "ben"}));
  EXPECT_EQ(first.come({"asha"}), Users{});
  EXPECT_EQ(second.come({"asha", "cleo"}), Users{"cleo"});
  EXPECT_EQ(first.go({"asha", "ben", "nobody"}), Users{"ben"});
  EXPECT_EQ(second.go({"asha"}), Users{"asha"});
  EXPECT_EQ(second.go({"asha"}), Users{});
}

TEST_F(InRedis, AGatewayThatIsUnknownIsToldSo) {
  EXPECT_TRUE(first.beat());
  server.kill();
  server.start();
  EXPECT_FALSE(first.beat());
}

TEST_F(InRedis, OneThatDoesNotBeatLeavesNobodyOnlineForLongerThanTheExpiry) {
  first.come({"asha", "ben"});
  second.come({"ben"});
  EXPECT_EQ(second.bury(), Users{}) << "it has beaten";
  std::this_thread::sleep_for(450ms);
  EXPECT_EQ(second.statuses({"asha", "ben"}), (Texts{"offline", "online"})) << "before anybody has buried it";
  EXPECT_EQ(second.bury(), Users{"asha"});
  EXPECT_EQ(second.bury(), Users{}) << "each is told of once";
  EXPECT_FALSE(first.beat()) << "and it is told so when it wakes";
  EXPECT_EQ(first.come({"asha"}), Users{"asha"});
}

TEST_F(InRedis, AStatusLastsAsLongAsItsUserIsOnline) {
  EXPECT_FALSE(first.set_status("asha", "busy"));
  second.come({"asha"});
  EXPECT_TRUE(first.set_status("asha", "busy"));
  EXPECT_EQ(second.statuses({"ben", "asha"}), (Texts{"offline", "busy"}));
  second.go({"asha"});
  second.come({"asha"});
  EXPECT_EQ(first.statuses({"asha"}), Texts{"online"});
}

TEST_F(InRedis, TenThousandUsersAreWrittenInPortions) {
  Users users;
  for (int i = 0; i < 10'000; ++i) users.push_back("user-" + std::to_string(i));
  EXPECT_EQ(second.come(users).size(), users.size());
  EXPECT_EQ(second.statuses(users), Texts(users.size(), "online"));
  EXPECT_EQ(second.go(users).size(), users.size());
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
