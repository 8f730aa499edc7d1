#include "platform/outage/outage.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace frontdesk {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 120ms;  // the 100 ms, and a little

TEST(Outage, AdmitsEverybodyWhenThereIsNone) {
  Outage outage;
  EXPECT_TRUE(outage.admit(1s));
  EXPECT_TRUE(outage.admit(1s));
}

TEST(Outage, AdmitsNobodyAtFirst) {
  Outage outage;
  outage.met();
  EXPECT_FALSE(outage.admit(1s));
}

TEST(Outage, ThenAdmitsOneOfMany) {
  Outage outage;
  outage.met();
  std::this_thread::sleep_for(pause);
  std::atomic<int> admitted = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { admitted += outage.admit(10s) ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(admitted, 1);
}

TEST(Outage, AdmitsAnotherWhenTheOneSaysNothingWithinItsPatience) {
  Outage outage;
  outage.met();
  std::this_thread::sleep_for(pause);
  EXPECT_TRUE(outage.admit(50ms));
  EXPECT_FALSE(outage.admit(50ms));
  std::this_thread::sleep_for(70ms);
  EXPECT_TRUE(outage.admit(50ms));
}

TEST(Outage, IsOverForAllOnceTheServerHasAnswered) {
  Outage outage;
  outage.met();
  outage.over();
  EXPECT_TRUE(outage.admit(1s));
  EXPECT_TRUE(outage.admit(1s));
}

}  // namespace
}  // namespace frontdesk
