// From polling to a WebSocket, with nothing lost on the way.
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
using http::tests::RawClient;
using Clock = std::chrono::steady_clock;

class Upgrade : public ::testing::Test {
 protected:
  Upgrade() : Upgrade("/engine.io/", open_session) {}
  Upgrade(std::string path, std::string (*open)(std::uint16_t, std::string_view))
      : path_(std::move(path)), sid_(open(gateway_.port(), path_)) {}

  HttpAnswer get() { return call(gateway_.port(), "GET", polling(sid_, path_)); }
  HttpAnswer post(std::string_view body) { return call(gateway_.port(), "POST", polling(sid_, path_), body); }
  void park(RawClient& client) {
    client.send(http_request("GET", polling(sid_, path_)));
    std::this_thread::sleep_for(20ms);
  }

  RunningGateway gateway_{patient()};
  const std::string path_;
  const std::string sid_;
};

class SocketIoUpgrade : public Upgrade {
 protected:
  SocketIoUpgrade() : Upgrade("/socket.io/", open_joined_session) {}
};

TEST_F(Upgrade, AnswersAParkedPollAtOnceAndTakesLessThanASecond) {
  RawClient parked(gateway_.port());
  park(parked);
  const auto begin = Clock::now();
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  EXPECT_EQ(parse_answer(parked.read_answer()).body, "6");
  EXPECT_EQ(socket.next(), "3probe");
  socket.send("5");
  socket.send("4hello");
  EXPECT_EQ(socket.next(), "4hello");
  EXPECT_LT(Clock::now() - begin, 1s);
}

TEST_F(Upgrade, AnswersAPollThatComesInTheMiddleOfIt) {
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  EXPECT_EQ(socket.next(), "3probe");
  EXPECT_EQ(get().body, "6");
  EXPECT_EQ(get().body, "6");
}

TEST_F(SocketIoUpgrade, BringsWhatIsSentInBetweenOnceAndInOrder) {
  RawWebSocket other(gateway_.port(), websocket(path_));
  other.next();
  other.send("40");
  other.next();
  other.next();
  post(R"(420["join","r"])");
  EXPECT_EQ(get().body, "430[]");
  other.send(R"(420["pub","r",1])");
  EXPECT_EQ(other.next(), "430[]");
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  EXPECT_EQ(socket.next(), "3probe");
  other.send(R"(421["pub","r",2])");
  EXPECT_EQ(other.next(), "431[]");
  EXPECT_EQ(get().body,
            "42[\"msg\",1]\x1e"
            "42[\"msg\",2]")
      << "the poll that was under way brings what there is";
  other.send(R"(422["pub","r",3])");
  EXPECT_EQ(other.next(), "432[]");
  socket.send("5");
  EXPECT_EQ(socket.next(), R"(42["msg",3])");
  other.send(R"(42["pub","r",4])");
  EXPECT_EQ(socket.next(), R"(42["msg",4])");
}

TEST_F(Upgrade, MakesPollingABadRequest) {
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  socket.next();
  socket.send("5");
  socket.send("4x");
  socket.next();
  EXPECT_EQ(get().body, R"({"code":3,"message":"Bad request"})");
  EXPECT_EQ(post("4y").body, R"({"code":3,"message":"Bad request"})");
  socket.send("4hello");
  EXPECT_EQ(socket.next(), "4hello");
}

TEST_F(Upgrade, GivesASecondSocketNothingAndLeavesTheFirstInPeace) {
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  socket.next();
  RawWebSocket during(gateway_.port(), websocket(path_, sid_));
  EXPECT_EQ(during.close_code(), 1000);
  socket.send("5");
  socket.send("4x");
  socket.next();
  RawWebSocket after(gateway_.port(), websocket(path_, sid_));
  EXPECT_EQ(after.close_code(), 1000);
  socket.send("4hello");
  EXPECT_EQ(socket.next(), "4hello");
}

TEST_F(Upgrade, ThatFailsLeavesThePolling) {
  {
    RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
    socket.send("2probe");
    socket.next();
  }
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(post("4still polling").status, 200);
  EXPECT_EQ(get().body, "4still polling");
  RawWebSocket again(gateway_.port(), websocket(path_, sid_));
  again.send("2probe");
  EXPECT_EQ(again.next(), "3probe");
  again.send("5");
  again.send("4hello");
  EXPECT_EQ(again.next(), "4hello");
}

TEST_F(Upgrade, WithAnotherWordThanProbeIsNone) {
  for (const auto* word : {"4hello", "2", "2prob", "x", "1"}) {
    RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
    socket.send(word);
    EXPECT_EQ(socket.close_code(), 1002) << word;
  }
  EXPECT_EQ(post("4still polling").status, 200);
}

TEST_F(SocketIoUpgrade, FlushesWhatIsQueuedWhenTheServerClosesInTheMiddleOfIt) {
  RawWebSocket socket(gateway_.port(), websocket(path_, sid_));
  socket.send("2probe");
  EXPECT_EQ(socket.next(), "3probe");
  post(R"(42["message","last words"])");
  gateway_.on_loop([](EchoGateway& gateway) { gateway.socketio().drain(0ms); });
  socket.send("5");
  EXPECT_EQ(socket.next(), R"(42["message-back","last words"])");
  EXPECT_EQ(socket.close_code(), 1001);
}

TEST_F(SocketIoUpgrade, FlushesWhatIsQueuedToAPollWhenTheServerCloses) {
  post(R"(42["message","last words"])");
  gateway_.on_loop([](EchoGateway& gateway) { gateway.socketio().drain(0ms); });
  EXPECT_EQ(get().body,
            "42[\"message-back\",\"last words\"]\x1e"
            "1");
  EXPECT_EQ(get().status, 400);
}

TEST_F(SocketIoUpgrade, FlushesWhatIsQueuedToAWebSocketWhenTheServerCloses) {
  RawWebSocket socket(gateway_.port(), websocket(path_));
  socket.next();
  socket.send("40");
  socket.next();
  socket.next();
  gateway_.on_loop([](EchoGateway& gateway) {
    gateway.main_namespace().emit("nobody", "x");
    gateway.socketio().drain(0ms);
  });
  EXPECT_EQ(socket.close_code(), 1001);
  EXPECT_EQ(call(gateway_.port(), "GET", path_ + "?EIO=4&transport=polling").status, 503) << "no new ones";
}

}  // namespace
}  // namespace frontdesk::echo_gateway
