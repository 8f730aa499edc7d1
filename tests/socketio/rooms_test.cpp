// Rooms, and clients that do not keep up.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/socketio/socketio_client.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;

class SocketIoRooms : public ::testing::Test {
 protected:
  std::unique_ptr<EngineClient> member_of(std::string_view room, int receive_buffer_bytes = 0) {
    auto client = std::make_unique<EngineClient>(gateway_, "", receive_buffer_bytes);
    client->send("40");
    client->next();
    client->next();
    client->send(R"(420["join",")" + std::string(room) + R"("])");
    EXPECT_EQ(client->next(), "430[]");
    return client;
  }

  RunningGateway gateway_{patient()};
};

TEST_F(SocketIoRooms, HearWhatIsPublishedInThem) {
  const auto a = member_of("r");
  const auto b = member_of("r");
  const auto stranger = member_of("other");
  a->send(R"(42["pub","r",{"n":1}])");
  EXPECT_EQ(a->next(), R"(42["msg",{"n":1}])");
  EXPECT_EQ(b->next(), R"(42["msg",{"n":1}])");
  stranger->send(R"(42["message"])");
  EXPECT_EQ(stranger->next(), R"(42["message-back"])") << "and nothing else";
}

TEST_F(SocketIoRooms, BringAttachmentsOverEveryTransport) {
  const auto sid = open_session(gateway_.port(), "/socket.io/");
  const auto target = polling(sid, "/socket.io/");
  call(gateway_.port(), "POST", target,
       "40\x1e"
       "420[\"join\",\"r\"]");
  call(gateway_.port(), "GET", target);
  const auto client = member_of("r");
  client->send(R"(451-["pub","r",{"_placeholder":true,"num":0}])");
  client->send(binary("hello"));
  EXPECT_EQ(client->next(), R"(451-["msg",{"_placeholder":true,"num":0}])");
  EXPECT_EQ(client->receive(), binary("hello"));
  EXPECT_EQ(call(gateway_.port(), "GET", target).body,
            "451-[\"msg\",{\"_placeholder\":true,\"num\":0}]\x1e"
            "baGVsbG8=");
}

TEST_F(SocketIoRooms, ShareOneFrame) {
  std::vector<std::unique_ptr<EngineClient>> members;
  for (int i = 0; i < 20; ++i) members.push_back(member_of("r"));
  const auto message = socketio::event_message({}, "shared");
  const auto own = message.front().websocket().use_count();
  gateway_.on_loop([&](EchoGateway& gateway) {
    EXPECT_EQ(gateway.main_namespace().send("r", message), 20U);
    EXPECT_EQ(message.front().websocket().use_count(), own + 20);
  });
  for (const auto& client : members) EXPECT_EQ(client->next(), R"(42["shared"])");
}

TEST_F(SocketIoRooms, LoseThoseWhoGo) {
  auto a = member_of("r");
  const auto b = member_of("r");
  a.reset();
  std::this_thread::sleep_for(50ms);
  gateway_.on_loop([](EchoGateway& gateway) { EXPECT_EQ(gateway.main_namespace().emit("r", "x"), 1U); });
  gateway_.on_loop([](EchoGateway& gateway) {
    gateway.main_namespace().evict("r");
    EXPECT_EQ(gateway.main_namespace().emit("r", "y"), 0U);
  });
  EXPECT_EQ(b->next(), R"(42["x"])");
}

TEST_F(SocketIoRooms, OfSeveralEventsInOneRoundKeepTheirOrder) {
  const auto client = member_of("r");
  gateway_.on_loop([](EchoGateway& gateway) {
    for (int i = 0; i < 300; ++i) gateway.main_namespace().emit("r", "n", '[' + std::to_string(i) + ']');
  });
  for (int i = 0; i < 300; ++i) EXPECT_EQ(client->next(), R"(42["n",)" + std::to_string(i) + ']');
}

TEST_F(SocketIoRooms, CloseAClientThatDoesNotReadAndSaySo) {
  const auto slow = member_of("r", 4096);
  const auto quick = member_of("r");
  const std::string large = "[\"" + std::string(100'000, 'x') + "\"]";
  int sent = 0;
  for (bool both = true; both && sent < 400; ++sent) {
    gateway_.on_loop([&](EchoGateway& gateway) { both = gateway.main_namespace().emit("r", "n", large) == 2; });
    EXPECT_EQ(quick->next().size(), large.size() + 6);
  }
  EXPECT_LT(sent, 400) << "it was never closed";
  EXPECT_EQ(slow->close_code(), 3008);
}

TEST_F(SocketIoRooms, CloseAPollingClientThatDoesNotPoll) {
  const auto sid = open_session(gateway_.port(), "/socket.io/");
  const auto target = polling(sid, "/socket.io/");
  call(gateway_.port(), "POST", target,
       "40\x1e"
       "420[\"join\",\"r\"]");
  gateway_.on_loop([](EchoGateway& gateway) {
    const std::string large = "[\"" + std::string(100'000, 'x') + "\"]";
    for (int i = 0; i < 11; ++i) gateway.main_namespace().emit("r", "n", large);
  });
  EXPECT_EQ(call(gateway_.port(), "GET", target).body, "1");
  EXPECT_EQ(call(gateway_.port(), "GET", target).status, 400);
}

TEST_F(SocketIoRooms, AreLeftWhenTheHandlerIsToldOfTheEnd) {
  const auto client = member_of("r");
  gateway_.on_loop([](EchoGateway& gateway) { gateway.socketio().drain(0ms); });
  EXPECT_EQ(client->close_code(), 1001);
  gateway_.on_loop([](EchoGateway& gateway) {
    EXPECT_EQ(gateway.main_namespace().sockets(), 0U);
    EXPECT_EQ(gateway.main_namespace().emit("r", "x"), 0U);
  });
}

TEST_F(SocketIoRooms, AreDrainedOverTime) {
  std::vector<std::unique_ptr<EngineClient>> members;
  for (int i = 0; i < 8; ++i) members.push_back(member_of("r"));
  gateway_.on_loop([](EchoGateway& gateway) { gateway.socketio().drain(400ms); });
  std::this_thread::sleep_for(150ms);
  gateway_.on_loop([](EchoGateway& gateway) {
    EXPECT_GT(gateway.main_namespace().sockets(), 1U);
    EXPECT_LT(gateway.main_namespace().sockets(), 7U);
  });
  for (const auto& client : members) EXPECT_EQ(client->close_code(), 1001);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
