#include "platform/auth/signatures.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

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

const auto in_time = Signatures::Time::max();
constexpr Signatures::Options one_at_a_time{.threads = 1, .nice = 5, .places = 1, .waiting_max = 2};

struct SignaturesTest : testing::Test {
  // A place that is free.
  static Signatures::Place place_of(Signatures& signatures) {
    std::optional<Signatures::Place> taken;
    signatures.in_turn(in_time, [&taken](const auto& place) { taken = place; });
    return taken.value();
  }
  // What a signature came to.
  static Token signed_by(Signatures& signatures, const std::string& user_id) {
    std::promise<Token> result;
    signatures.in_turn(in_time, [&](const auto& place) {
      signatures.sign(place.value(), claims_of(user_id), [&](Token token) { result.set_value(std::move(token)); });
    });
    return result.get_future().get();
  }

  const Tokens tokens{{first_pair().private_pem, first_pair().public_pem, "", 3600}};
};

TEST_F(SignaturesTest, AreMadeOfTheClaimsOnAThreadOfTheirOwnBelowTheOthersPriority) {
  Signatures signatures(tokens, one_at_a_time);
  std::promise<Token> result;
  std::thread::id thread;
  int nice_value = 0;
  signatures.sign(place_of(signatures), claims_of("asha"), [&](Token token) {
    thread = std::this_thread::get_id();
    nice_value = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
    result.set_value(std::move(token));
  });
  const auto token = result.get_future().get().value();
  EXPECT_EQ(std::get<Claims>(tokens.verify(token, wall_clock_now())).user_id, "asha");
  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_EQ(nice_value, std::min(19, 5 + ::getpriority(PRIO_PROCESS, 0)));
}

TEST_F(SignaturesTest, BeginAtOnceWhereAPlaceIsFreeAndInTurnOtherwise) {
  Signatures signatures(tokens, one_at_a_time);
  std::optional<Signatures::Place> held = place_of(signatures);
  auto copy = held;
  std::atomic<int> begun = 0;
  std::promise<void> both;
  for (int i = 1; i <= 2; ++i) {
    signatures.in_turn(in_time, [&, i](const auto& place) {
      EXPECT_TRUE(place.has_value());
      EXPECT_EQ(++begun, i) << "in the order of their coming";
      if (i == 2) both.set_value();
    });
  }
  held.reset();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(begun, 0) << "a copy holds the place still";
  copy.reset();
  both.get_future().wait();
}

TEST_F(SignaturesTest, SendAwayAtOnceWhoeverFindsTooManyWaiting) {
  Signatures signatures(tokens, one_at_a_time);
  const auto held = place_of(signatures);
  for (int i = 0; i < 2; ++i) signatures.in_turn(in_time, [](const auto&) {});
  bool sent_away = false;
  signatures.in_turn(in_time, [&](const auto& place) { sent_away = !place; });
  EXPECT_TRUE(sent_away);
}

TEST_F(SignaturesTest, SendAwayWhoseTurnComesWhenNobodyWaitsForItAnyMore) {
  Signatures signatures(tokens, one_at_a_time);
  std::optional<Signatures::Place> held = place_of(signatures);
  std::promise<bool> late;
  std::promise<bool> next;
  signatures.in_turn(std::chrono::steady_clock::now(), [&](const auto& place) { late.set_value(place.has_value()); });
  signatures.in_turn(in_time, [&](const auto& place) { next.set_value(place.has_value()); });
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  held.reset();
  EXPECT_FALSE(late.get_future().get());
  EXPECT_TRUE(next.get_future().get());
}

TEST_F(SignaturesTest, AreMadeForAllWhoWaitedHoweverFewPlacesThereAre) {
  Signatures signatures(tokens, {.threads = 2, .nice = 5, .places = 2, .waiting_max = 100});
  std::atomic<int> made = 0;
  std::promise<void> all;
  for (int i = 0; i < 100; ++i) {
    signatures.in_turn(in_time, [&](const auto& place) {
      signatures.sign(place.value(), claims_of("asha"), [&](const Token& token) {
        if (token && ++made == 100) all.set_value();
      });
    });
  }
  EXPECT_EQ(all.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_TRUE(signed_by(signatures, "later")) << "all places are free again";
}

TEST_F(SignaturesTest, ThatCannotBeMadeAreToldAndDoNotEndTheThread) {
  const Tokens without_pair({"", first_pair().public_pem, "", 3600});
  Signatures signatures(without_pair, one_at_a_time);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(signed_by(signatures, "asha"), std::nullopt);
}

TEST_F(SignaturesTest, TellThoseThatAStopDrops) {
  Signatures signatures(tokens, one_at_a_time);
  const auto held = place_of(signatures);
  int told = 0;
  signatures.in_turn(in_time, [&told](const auto& place) { told += place ? 0 : 1; });
  signatures.stop();
  EXPECT_EQ(told, 1) << "who waited";
  signatures.in_turn(in_time, [&told](const auto& place) { told += place ? 0 : 1; });
  EXPECT_EQ(told, 2) << "who comes later";
  signatures.sign(held, claims_of("late"), [&told](const Token& token) { told += token ? 0 : 1; });
  EXPECT_EQ(told, 3) << "who had a place, and nothing signed yet";
}

}  // namespace
}  // namespace frontdesk::auth
