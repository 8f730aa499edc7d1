// Who lives and who does not.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/http/raw_client.hpp"
#include "tests/support/echo_gateway/raw_websocket.hpp"
#include "tests/support/echo_gateway/running_gateway.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto long_enough = 2 * (300ms + 200ms) + 100ms;

TEST(Heartbeat, KeepsAWebSocketThatAnswersPings) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.port(), websocket("/engine.io/"));
  client.next();
  for (const auto until = Clock::now() + long_enough; Clock::now() < until;) {
    const auto ping = client.receive();
    ASSERT_TRUE(ping);
    ASSERT_EQ(ping->payload, "2");
    client.send("3");
  }
  client.send("4alive");
  EXPECT_EQ(client.next(), "4alive");
}

TEST(Heartbeat, KeepsAPollingClientThatAnswersPings) {
  const RunningGateway gateway;
  const auto sid = open_session(gateway.port());
  for (const auto until = Clock::now() + long_enough; Clock::now() < until;) {
    ASSERT_EQ(call(gateway.port(), "GET", polling(sid)).body, "2");
    ASSERT_EQ(call(gateway.port(), "POST", polling(sid), "3").status, 200);
  }
}

TEST(Heartbeat, EndsASilentWebSocket) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.port(), websocket("/engine.io/"));
  const auto begin = Clock::now();
  EXPECT_EQ(client.close_code(), 1000);
  EXPECT_GE(Clock::now() - begin, 450ms);
  EXPECT_LE(Clock::now() - begin, 1500ms);
}

TEST(Heartbeat, EndsASilentPollingClient) {
  const RunningGateway gateway;
  const auto sid = open_session(gateway.port());
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body, R"({"code":1,"message":"Session ID unknown"})");
}

TEST(Heartbeat, OfTheThirdRevisionIsTheClients) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.port(), "/engine.io/?EIO=3&transport=websocket");
  EXPECT_EQ(client.next().substr(0, 8), R"(0{"sid":)");
  for (const auto until = Clock::now() + long_enough; Clock::now() < until;) {
    client.send("2");
    const auto pong = client.receive();
    ASSERT_TRUE(pong);
    ASSERT_EQ(pong->payload, "3");
    std::this_thread::sleep_for(250ms);
  }
  client.send("4alive");
  EXPECT_EQ(client.next(), "4alive");
  EXPECT_EQ(client.close_code(), 1000) << "silence ends it";
}

TEST(Heartbeat, OfTheThirdRevisionWorksByPollingToo) {
  const RunningGateway gateway;
  const std::string target = "/engine.io/?EIO=3&transport=polling";
  const auto open = call(gateway.port(), "GET", target).body;
  EXPECT_EQ(open.substr(0, open.find(':')), std::to_string(open.size() - open.find(':') - 1));
  const auto begin = open.find(R"("sid":")") + 7;
  const auto session = target + "&sid=" + open.substr(begin, 20);
  for (const auto until = Clock::now() + long_enough; Clock::now() < until;) {
    ASSERT_EQ(call(gateway.port(), "POST", session, "1:2").body, "ok");
    ASSERT_EQ(call(gateway.port(), "GET", session).body, "1:3");
    std::this_thread::sleep_for(250ms);
  }
  EXPECT_EQ(call(gateway.port(), "POST", session, "6:4hello10:b4AQIDBA==").body, "ok");
  EXPECT_EQ(call(gateway.port(), "GET", session).body, "6:4hello10:b4AQIDBA==");
  const std::string bytes("\1\3\xff\4\1\2", 6);
  EXPECT_EQ(call(gateway.port(), "POST", session, bytes, "Content-Type: application/octet-stream\r\n").body, "ok");
  EXPECT_EQ(call(gateway.port(), "GET", session).body, "6:b4AQI=");
}

TEST(Heartbeat, InTheWrongDirectionEndsTheSession) {
  const RunningGateway gateway;
  RawWebSocket newer(gateway.port(), websocket("/engine.io/"));
  newer.next();
  newer.send("2");
  EXPECT_EQ(newer.close_code(), 1000);
  RawWebSocket older(gateway.port(), "/engine.io/?EIO=3&transport=websocket");
  older.next();
  older.send("3");
  EXPECT_EQ(older.close_code(), 1000);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
