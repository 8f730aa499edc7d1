#include "realtime-gateway/sockets/sockets.hpp"

#include <gtest/gtest.h>

#include "tests/gateway/manual_loop.hpp"
#include "tests/gateway/recorded_socket.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using std::chrono::milliseconds;

struct Open : testing::Test {
  ManualLoop loop;
  Rooms rooms;
  Sockets connections{rooms, loop};

  std::shared_ptr<RecordedSocket> open(std::string user, std::string session_id,
                                       std::int64_t expires_at_s = 1'000'000) {
    auto opened = recorded_socket(std::move(user), std::move(session_id), expires_at_s, loop.monotonic());
    connections.opened(opened);
    return opened;
  }
};

TEST_F(Open, EntersTheRoomOfItsUser) {
  const auto phone = open("asha", "s1");
  const auto laptop = open("asha", "s2");
  Announcement announcement("queue:your_token_called", "{}");
  EXPECT_EQ(rooms.announce(api::Room{"user", "asha"}, announcement), 2u);
}

TEST_F(Open, EndsWithItsSessionAndNoOther) {
  const auto ended = open("asha", "s1");
  const auto same_user = open("asha", "s2");
  const auto other_user = open("ben", "s1");
  connections.end_session("asha", "s1");
  EXPECT_EQ(ended->closed, CloseReason::session_ended);
  EXPECT_FALSE(same_user->closed);
  EXPECT_FALSE(other_user->closed);
}

TEST_F(Open, APasswordChangeEndsSessionsButNotTokensFromOutside) {
  const auto socket = open("asha", "s1");
  const auto outside = open("asha", "");
  connections.end_sessions_of("asha");
  EXPECT_TRUE(socket->closed);
  EXPECT_FALSE(outside->closed);
  connections.end_user("asha");
  EXPECT_TRUE(outside->closed);
}

TEST_F(Open, ASessionThatEndedWhileItsSocketWasBeingAdmittedIsClosedAtOnce) {
  const auto asked_at = loop.monotonic();
  loop.advance(milliseconds(5));
  connections.end_session("asha", "s1");
  const auto late = recorded_socket("asha", "s1", 1'000'000, asked_at);
  connections.opened(late);
  EXPECT_EQ(late->closed, CloseReason::session_ended);
}

TEST_F(Open, ALoginAfterAPasswordChangeIsNotTakenForTheOldOne) {
  connections.end_sessions_of("asha");
  loop.advance(milliseconds(5));
  EXPECT_FALSE(open("asha", "s9")->closed);
}

TEST_F(Open, ClosesWhenTheTokenExpires) {
  loop.set_now({1'000'000});
  const auto expiring = open("asha", "s1", 1001);
  const auto lasting = open("asha", "s1", 1002);
  connections.close_expired();
  EXPECT_FALSE(expiring->closed);
  loop.advance(milliseconds(1000));
  connections.close_expired();
  EXPECT_EQ(expiring->closed, CloseReason::token_expired);
  EXPECT_FALSE(lasting->closed);
}

TEST_F(Open, DrainsSpreadOverTime) {
  std::vector<std::shared_ptr<RecordedSocket>> all;
  for (int i = 0; i < 100; ++i) all.push_back(open("u" + std::to_string(i), "s"));
  const auto closed = [&all] {
    return std::count_if(all.begin(), all.end(), [](const auto& socket) { return socket->closed.has_value(); });
  };
  connections.drain(milliseconds(1000));
  EXPECT_LT(closed(), 20);
  loop.advance(milliseconds(500));
  EXPECT_GT(closed(), 30);
  EXPECT_LT(closed(), 80);
  loop.advance(milliseconds(600));
  EXPECT_EQ(closed(), 100);
}

TEST_F(Open, ForgetsWhoWent) {
  auto gone = open("asha", "s1", 1);
  connections.closed(*gone);
  EXPECT_EQ(connections.count(), 0u);
  EXPECT_TRUE(rooms.empty({"user", "asha"}));
  gone.reset();
  loop.set_now({5'000'000});
  connections.close_expired();
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
