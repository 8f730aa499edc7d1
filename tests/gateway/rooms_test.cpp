#include "realtime-gateway/rooms/rooms.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/gateway/recorded_socket.hpp"

namespace frontdesk::realtime_gateway {
namespace {

const api::Room queue{"queue", "q1"};
const api::Room other{"queue", "q2"};

TEST(Rooms, TellsMembersOnlyAndSharesTheBytes) {
  Rooms rooms;
  const auto a = recorded_socket("a");
  const auto b = recorded_socket("b");
  const auto outsider = recorded_socket("c");
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
  const auto a = recorded_socket("a");
  ASSERT_TRUE(rooms.enter(queue, *a));
  ASSERT_TRUE(rooms.enter(queue, *a));
  Announcement announcement("e", "1");
  EXPECT_EQ(rooms.announce(queue, announcement), 1u);
  rooms.leave(queue, *a);
  EXPECT_FALSE(rooms.contains(queue, *a));
}

TEST(Rooms, AllConnectionsOfAUserAreEvictedTogether) {
  Rooms rooms;
  const auto here = recorded_socket("a");
  const auto there = recorded_socket("a", "s2");
  const auto b = recorded_socket("b");
  for (const auto& socket : {here, there, b}) ASSERT_TRUE(rooms.enter(queue, *socket));
  ASSERT_TRUE(rooms.enter(other, *here));
  EXPECT_EQ(rooms.evict(queue, "a").size(), 2u);
  EXPECT_TRUE(rooms.evict(queue, "nobody").empty());
  EXPECT_FALSE(rooms.contains(queue, *here));
  EXPECT_FALSE(rooms.contains(queue, *there));
  EXPECT_TRUE(rooms.contains(queue, *b));
  EXPECT_TRUE(rooms.contains(other, *here)) << "only from that room";
}

TEST(Rooms, OfAKindAreLeftForOneOfThem) {
  Rooms rooms;
  const auto a = recorded_socket("a");
  const api::Room third{"queue", "q3"};
  const api::Room of_another_kind{"queues", "q1"};
  for (const auto& room : {queue, other, third, of_another_kind}) ASSERT_TRUE(rooms.enter(room, *a));
  rooms.leave_others(other, *a);
  EXPECT_FALSE(rooms.contains(queue, *a));
  EXPECT_TRUE(rooms.contains(other, *a));
  EXPECT_FALSE(rooms.contains(third, *a));
  EXPECT_TRUE(rooms.contains(of_another_kind, *a));
  rooms.leave_others(queue, *a);
  EXPECT_FALSE(rooms.contains(other, *a)) << "also for one that it is not in yet";
}

TEST(Rooms, AreEmptiedOfEverybody) {
  Rooms rooms;
  const auto a = recorded_socket("a");
  const auto b = recorded_socket("b");
  for (const auto& socket : {a, b}) ASSERT_TRUE(rooms.enter(queue, *socket));
  ASSERT_TRUE(rooms.enter(other, *a));
  rooms.empty_out(queue);
  EXPECT_TRUE(rooms.empty(queue));
  EXPECT_TRUE(rooms.contains(other, *a));
  rooms.empty_out(queue);
}

TEST(Rooms, KindsDoNotShareNames) {
  Rooms rooms;
  const auto a = recorded_socket("a");
  ASSERT_TRUE(rooms.enter({"user", "x"}, *a));
  EXPECT_FALSE(rooms.contains({"queue", "x"}, *a));
}

TEST(Rooms, RefusesMoreRoomsThanTheLimit) {
  constexpr std::size_t limit = 3;
  Rooms rooms(limit);
  const auto a = recorded_socket("a");
  for (std::size_t i = 0; i < limit; ++i) {
    ASSERT_TRUE(rooms.enter({"queue", std::to_string(i)}, *a));
  }
  EXPECT_FALSE(rooms.enter({"queue", "one more"}, *a));
  EXPECT_TRUE(rooms.enter({"queue", "0"}, *a));
}

TEST(Rooms, MembershipHoldsUnderAnyOrderOfComingAndGoing) {
  std::mt19937 random(7);
  Rooms rooms;
  std::vector<std::shared_ptr<RecordedSocket>> sockets;
  for (int i = 0; i < 12; ++i) sockets.push_back(recorded_socket("u" + std::to_string(i)));
  std::vector<std::set<std::size_t>> expected(5);
  for (int step = 0; step < 5000; ++step) {
    const std::size_t who = random() % sockets.size();
    const std::size_t where = random() % expected.size();
    const api::Room room{"queue", std::to_string(where)};
    switch (random() % 8) {
      case 0:
        rooms.leave_all(*sockets[who]);
        for (auto& members : expected) members.erase(who);
        break;
      case 1:
      case 2:
      case 3:
        rooms.leave(room, *sockets[who]);
        expected[where].erase(who);
        break;
      default:
        ASSERT_TRUE(rooms.enter(room, *sockets[who]));
        expected[where].insert(who);
    }
    ASSERT_EQ(rooms.members(room).size(), expected[where].size());
    ASSERT_EQ(rooms.empty(room), expected[where].empty());
    for (std::size_t i = 0; i < sockets.size(); ++i) {
      ASSERT_EQ(rooms.contains(room, *sockets[i]), expected[where].contains(i));
    }
  }
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
