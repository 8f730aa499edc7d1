#include "realtime-gateway/websocket/inbound_bytes.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace frontdesk::realtime_gateway {
namespace {

using Verdict = InboundBytes::Verdict;

TEST(InboundBytes, BoundsWhatOneUserSendsOverAllConnections) {
  InboundBytes all(100'000, 1'000'000);
  InboundBytes::Share phone(all, "asha");
  std::optional<InboundBytes::Share> laptop;
  laptop.emplace(all, "asha");
  EXPECT_EQ(phone.grow_to(60'000), Verdict::fits);
  EXPECT_EQ(laptop->grow_to(40'001), Verdict::too_much_of_one_user);
  EXPECT_EQ(laptop->grow_to(40'000), Verdict::fits);
  EXPECT_EQ(all.total(), 100'000u);
  laptop.reset();
  EXPECT_EQ(phone.grow_to(100'000), Verdict::fits) << "what a connection held goes with it";
}

TEST(InboundBytes, BoundsWhatAllSendTogether) {
  InboundBytes all(100'000, 150'000);
  InboundBytes::Share asha(all, "asha");
  InboundBytes::Share ben(all, "ben");
  EXPECT_EQ(asha.grow_to(100'000), Verdict::fits);
  EXPECT_EQ(ben.grow_to(60'000), Verdict::too_much_in_sum);
  asha.shrink_to(90'000);
  EXPECT_EQ(ben.grow_to(60'000), Verdict::fits);
  EXPECT_EQ(all.total(), 150'000u);
}

TEST(InboundBytes, WhoHoldsNextToNothingIsNotCounted) {
  InboundBytes all(100'000, 100'000);
  InboundBytes::Share asha(all, "asha");
  InboundBytes::Share ben(all, "ben");
  EXPECT_EQ(asha.grow_to(100'000), Verdict::fits);
  EXPECT_EQ(ben.grow_to(InboundBytes::uncounted_max), Verdict::fits);
  EXPECT_EQ(ben.grow_to(InboundBytes::uncounted_max + 1), Verdict::too_much_in_sum);
  asha.shrink_to(10);
  EXPECT_EQ(all.total(), 0u);
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
