// What somebody missed between two points of the log.
#include "realtime-gateway/recovery/replay.hpp"

#include <gtest/gtest.h>

namespace frontdesk::realtime_gateway {
namespace {

using Texts = std::vector<std::string>;

struct Replay : testing::Test {
  std::vector<UnitHistory> histories = make(1'000'000);
  ReplayLimits limits;

  static std::vector<UnitHistory> make(std::size_t bytes_max) {
    std::vector<UnitHistory> all;
    units::Position begin;
    begin.next_offset = 10;
    for (int i = 0; i < 2; ++i) all.emplace_back(begin, bytes_max);
    return all;
  }
  void told(std::size_t partition, std::int64_t offset, std::int64_t time_ms, const Texts& rooms_and_names) {
    ToldEvent event{offset, {time_ms}, {}};
    for (std::size_t i = 0; i < rooms_and_names.size(); i += 2) {
      event.pushes.push_back({rooms_and_names[i], "event", std::make_shared<PushContent>(rooms_and_names[i + 1])});
    }
    histories[partition].add(event);
  }
  // "name@offset,offset" with "+told" for an event that was begun.
  Texts missed(const LogPoint& from, const LogPoint& to, const Texts& rooms = {"r", "s"}) {
    const auto result = replay(histories, rooms, from, to, limits);
    if (!std::holds_alternative<std::vector<MissedPush>>(result)) return {"too much"};
    Texts all;
    for (const auto& push : std::get<std::vector<MissedPush>>(result)) {
      std::string text = push.content->json + '@';
      for (const auto& [offset, count] : push.at.places) {
        if (text.back() != '@') text += ',';
        text += std::to_string(offset);
        if (count > 0) text += '+' + std::to_string(count);
      }
      all.push_back(text);
    }
    return all;
  }
};

TEST_F(Replay, TellsEachRoomsPushesOnceInTheOrderOfTheLog) {
  told(0, 10, 1, {"r", "a", "other", "x"});
  told(0, 12, 2, {"s", "b", "r", "c"});
  told(0, 15, 3, {"r", "d"});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{20}, {10}}}), (Texts{"a@10+1,10", "b@12+1,10", "c@12+2,10", "d@15+1,10"}));
  EXPECT_EQ(missed({{{11}, {10}}}, {{{15}, {10}}}), (Texts{"b@12+1,10", "c@12+2,10"}));
  EXPECT_EQ(missed({{{20}, {10}}}, {{{20}, {10}}}), Texts{});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{20}, {10}}}, {"nobody"}), Texts{});
}

TEST_F(Replay, MergesPartitionsByTimeAndKeepsEachInItsOrder) {
  told(0, 10, 5, {"r", "a5"});
  told(0, 11, 1, {"r", "a1"});  // its writer's clock was set back
  told(1, 10, 2, {"r", "b2"});
  told(1, 11, 6, {"r", "b6"});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{12}, {12}}}),
            (Texts{"b2@10,10+1", "a5@10+1,10+1", "a1@11+1,10+1", "b6@11+1,11+1"}));
}

TEST_F(Replay, GoesOnWithinEvents) {
  told(0, 10, 5, {"r", "a", "r", "b", "r", "c"});
  told(1, 10, 1, {"r", "x", "s", "y"});
  EXPECT_EQ(missed({{{10, 1}, {10, 1}}}, {{{11}, {11}}}), (Texts{"y@10+1,10+2", "b@10+2,10+2", "c@10+3,10+2"}));
  EXPECT_EQ(missed({{{10, 3}, {10}}}, {{{11}, {10, 1}}}), Texts{"x@10+3,10+1"});
}

TEST_F(Replay, LeavesOutWhoseRowHasGone) {
  told(0, 10, 1, {"r", "a", "r", "b"});
  histories[0].of("r")->front().content->state = PushContent::State::gone;
  EXPECT_EQ(missed({{{10}, {10}}}, {{{11}, {10}}}), Texts{"b@10+2,10"});
}

TEST_F(Replay, StaysWithinItsLimits) {
  limits = {.messages_max = 2, .bytes_max = 4};
  told(0, 10, 1, {"r", "aa"});
  told(0, 11, 1, {"r", "bb"});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{12}, {10}}}).size(), 2U);
  told(0, 12, 1, {"s", ""});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{13}, {10}}}), Texts{"too much"});
  limits.messages_max = 3;
  told(0, 13, 1, {"r", "c"});
  EXPECT_EQ(missed({{{11}, {10}}}, {{{14}, {10}}}).size(), 3U);
  limits.bytes_max = 2;
  EXPECT_EQ(missed({{{11}, {10}}}, {{{14}, {10}}}), Texts{"too much"});
}

TEST_F(Replay, NeedsTheWholeSpan) {
  EXPECT_EQ(missed({{{9}, {10}}}, {{{10}, {10}}}), Texts{"too much"});
  EXPECT_EQ(missed({{{10}, {10}}}, {{{10}, {10}}}), Texts{});
  histories = make(1000);
  for (int i = 0; i < 10; ++i) told(0, 10 + i, 1, {"r", std::string(100, 'x')});
  EXPECT_GT(histories[0].begin(), 10) << "the oldest went";
  EXPECT_FALSE(histories[0].may_grow_backwards());
  EXPECT_EQ(missed({{{10}, {10}}}, {{{20}, {10}}}), Texts{"too much"});
  EXPECT_EQ(missed({{{histories[0].begin()}, {10}}}, {{{20}, {10}}}).size(),
            static_cast<std::size_t>(20 - histories[0].begin()));
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
