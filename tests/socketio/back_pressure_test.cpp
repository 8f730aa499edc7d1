// What a client may send before the server is ready for it.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "tests/socketio/socketio_client.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;

void hold(RunningGateway& gateway, const std::string& sid, bool held) {
  gateway.on_loop([&](EchoGateway& echo) { echo.main_namespace().find(sid)->hold_reading(held); });
}

TEST(BackPressure, LeavesAWebSocketUnread) {
  RunningGateway gateway(patient());
  EngineClient client(gateway);
  client.send("40");
  const auto sid = member(client.next(), "sid");
  client.next();
  hold(gateway, sid, true);
  client.send("420[\"message-with-ack\",\"on its way\"]");
  client.next(100ms);  // the read that was under way when it was held
  client.send("421[\"message-with-ack\",1]");
  client.send("422[\"message-with-ack\",2]");
  EXPECT_EQ(client.next(200ms), "");
  hold(gateway, sid, false);
  EXPECT_EQ(client.next(), "431[1]");
  EXPECT_EQ(client.next(), "432[2]");
}

TEST(BackPressure, LeavesAPostWithoutItsAnswer) {
  RunningGateway gateway(patient());
  const auto target = polling(open_session(gateway.port(), "/socket.io/"), "/socket.io/");
  call(gateway.port(), "POST", target, "40");
  const auto sid = member(call(gateway.port(), "GET", target).body, "sid");
  hold(gateway, sid, true);
  auto posted = std::async(std::launch::async, [&] { return call(gateway.port(), "POST", target, "42[\"x\"]").body; });
  EXPECT_EQ(posted.wait_for(200ms), std::future_status::timeout);
  hold(gateway, sid, false);
  EXPECT_EQ(posted.get(), "ok");
}

// Holds at most 100,000 bytes of a client, and remembers what it was asked.
class Bounded : public ::testing::Test {
 protected:
  std::atomic<std::size_t> most_{0};
  std::atomic<std::size_t> last_{1};
  RunningGateway gateway_{
      Settings{.ping_interval = 5s, .ping_timeout = 5s, .may_hold = [this](socketio::Connection&, std::size_t bytes) {
                 last_ = bytes;
                 most_ = std::max<std::size_t>(most_, bytes);
                 return bytes <= 100'000;
               }}};
};

TEST_F(Bounded, CountsALargeMessageWhileItIsUnderWay) {
  EngineClient client(gateway_);
  client.send("40");
  client.next();
  client.next();
  client.send("42[\"message\",\"" + std::string(60'000, 'x') + "\"]");
  EXPECT_EQ(client.next().size(), 60'021U);
  EXPECT_GT(most_, 30'000U);
  EXPECT_EQ(last_, 0U) << "and no longer";
}

TEST_F(Bounded, ClosesAWebSocketThatSendsMoreThanMayBeHeld) {
  EngineClient client(gateway_);
  client.send("40");
  client.next();
  client.next();
  client.send("42[\"message\",\"" + std::string(400'000, 'x') + "\"]");
  EXPECT_EQ(client.close_code(), 1013);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(last_, 0U);
}

TEST_F(Bounded, RefusesABodyThatIsMoreThanMayBeHeld) {
  const auto target = polling(open_joined_session(gateway_.port()), "/socket.io/");
  const auto answer = call(gateway_.port(), "POST", target, "42[\"x\",\"" + std::string(400'000, 'x') + "\"]");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(call(gateway_.port(), "GET", target).status, 400);
  EXPECT_EQ(last_, 0U);
}

TEST_F(Bounded, CountsAttachmentsUntilTheLastIsThere) {
  EngineClient client(gateway_);
  client.send("40");
  client.next();
  client.next();
  client.send("4512-[\"message\",{\"_placeholder\":true,\"num\":0}]");
  for (int i = 0; i < 12; ++i) client.send(binary(std::string(10'000, 'x')));
  EXPECT_EQ(client.close_code(), 1000);
  EXPECT_GT(most_, 100'000U);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
