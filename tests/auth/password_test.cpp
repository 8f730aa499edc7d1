#include "platform/auth/password.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <vector>

namespace frontdesk::auth {
namespace {

using Check = PasswordPool::Check;

constexpr PasswordPool::Options quick{.threads = 1, .queue_max = 256, .cost = 4};

std::string hash_of(PasswordPool& pool, const std::string& password) {
  std::promise<std::optional<std::string>> result;
  pool.hash(password, [&](std::optional<std::string> hash) { result.set_value(std::move(hash)); });
  return result.get_future().get().value();
}

Check check_of(PasswordPool& pool, const std::string& password, const std::string& hash) {
  std::promise<Check> result;
  pool.check(password, hash, [&](Check check) { result.set_value(check); });
  return result.get_future().get();
}

TEST(PasswordPool, KnowsTheRightPasswordFromAWrongOne) {
  PasswordPool pool(quick);
  const std::string hash = hash_of(pool, "secret");
  EXPECT_TRUE(hash.starts_with("$2b$04$"));
  EXPECT_EQ(hash.size(), 60U);
  EXPECT_EQ(check_of(pool, "secret", hash), Check::right);
  EXPECT_EQ(check_of(pool, "Secret", hash), Check::wrong);
  EXPECT_EQ(check_of(pool, "", hash), Check::wrong);
}

TEST(PasswordPool, SaltsEachHash) {
  PasswordPool pool(quick);
  EXPECT_NE(hash_of(pool, "secret"), hash_of(pool, "secret"));
}

TEST(PasswordPool, UsesCostTenUnlessToldOtherwise) {
  PasswordPool pool({});
  EXPECT_TRUE(hash_of(pool, "secret").starts_with("$2b$10$"));
}

// Vector of the OpenBSD test suite as used by many implementations.
TEST(PasswordPool, ReadsHashesOfOtherImplementations) {
  PasswordPool pool(quick);
  EXPECT_EQ(check_of(pool, "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"), Check::right);
  EXPECT_EQ(check_of(pool, "U*V", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"), Check::wrong);
}

TEST(PasswordPool, NeverMatchesAPasswordThatBcryptWouldCut) {
  PasswordPool pool(quick);
  const std::string longest(72, 'a');
  const std::string hash = hash_of(pool, longest);
  EXPECT_EQ(check_of(pool, longest, hash), Check::right);
  EXPECT_EQ(check_of(pool, longest + "a", hash), Check::wrong);
  const std::string short_hash = hash_of(pool, "abc");
  EXPECT_EQ(check_of(pool, std::string("abc\0def", 7), short_hash), Check::wrong);
  EXPECT_THROW(pool.hash(longest + "a", [](auto) {}), std::invalid_argument);
  EXPECT_THROW(pool.hash(std::string("a\0", 2), [](auto) {}), std::invalid_argument);
}

TEST(PasswordPool, ChecksAPasswordOfAnyLength) {
  PasswordPool pool(quick);
  const std::string hash = hash_of(pool, "secret");
  for (const std::size_t size : {511, 512, 100'000}) {
    EXPECT_EQ(check_of(pool, std::string(size, 'a'), hash), Check::wrong) << size;
    EXPECT_EQ(check_of(pool, std::string(size, 'a'), ""), Check::wrong) << size;
  }
}

TEST(PasswordPool, TakesNothingElseForAHash) {
  PasswordPool pool(quick);
  const std::string des = "abJnggxhB/yWI";  // crypt("secret") with DES: the algorithm of any unknown setting
  for (const std::string& hash :
       {std::string(), std::string("garbage"), des, std::string("$2b$04$tooshort"), "$2b$99$" + std::string(53, 'a'),
        "$2b$04$" + std::string(53, '!'), "$6$00$a" + std::string(53, 'a')}) {
    EXPECT_EQ(check_of(pool, "secret", hash), Check::wrong) << hash;
  }
}

TEST(PasswordPool, TakesAsLongForAnUnknownAccount) {
  PasswordPool pool({.threads = 1, .queue_max = 8, .cost = 8});
  const auto seconds = [&](const std::string& hash) {
    const auto before = std::chrono::steady_clock::now();
    check_of(pool, "secret", hash);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
  };
  const std::string hash = hash_of(pool, "other");
  const double known = std::min(seconds(hash), seconds(hash));
  const double unknown = std::min(seconds(""), seconds(""));
  EXPECT_GT(unknown, known / 3);
}

TEST(PasswordPool, AnswersBusyAtOnceWhenTheQueueIsFull) {
  PasswordPool pool({.threads = 1, .queue_max = 1, .cost = 4});
  std::promise<void> entered;
  std::promise<void> go_on;
  pool.check("a", "", [&](Check) {
    entered.set_value();
    go_on.get_future().wait();
  });
  entered.get_future().wait();
  std::promise<Check> queued;
  pool.check("b", "", [&](Check check) { queued.set_value(check); });
  bool busy_check = false;
  bool busy_hash = false;
  pool.check("c", "", [&](Check check) { busy_check = check == Check::busy; });
  pool.hash("d", [&](std::optional<std::string> hash) { busy_hash = !hash; });
  EXPECT_TRUE(busy_check);
  EXPECT_TRUE(busy_hash);
  go_on.set_value();
  EXPECT_EQ(queued.get_future().get(), Check::wrong);
}

TEST(PasswordPool, TellsThoseItDropsAtItsEnd) {
  std::promise<void> entered;
  std::promise<void> go_on;
  std::vector<Check> told;
  std::thread release;
  {
    PasswordPool pool(quick);
    pool.check("a", "", [&](Check) {
      entered.set_value();
      go_on.get_future().wait();
    });
    entered.get_future().wait();
    pool.check("b", "", [&](Check check) { told.push_back(check); });
    release = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      go_on.set_value();
    });
  }
  release.join();
  EXPECT_EQ(told, std::vector<Check>{Check::busy});
}

TEST(PasswordPool, WorksBelowTheOthersPriority) {
  PasswordPool pool(quick);
  std::promise<int> nice_value;
  pool.check("a", "", [&](Check) { nice_value.set_value(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()))); });
  EXPECT_EQ(nice_value.get_future().get(), 10 + ::getpriority(PRIO_PROCESS, 0));
}

TEST(Digest, FollowsTheKnownVector) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(RandomHex, HasTheAskedLengthAndNeverRepeats) {
  EXPECT_EQ(random_hex(64).size(), 128U);
  EXPECT_EQ(random_hex(1000).size(), 2000U);
  EXPECT_EQ(random_hex(64).find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(random_hex(16), random_hex(16));
}

TEST(ConstantTimeEqual, ComparesWholeTexts) {
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "ab"));
}

}  // namespace
}  // namespace frontdesk::auth
