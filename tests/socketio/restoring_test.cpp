// Connections that break and come back.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "tests/socketio/socketio_client.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;

class Restoring : public ::testing::Test {
 protected:
  struct Client {
    std::unique_ptr<EngineClient> socket;
    std::string sid;
    std::string pid;
    std::string offset;
  };

  Client arrive(std::string_view auth = "") {
    Client client{std::make_unique<EngineClient>(gateway_), {}, {}, {}};
    client.socket->send("40" + std::string(auth));
    const auto connected = client.socket->next();
    client.sid = member(connected, "sid");
    client.pid = member(connected, "pid");
    return client;
  }
  // The next event without its offset, which the client keeps.
  static std::string event(Client& client) {
    auto text = client.socket->next();
    const auto comma = text.rfind(",\"");
    if (comma == std::string::npos) return text;
    client.offset = text.substr(comma + 2, text.size() - comma - 4);
    return text.substr(0, comma) + ']';
  }
  Client come_back(const Client& former) {
    std::string auth = R"({"pid":")" + former.pid + '"';
    if (!former.offset.empty()) auth += R"(,"offset":")" + former.offset + '"';
    return arrive(auth + '}');
  }
  void publish(const std::string& data) {
    gateway_.on_loop([&](EchoGateway& gateway) { gateway.main_namespace().emit("r", "msg", '[' + data + ']'); });
  }
  void join(Client& client) {
    client.socket->send(R"(420["join","r"])");
    EXPECT_EQ(client.socket->next(), "430[]");
  }

  RunningGateway gateway_{Settings{.recovery_window = 2s, .ping_interval = 5s, .ping_timeout = 5s}};
};

TEST_F(Restoring, BringsTheIdTheRoomsAndWhatWasMissed) {
  auto client = arrive();
  EXPECT_FALSE(client.pid.empty());
  EXPECT_EQ(event(client), R"(42["auth",{}])");
  join(client);
  publish("1");
  EXPECT_EQ(event(client), R"(42["msg",1])");
  client.socket.reset();
  publish("2");
  publish("3");
  auto back = come_back(client);
  EXPECT_EQ(back.sid, client.sid);
  EXPECT_EQ(back.pid, client.pid);
  EXPECT_EQ(event(back), R"(42["msg",2])");
  EXPECT_EQ(event(back), R"(42["msg",3])");
  EXPECT_EQ(event(back).substr(0, 17), R"(42["auth",{"pid":)");
  publish("4");
  EXPECT_EQ(event(back), R"(42["msg",4])") << "it is in its room";
}

TEST_F(Restoring, BringsNothingOfARoomFromBeforeTheClientJoinedIt) {
  auto client = arrive();
  event(client);
  publish("1");
  join(client);
  client.socket.reset();
  publish("2");
  auto back = come_back(client);
  EXPECT_EQ(event(back), R"(42["msg",2])");
}

TEST_F(Restoring, WorksBeforeTheGatewayHasNoticedTheBreak) {
  auto client = arrive();
  event(client);
  join(client);
  publish("1");  // on its way to a connection that the client has given up
  auto back = come_back(client);
  EXPECT_EQ(back.sid, client.sid);
  EXPECT_EQ(event(back), R"(42["msg",1])");
  EXPECT_EQ(client.socket->close_code(), 1000);
}

TEST_F(Restoring, OfAnUnknownIdOrOffsetIsAFreshConnectionWithoutError) {
  for (const auto* auth :
       {R"({"pid":"unknown","offset":"x"})", R"({"pid":"unknown"})", R"({"pid":1,"offset":{}})", R"({"offset":"x"})"}) {
    auto client = arrive(auth);
    EXPECT_EQ(client.sid.size(), 20U) << auth;
    EXPECT_EQ(client.pid.size(), 20U) << auth;
    EXPECT_EQ(event(client).substr(0, 10), R"(42["auth",)");
  }
  auto client = arrive();
  event(client);
  client.socket.reset();
  client.offset = "made-up";
  EXPECT_NE(come_back(client).sid, client.sid);
}

TEST_F(Restoring, IsNotForAClientThatLeftOnPurpose) {
  auto client = arrive();
  event(client);
  client.socket->send("41");
  client.socket->send("40/custom,");
  client.socket->next();
  client.socket.reset();
  EXPECT_NE(come_back(client).sid, client.sid);
}

TEST_F(Restoring, GivesVolatileEventsAnOffsetThatLosesNothing) {
  auto client = arrive();
  event(client);
  join(client);
  gateway_.on_loop([](EchoGateway& gateway) {
    gateway.main_namespace().emit("r", "typing", R"(["somebody"])", {.is_volatile = true});
  });
  EXPECT_EQ(event(client), R"(42["typing","somebody"])");
  client.socket.reset();
  publish("1");
  auto back = come_back(client);
  EXPECT_EQ(back.sid, client.sid);
  EXPECT_EQ(event(back), R"(42["msg",1])");
}

}  // namespace
}  // namespace frontdesk::echo_gateway
