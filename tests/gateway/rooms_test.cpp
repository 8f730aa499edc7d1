#include "realtime-gateway/rooms/rooms.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/gateway/recorded_session.hpp"

namespace frontdesk::realtime_gateway {
namespace {

const RoomId queue{RoomKind::queue, "q1"};
const RoomId other{RoomKind::queue, "q2"};

TEST(Rooms, TellsMembersOnlyAndSharesTheBytes) {
  Rooms rooms;
  const auto a = recorded_session("a");
  const auto b = recorded_session("b");
  const auto outsider = recorded_session("c");
  ASSERT_TRUE(rooms.enter(queue, *a));
  ASSERT_TRUE(rooms.enter(queue, *b));
  ASSERT_TRUE(rooms.enter(other, *outsider));
  Announcement announcement("queue:status_update", "{}");
  EXPECT_EQ(rooms.announce(queue, announcement), 2u);
  ASSERT_EQ(a->received.size(), 1u);
  EXPECT_EQ(a->received[0].get(), b->received[0].get());
  EXPECT_TRUE(outsider->received.empty());
}

TEST(Rooms, EnteringTwiceIsEnteringOnce) {
  Rooms rooms;
  const auto a = recorded_session("a");
  ASSERT_TRUE(rooms.enter(queue, *a));
  ASSERT_TRUE(rooms.enter(queue, *a));
  Announcement announcement("e", "1");
  EXPECT_EQ(rooms.announce(queue, announcement), 1u);
  rooms.leave(queue, *a);
  EXPECT_FALSE(rooms.contains(queue, *a));
}

TEST(Rooms, KindsDoNotShareNames) {
  Rooms rooms;
  const auto a = recorded_session("a");
  ASSERT_TRUE(rooms.enter({RoomKind::user, "x"}, *a));
  EXPECT_FALSE(rooms.contains({RoomKind::queue, "x"}, *a));
}

TEST(Rooms, RefusesMoreRoomsThanTheLimit) {
  Rooms rooms;
  const auto a = recorded_session("a");
  for (std::size_t i = 0; i < Rooms::rooms_per_session_max; ++i) {
    ASSERT_TRUE(rooms.enter({RoomKind::queue, std::to_string(i)}, *a));
  }
  EXPECT_FALSE(rooms.enter({RoomKind::queue, "one more"}, *a));
  EXPECT_TRUE(rooms.enter({RoomKind::queue, "0"}, *a));
}

TEST(Rooms, MembershipHoldsUnderAnyOrderOfComingAndGoing) {
  std::mt19937 random(7);
  Rooms rooms;
  std::vector<std::shared_ptr<RecordedSession>> sessions;
  for (int i = 0; i < 12; ++i) sessions.push_back(recorded_session("u" + std::to_string(i)));
  std::vector<std::set<std::size_t>> expected(5);
  for (int step = 0; step < 5000; ++step) {
    const std::size_t who = random() % sessions.size();
    const std::size_t where = random() % expected.size();
    const RoomId room{RoomKind::queue, std::to_string(where)};
    switch (random() % 8) {
      case 0:
        rooms.leave_all(*sessions[who]);
        for (auto& members : expected) members.erase(who);
        break;
      case 1:
      case 2:
      case 3:
        rooms.leave(room, *sessions[who]);
        expected[where].erase(who);
        break;
      default:
        ASSERT_TRUE(rooms.enter(room, *sessions[who]));
        expected[where].insert(who);
    }
    ASSERT_EQ(rooms.members(room).size(), expected[where].size());
    ASSERT_EQ(rooms.empty(room), expected[where].empty());
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      ASSERT_EQ(rooms.contains(room, *sessions[i]), expected[where].contains(i));
    }
  }
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
