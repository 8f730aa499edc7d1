#include "command-api/throttling/password_guesses.hpp"

#include <gtest/gtest.h>

#include "tests/redis/own_redis.hpp"

namespace frontdesk::command_api {
namespace {

struct Guesses : testing::Test {
  redis::OwnRedis server;
  redis::Pool redis{server.url(), 2};
  const PasswordGuesses::Guess guess{"ann@example.com", "10.0.0.1"};

  PasswordGuesses limited(int per_account, int per_address, int window_s = 900) {
    return PasswordGuesses(redis, {per_account, per_address, window_s});
  }
  std::string all_keys() {
    std::string keys;
    for (const auto& key : redis.borrow()->command({"KEYS", "*"}).elements) keys += key.text + " ";
    return keys;
  }
};

TEST_F(Guesses, AreRefusedFromTheLimitOnAndSayHowLong) {
  auto guesses = limited(2, 100);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(guesses.before(guess), std::nullopt);
    EXPECT_EQ(guesses.after_wrong(guess), std::nullopt);
  }
  for (const auto& wait : {guesses.before(guess), guesses.after_wrong(guess), guesses.after_right(guess)}) {
    ASSERT_TRUE(wait);
    EXPECT_GT(*wait, 890);
    EXPECT_LE(*wait, 900);
  }
}

TEST_F(Guesses, AreCountedByAccountAndByAddress) {
  auto guesses = limited(1, 2);
  EXPECT_EQ(guesses.after_wrong({"ann", "1"}), std::nullopt);
  EXPECT_TRUE(guesses.before({"ann", "9"})) << "the account";
  EXPECT_EQ(guesses.before({"bob", "1"}), std::nullopt);
  EXPECT_EQ(guesses.after_wrong({"bob", "1"}), std::nullopt);
  EXPECT_TRUE(guesses.before({"cid", "1"})) << "the address";
  EXPECT_EQ(guesses.before({"cid", "2"}), std::nullopt);
}

TEST_F(Guesses, OfAnAccountAreForgottenAfterARightOne) {
  auto guesses = limited(2, 3);
  guesses.after_wrong(guess);
  EXPECT_EQ(guesses.after_right(guess), std::nullopt);
  guesses.after_wrong(guess);
  EXPECT_EQ(guesses.before(guess), std::nullopt) << "one wrong password since";
  guesses.after_wrong(guess);
  EXPECT_TRUE(guesses.before({"bob", guess.address})) << "an address is not cleared by a right password";
}

TEST_F(Guesses, AreForgottenWhenTheWindowHasPassed) {
  auto guesses = limited(1, 100, 1);
  guesses.after_wrong(guess);
  EXPECT_TRUE(guesses.before(guess));
  EXPECT_TRUE(redis::eventually([&] { return !guesses.before(guess); }));
  EXPECT_EQ(all_keys(), "");
}

TEST_F(Guesses, WithoutALimitAreNotCounted) {
  auto none = limited(0, 0);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(none.after_wrong(guess), std::nullopt);
  auto address_only = limited(0, 1);
  address_only.after_wrong(guess);
  EXPECT_EQ(all_keys(), "guesses:address:10.0.0.1 ");
}

TEST_F(Guesses, LieInRedisWithoutTheEmail) {
  auto guesses = limited(10, 100);
  guesses.after_wrong(guess);
  EXPECT_EQ(all_keys().find("ann"), std::string::npos) << all_keys();
}

TEST_F(Guesses, AreSeenByOthersAndLaterProcesses) {
  limited(1, 100).after_wrong(guess);
  EXPECT_TRUE(limited(1, 100).before(guess));
}

TEST_F(Guesses, PassWhileRedisIsAway) {
  auto guesses = limited(1, 100);
  guesses.after_wrong(guess);
  ASSERT_TRUE(guesses.before(guess));
  server.kill();
  EXPECT_EQ(guesses.before(guess), std::nullopt);
  EXPECT_EQ(guesses.after_wrong(guess), std::nullopt);
  EXPECT_EQ(guesses.after_right(guess), std::nullopt);
}

}  // namespace
}  // namespace frontdesk::command_api
