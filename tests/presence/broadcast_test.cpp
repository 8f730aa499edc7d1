#include "realtime-gateway/presence/broadcast.hpp"

#include <gtest/gtest.h>

#include "realtime-gateway/presence/typing.hpp"
#include "tests/gateway/manual_loop.hpp"
#include "tests/gateway/recorded_socket.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

// Two gateways that hear each other, and themselves.
struct TwoGateways : testing::Test {
  std::shared_ptr<RecordedSocket> in_room(Rooms& rooms, const std::string& user, const std::string& room) {
    auto socket = recorded_socket(user);
    EXPECT_TRUE(rooms.enter({"conv", room}, *socket));
    return socket;
  }
  void publish(const std::string& text) {
    for (auto* gateway : {&first, &second}) gateway->heard(text);
  }

  ManualLoop loop;
  Rooms here, there;
  Broadcast first{here, "1", [this](const std::string& text) { publish(text); }};
  Broadcast second{there, "2", [this](const std::string& text) { publish(text); }};
};

TEST_F(TwoGateways, EverybodyInTheRoomsHearsItOnceAndNobodyElse) {
  const auto ben = in_room(here, "ben", "a"), cleo = in_room(there, "cleo", "a"), dora = in_room(there, "dora", "b"),
             other = in_room(there, "emil", "c");
  first.tell({.rooms = {"conv:a", "conv:b"}, .event = "news", .data_json = R"({"text":"1:x,\n"})"});
  for (const auto& socket : {ben, cleo, dora}) EXPECT_EQ(socket->texts(), Texts{R"(news {"text":"1:x,\n"})"});
  EXPECT_EQ(other->texts(), Texts{});
}

TEST_F(TwoGateways, NonsenseIsToldToNobody) {
  const auto ben = in_room(here, "ben", "a");
  for (const auto* nonsense : {"", "x", "1:", "9:a,", "3:abc", "1:3,4:news,2:{},0:", "99999999999999999999:a,"}) {
    first.heard(nonsense);
  }
  EXPECT_EQ(ben->texts(), Texts{});
}

TEST_F(TwoGateways, WhoTypesIsToldToTheOthersAndTheSameOnceASecond) {
  Typing typing(first, loop);
  const auto typist = in_room(here, "asha", "a"), her_phone = in_room(there, "asha", "a"),
             ben = in_room(there, "ben", "a");
  const auto types = [&](bool is_typing) {
    typing.typed("asha", "conv:a", "user_typing", is_typing ? "true" : "false");
  };
  for (int key = 0; key < 5; ++key) types(true);
  EXPECT_EQ(ben->texts(), Texts{"user_typing true"});
  types(false);
  types(true);
  EXPECT_EQ(ben->texts(), (Texts{"user_typing true", "user_typing false", "user_typing true"}));
  loop.advance(1000ms);
  typing.sweep();
  types(true);
  EXPECT_EQ(ben->texts().size(), 4U);
  for (const auto& socket : {typist, her_phone}) EXPECT_EQ(socket->texts(), Texts{});
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
