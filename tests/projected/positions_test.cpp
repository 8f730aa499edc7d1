#include <gtest/gtest.h>

#include <optional>

#include "platform/projected/manual.hpp"
#include "platform/projected/settling.hpp"
#include "tests/projected/manual_executor.hpp"

namespace frontdesk::projected {
namespace {

using std::chrono::milliseconds;

const event_log::UnitId unit{"frontdesk.events", 3};
const event_log::UnitId other{"frontdesk.identity", 3};
constexpr milliseconds patience{2000};

class PositionsTest : public testing::Test {
 protected:
  std::function<void(bool)> note(const std::string& name) {
    return [this, name](bool projected) { told += name + (projected ? "+" : "-"); };
  }

  ManualExecutor executor;
  std::optional<ManualPositions> positions{executor};
  std::string told;
};

TEST_F(PositionsTest, TellsAtOnceWhatIsProjected) {
  positions->advance(unit, 10);
  positions->when(unit, 10, patience, note("a"));
  EXPECT_EQ(told, "a+");
  EXPECT_EQ(positions->of(unit), 10);
  EXPECT_EQ(positions->of(other), 0);
}

TEST_F(PositionsTest, TellsThoseThatAreReachedInTheOrderOfTheirOffsets) {
  positions->when(unit, 12, patience, note("c"));
  positions->when(unit, 10, patience, note("a"));
  positions->when(unit, 11, patience, note("b"));
  positions->when(other, 1, patience, note("x"));
  positions->advance(unit, 11);
  EXPECT_EQ(told, "a+b+");
  positions->advance(unit, 12);
  EXPECT_EQ(told, "a+b+c+");
}

TEST_F(PositionsTest, NeverGoesBack) {
  positions->advance(unit, 10);
  positions->advance(unit, 9);
  EXPECT_EQ(positions->of(unit), 10);
}

TEST_F(PositionsTest, TellsWhenPatienceHasPassed) {
  positions->when(unit, 1, patience, note("a"));
  executor.pass(milliseconds(1000));
  positions->when(unit, 1, patience, note("b"));
  executor.pass(milliseconds(999));
  EXPECT_EQ(told, "");
  executor.pass(milliseconds(51));
  EXPECT_EQ(told, "a-");
  positions->advance(unit, 1);
  EXPECT_EQ(told, "a-b+");
  executor.pass(patience * 2);
  EXPECT_EQ(told, "a-b+");
}

TEST_F(PositionsTest, WithoutPatienceAnswersAtOnce) {
  positions->when(unit, 1, milliseconds(0), note("a"));
  EXPECT_EQ(told, "a-");
}

TEST_F(PositionsTest, UsesOneTimerForAllAndNoneWhenNobodyWaits) {
  for (int i = 0; i < 1000; ++i) positions->when(unit, 1, milliseconds(100), [](bool) {});
  executor.pass(milliseconds(200));
  EXPECT_LE(executor.ran, 3);
  executor.ran = 0;
  executor.pass(milliseconds(10000));
  EXPECT_EQ(executor.ran, 0);
}

TEST_F(PositionsTest, AllowsWaitingAndAdvancingInsideACallback) {
  positions->when(unit, 1, patience, [&](bool) {
    positions->when(unit, 2, patience, note("nested"));
    positions->advance(unit, 2);
  });
  positions->advance(unit, 1);
  EXPECT_EQ(told, "nested+");
}

TEST_F(PositionsTest, MayBeDestroyedInsideACallback) {
  positions->on_advance([this](const event_log::UnitId&, std::int64_t) { positions.reset(); });
  positions->when(unit, 1, patience, note("a"));
  positions->when(unit, 5, patience, note("never"));
  positions->advance(unit, 1);
  executor.pass(patience * 2);
  EXPECT_EQ(told, "a+");
}

TEST_F(PositionsTest, TellsListenersEachAdvanceOnce) {
  positions->on_advance([this](const event_log::UnitId& which, std::int64_t next_offset) {
    told += to_string(which) + ":" + std::to_string(next_offset) + " ";
  });
  positions->advance(unit, 2);
  positions->advance(unit, 2);
  positions->advance(other, 1);
  EXPECT_EQ(told, "frontdesk.events/3:2 frontdesk.identity/3:1 ");
}

TEST(Announcement, NamesUnitsAndPositionsLineByLine) {
  const auto heard = parse_announcements("frontdesk.events 3 42\nfrontdesk.identity 0 7\n");
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].unit, unit);
  EXPECT_EQ(heard[0].next_offset, 42);
  EXPECT_EQ(heard[1].unit.topic, "frontdesk.identity");
  EXPECT_EQ(heard[1].next_offset, 7);
}

TEST(Announcement, LeavesOutLinesOfAnotherForm) {
  const auto heard = parse_announcements("\nx\na b\na b c\na 1 -2\na -1 2\n 1 2\na 1 2x\nok 1 2");
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].unit.topic, "ok");
}

PositionRow row(std::int64_t next_offset, bool cache_ok = true, std::optional<std::int64_t> confirmed = {}) {
  return {unit, next_offset, cache_ok, confirmed};
}

TEST(Settling, TrustsARowOnceItIsAsOldAsAnybodyWaits) {
  Settling settling;
  EXPECT_EQ(settling.trusted(row(10), milliseconds(5000)), 0);
  EXPECT_EQ(settling.trusted(row(11), milliseconds(6000)), 0);
  EXPECT_EQ(settling.trusted(row(12), milliseconds(6999)), 0);
  EXPECT_EQ(settling.trusted(row(12), milliseconds(7000)), 10);
  EXPECT_EQ(settling.trusted(row(12), milliseconds(8000)), 11);
  EXPECT_EQ(settling.trusted(row(12), milliseconds(8999)), 12);
}

TEST(Settling, TrustsAConfirmationAtOnceButNeverBeyondTheRow) {
  Settling settling;
  EXPECT_EQ(settling.trusted(row(10, true, 8), milliseconds(5000)), 8);
  EXPECT_EQ(settling.trusted(row(10, true, 1000), milliseconds(5001)), 10);
}

TEST(Settling, TrustsRowsAtOnceWhenEveryGateHasClosed) {
  Settling settling;
  EXPECT_EQ(settling.trusted(row(10, false), milliseconds(5000)), 0);
  EXPECT_EQ(settling.trusted(row(11, false), milliseconds(5500)), 0);
  EXPECT_EQ(settling.trusted(row(12, false), milliseconds(6000)), 12);
  EXPECT_EQ(settling.trusted(row(13, false), milliseconds(6001)), 13);
  EXPECT_EQ(settling.trusted(row(14, true), milliseconds(6002)), 13);
  EXPECT_EQ(settling.trusted(row(15, false), milliseconds(6003)), 13);
}

TEST(Settling, CountsTheGatesAnewWhenRowsWereNotLookedAtForLong) {
  Settling settling;
  settling.trusted(row(10, false), milliseconds(5000));
  EXPECT_EQ(settling.trusted(row(10, false), milliseconds(6500)), 0);
}

TEST(Settling, ForgetsWhatItSawWhenThePositionGoesBack) {
  Settling settling;
  settling.trusted(row(10), milliseconds(5000));
  EXPECT_EQ(settling.trusted(row(2), milliseconds(6900)), 0);
  EXPECT_EQ(settling.trusted(row(11), milliseconds(7100)), 0);
}

}  // namespace
}  // namespace frontdesk::projected
