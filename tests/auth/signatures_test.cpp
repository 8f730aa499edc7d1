#include "platform/auth/signatures.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <thread>
#include <vector>

#include "platform/time/wall_clock.hpp"
#include "tests/auth/test_keys.hpp"

namespace frontdesk::auth {
namespace {

using Token = std::optional<std::string>;

Claims claims_of(const std::string& user_id) {
  Claims claims;
  claims.user_id = user_id;
  return claims;
}

struct SignaturesTest : testing::Test {
  // Keeps the only signing thread busy until go_on is told; the place is held meanwhile.
  void occupy(Signatures& signatures) {
    std::promise<void> entered;
    signatures.sign(signatures.place().value(), claims_of("first"), [this, &entered](const Token&) {
      entered.set_value();
      go_on.get_future().wait();
    });
    entered.get_future().wait();
  }

  const Tokens tokens{{first_pair().private_pem, first_pair().public_pem, "", 3600}};
  std::promise<void> go_on;
};

TEST_F(SignaturesTest, AreMadeOfTheClaimsOnAThreadOfTheirOwnBelowTheOthersPriority) {
  Signatures signatures(tokens, {.threads = 1, .nice = 5, .places_max = 2});
  std::promise<Token> signed_token;
  std::thread::id thread;
  int nice_value = 0;
  signatures.sign(signatures.place().value(), claims_of("asha"), [&](Token token) {
    thread = std::this_thread::get_id();
    nice_value = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    signed_token.set_value(std::move(token));
  });
  const auto token = signed_token.get_future().get().value();
  EXPECT_EQ(std::get<Claims>(tokens.verify(token, wall_clock_now())).user_id, "asha");
  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_EQ(nice_value, std::min(19, 5 + ::getpriority(PRIO_PROCESS, 0)));
}

TEST_F(SignaturesTest, HaveOnlySoManyPlaces) {
  Signatures signatures(tokens, {.threads = 1, .nice = 5, .places_max = 2});
  auto first = signatures.place();
  const auto copy = first;
  const auto second = signatures.place();
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(signatures.place());
  first.reset();
  EXPECT_FALSE(signatures.place()) << "a copy holds it still";
}

TEST_F(SignaturesTest, GiveThePlaceOfOneThatWasNeverSignedToTheNext) {
  Signatures signatures(tokens, {.threads = 1, .nice = 5, .places_max = 1});
  { const auto refused_meanwhile = signatures.place(); }
  EXPECT_TRUE(signatures.place());
}

TEST_F(SignaturesTest, KeepWhoeverHasAPlaceThoughTheQueueIsFull) {
  Signatures signatures(tokens, {.threads = 1, .nice = 5, .places_max = 3});
  occupy(signatures);
  std::vector<std::promise<Token>> waiting(2);
  for (auto& one : waiting) {
    signatures.sign(signatures.place().value(), claims_of("waits"),
                    [&one](Token token) { one.set_value(std::move(token)); });
  }
  EXPECT_FALSE(signatures.place());
  go_on.set_value();
  for (auto& one : waiting) EXPECT_TRUE(one.get_future().get());
}

TEST_F(SignaturesTest, ThatCannotBeMadeAreToldAndDoNotEndTheThread) {
  const Tokens without_pair({"", first_pair().public_pem, "", 3600});
  Signatures signatures(without_pair, {.threads = 1, .nice = 5, .places_max = 2});
  for (int i = 0; i < 2; ++i) {
    std::promise<Token> answer;
    signatures.sign(signatures.place().value(), claims_of("asha"),
                    [&](Token token) { answer.set_value(std::move(token)); });
    EXPECT_EQ(answer.get_future().get(), std::nullopt);
  }
}

TEST_F(SignaturesTest, TellThoseThatAStopDrops) {
  Signatures signatures(tokens, {.threads = 1, .nice = 5, .places_max = 3});
  occupy(signatures);
  std::vector<Token> told;
  const auto keep = [&told](Token token) { told.push_back(std::move(token)); };
  signatures.sign(signatures.place().value(), claims_of("waits"), keep);
  std::thread release([this] { go_on.set_value(); });
  signatures.stop();
  release.join();
  const auto late = signatures.place();
  signatures.sign(late.value(), claims_of("late"), keep);
  // The first may have been at the thread's hands already when the stop came.
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told.back(), std::nullopt);
}

}  // namespace
}  // namespace frontdesk::auth
