#include "platform/event_log/event_log.hpp"

#include <gtest/gtest.h>

#include <set>

#include "platform/event_log/topics.hpp"

namespace frontdesk::event_log {
namespace {

TEST(UnitId, ReadsAsTopicAndPartition) { EXPECT_EQ(to_string({"frontdesk.events", 3}), "frontdesk.events/3"); }

TEST(Record, FindsAHeaderByName) {
  const Record record{0, "key", "value", {{"ce_type", "TokenIssued"}, {"n", "7"}}};
  EXPECT_EQ(record.header("n"), "7");
  EXPECT_EQ(record.header("ce_type"), "TokenIssued");
}

TEST(Record, HasNothingUnderAnAbsentHeader) {
  const Record record{0, "key", "value", {{"ce_type", "TokenIssued"}}};
  EXPECT_TRUE(record.header("ce_typ").empty());
}

TEST(Topics, ListEveryUnitOnce) {
  const Topics topics{.events_partitions = 3, .identity_partitions = 2};
  const auto units = topics.all_units();
  EXPECT_EQ(std::set(units.begin(), units.end()),
            (std::set<UnitId>{
                {events_topic, 0}, {events_topic, 1}, {events_topic, 2}, {identity_topic, 0}, {identity_topic, 1}}));
  EXPECT_EQ(units.size(), 5U);
}

TEST(Topics, PlaceAKeyByItsHash) {
  const Topics topics;
  // murmur2("foobar") = -790332482 as Java prints it; without the sign bit it is 1357151166.
  EXPECT_EQ(topics.events_unit("foobar"), (UnitId{events_topic, 1357151166 % 8}));
  EXPECT_EQ(topics.identity_unit("foobar"), (UnitId{identity_topic, 1357151166 % 4}));
}

}  // namespace
}  // namespace frontdesk::event_log
