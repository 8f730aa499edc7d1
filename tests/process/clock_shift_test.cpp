#include "platform/process/process.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "platform/time/wall_clock.hpp"

namespace frontdesk::process {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct ClockShift : testing::Test {
  ~ClockShift() override {
    ::unsetenv("FRONTDESK_CLOCK_SHIFT");
    ::unsetenv("FRONTDESK_PROFILE");
    shift_wall_clock(std::chrono::seconds(0));
  }
};

TEST_F(ClockShift, MovesTheWallClockOfAService) {
  const auto before = wall_clock_now();
  ::setenv("FRONTDESK_CLOCK_SHIFT", "86400", 1);
  std::int64_t seen = 0;
  EXPECT_EQ(run("service", [&](config::Environment&) { seen = wall_clock_now().ms; }), 0);
  EXPECT_GE(seen, before.ms + day_ms);
  EXPECT_LT(seen, before.ms + day_ms + 60'000);
}

TEST_F(ClockShift, IsRefusedInProduction) {
  ::setenv("FRONTDESK_CLOCK_SHIFT", "86400", 1);
  ::setenv("FRONTDESK_PROFILE", "production", 1);
  bool served = false;
  EXPECT_EQ(run("service", [&](config::Environment&) { served = true; }), 2);
  EXPECT_FALSE(served);
}

TEST_F(ClockShift, IsNoneByDefaultAlsoInProduction) {
  ::setenv("FRONTDESK_PROFILE", "production", 1);
  const auto before = wall_clock_now();
  std::int64_t seen = 0;
  EXPECT_EQ(run("service", [&](config::Environment&) { seen = wall_clock_now().ms; }), 0);
  EXPECT_LT(seen, before.ms + 60'000);
}

}  // namespace
}  // namespace frontdesk::process
