#include "platform/units/dedupe.hpp"

#include <gtest/gtest.h>

namespace frontdesk::units {
namespace {

constexpr std::chrono::hours window{24};
constexpr std::int64_t minute = 60 * 1000;

std::shared_ptr<const Remembered> answer(const std::string& id, Instant at) {
  auto remembered = std::make_shared<Remembered>();
  remembered->command_id = id;
  remembered->time = at;
  return remembered;
}

TEST(Dedupe, HoldsNoMoreThanTheWindowHowManyDaysEverPass) {
  Dedupe dedupe(window);
  for (std::int64_t number = 0; number < 30 * 24 * 60; ++number) {
    const Instant now{number * minute};
    dedupe.remember(answer(std::to_string(number), now));
    dedupe.forget_before(now);
    ASSERT_LE(dedupe.size(), 24U * 60U + 1U);
  }
}

TEST(Dedupe, FreesABacklogWithTheRecordsThatFollow) {
  Dedupe dedupe(window);
  for (int number = 0; number < 1000; ++number) dedupe.remember(answer(std::to_string(number), {0}));
  const Instant later{25 * 60 * minute};
  for (int record = 0; record < 250; ++record) dedupe.forget_before(later);
  EXPECT_EQ(dedupe.size(), 0U);
}

}  // namespace
}  // namespace frontdesk::units
