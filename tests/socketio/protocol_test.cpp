// What one client may say, and what it gets for it.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/socketio/socketio_client.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;

class SocketIo : public ::testing::Test {
 protected:
  // Joined to the main namespace; its `auth` event is taken.
  void connect(EngineClient& client, std::string_view connect = "40") {
    client.send(connect);
    ASSERT_EQ(client.next().substr(0, 8), R"(40{"sid")");
    ASSERT_EQ(client.next().substr(0, 10), R"(42["auth",)");
  }
  // True: the client is still served.
  static bool lives(EngineClient& client) {
    client.send(R"(42["message","alive"])");
    return client.next(1s) == R"(42["message-back","alive"])";
  }

  RunningGateway gateway_{patient()};
};

TEST_F(SocketIo, LetsAClientIntoTheMainNamespaceWithAndWithoutAuth) {
  EngineClient client(gateway_);
  client.send("40");
  const auto connected = client.next();
  EXPECT_EQ(connected.size(), std::string(R"(40{"sid":"12345678901234567890"})").size()) << connected << " has no pid";
  EXPECT_EQ(client.next(), R"(42["auth",{}])");
  EngineClient bearer(gateway_);
  bearer.send(R"(40{"token":"123"})");
  EXPECT_EQ(bearer.next().substr(0, 8), R"(40{"sid")");
  EXPECT_EQ(bearer.next(), R"(42["auth",{"token":"123"}])");
}

TEST_F(SocketIo, RefusesAnUnknownNamespaceAndLeavesTheOthersAlone) {
  EngineClient client(gateway_);
  connect(client);
  client.send("40/foo,");
  EXPECT_EQ(client.next(), R"(44/foo,{"message":"Invalid namespace"})");
  EXPECT_TRUE(lives(client));
}

TEST_F(SocketIo, CutsAQueryOffANamespace) {
  EngineClient client(gateway_);
  client.send("40/custom?token=1,");
  EXPECT_EQ(client.next().substr(0, 16), R"(40/custom,{"sid")");
  EXPECT_EQ(client.next(), R"(42/custom,["auth",{}])");
  client.send("40/foo?token=1,{}");
  EXPECT_EQ(client.next(), R"(44/foo,{"message":"Invalid namespace"})");
  client.send(R"(42/custom,["message",1])");
  EXPECT_EQ(client.next(), R"(42/custom,["message-back",1])");
}

TEST_F(SocketIo, ShowsAHandlerTheTokenInQueryOrHeader) {
  EngineClient client(gateway_, "&token=a%2Bb");
  client.send("40");
  const auto by_query = member(client.next(), "sid");
  const auto opened = call(gateway_.port(), "GET", "/socket.io/?EIO=4&transport=polling", {},
                           "AUTHORIZATION: Bearer abc\r\nUser-Agent: test\r\nX-Other: x\r\n");
  const auto target = polling(member(opened.body, "sid"), "/socket.io/");
  call(gateway_.port(), "POST", target, "40");
  const auto by_header = member(call(gateway_.port(), "GET", target).body, "sid");
  gateway_.on_loop([&](EchoGateway& gateway) {
    const auto& nsp = gateway.main_namespace();
    EXPECT_EQ(nsp.find(by_query)->handshake()->parameter("token"), "a+b");
    EXPECT_EQ(nsp.find(by_header)->handshake()->header("authorization"), "Bearer abc");
    EXPECT_EQ(nsp.find(by_header)->handshake()->header("X-Other"), "") << "is not kept";
    EXPECT_EQ(nsp.find(by_header)->handshake()->remote_address, "127.0.0.1");
  });
}

TEST_F(SocketIo, RefusesWithMessageAndData) {
  EngineClient client(gateway_);
  const std::string refused = R"(44/secure,{"message":"unauthorized","data":{"code":401}})";
  for (const auto* connect : {"40/secure,", R"(40/secure,{"token":"bad"})", R"(40/secure,{"token":1})"}) {
    client.send(connect);
    EXPECT_EQ(client.next(), refused) << connect;
  }
  client.send(R"(40/secure,{"token":"good"})");
  EXPECT_EQ(client.next().substr(0, 16), R"(40/secure,{"sid")");
}

TEST_F(SocketIo, EchoesEventsAcknowledgementsAndAttachments) {
  EngineClient client(gateway_);
  connect(client);
  client.send(R"(42["message",1,"2",{"3":[true]}])");
  EXPECT_EQ(client.next(), R"(42["message-back",1,"2",{"3":[true]}])");
  client.send(R"(42456["message-with-ack",1,"2",{"3":[false]}])");
  EXPECT_EQ(client.next(), R"(43456[1,"2",{"3":[false]}])");
  client.send(R"(452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
  client.send(binary(std::string("\x01\x02\x03", 3)));
  client.send(binary(std::string("\x34\x00", 2)));
  EXPECT_EQ(client.next(), R"(462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])");
  EXPECT_EQ(client.receive(), binary("\x01\x02\x03"));
  EXPECT_EQ(client.receive(), binary(std::string("\x34\x00", 2)));
}

TEST_F(SocketIo, AcknowledgesEachCopyOfARepeatedEventOnce) {
  EngineClient client(gateway_);
  connect(client);
  for (const auto* id : {"7", "8", "7"}) {
    client.send("42" + std::string(id) + R"(["message-with-ack","same"])");
    EXPECT_EQ(client.next(), "43" + std::string(id) + R"(["same"])");
  }
  EXPECT_TRUE(lives(client));
}

TEST_F(SocketIo, IgnoresWhatAsksForNothing) {
  EngineClient client(gateway_);
  connect(client);
  for (const auto* text : {"42", "421", "42[\"unknown event\",1]", "421[\"unknown\"]", "4399[]", "43[]", "439",
                           "42[\"message-with-ack\",\"nobody waits\"]", "42[7]"}) {
    client.send(text);
    EXPECT_TRUE(lives(client)) << text;
  }
}

TEST_F(SocketIo, ClosesOnWhatBreaksTheProtocol) {
  for (const auto* text : {"4abc",
                           "47",
                           "4",
                           "42{}",
                           "42[]",
                           "42[null]",
                           "42[{}]",
                           "42[\"connect\"]",
                           "42[\"disconnect\"]",
                           "42[\"newListener\"]",
                           "42abc[\"x\"]",
                           "40",
                           "40[]",
                           "44{\"message\":\"x\"}",
                           "41{}",
                           "42/custom,[\"message\"]",
                           "43/custom,1[]",
                           "41/custom,",
                           "451[\"x\"]",
                           "45100-[\"message\"]",
                           "abc",
                           "2",
                           "9"}) {
    EngineClient client(gateway_);
    connect(client);
    client.send(text);
    const int code = client.close_code(2s);
    EXPECT_TRUE(code == 1000 || code == 1002) << text << ' ' << code;
  }
}

TEST_F(SocketIo, ClosesOnAttachmentsThatAreMissingOrNotAnnounced) {
  EngineClient missing(gateway_);
  connect(missing);
  missing.send(R"(451-["message",{"_placeholder":true,"num":0}])");
  missing.send(R"(42["message"])");
  EXPECT_EQ(missing.close_code(), 1000);
  EngineClient unannounced(gateway_);
  connect(unannounced);
  unannounced.send(binary("x"));
  EXPECT_EQ(unannounced.close_code(), 1000);
}

TEST_F(SocketIo, ClosesOnAnEventBeforeAnyConnect) {
  EngineClient client(gateway_);
  client.send(R"(42["message"])");
  EXPECT_EQ(client.close_code(), 1000);
}

TEST_F(SocketIo, ClosesWhoeverJoinsNoNamespace) {
  const RunningGateway gateway({.connect_timeout = 250ms});
  EngineClient silent(gateway);
  EXPECT_EQ(silent.close_code(), 1000);
  EngineClient refused(gateway);
  refused.send("40/foo,");
  EXPECT_EQ(refused.close_code(), 1000);
}

TEST_F(SocketIo, KeepsTheConnectionOfAClientThatLeavesANamespace) {
  const RunningGateway pinging({.ping_timeout = 20s});
  EngineClient client(pinging);
  connect(client);
  client.send("40/custom,");
  client.next();
  client.next();
  client.send("41/custom,");
  EXPECT_TRUE(lives(client));
  client.send("41");
  EXPECT_EQ(client.receive()->payload, "2") << "the ping still comes";
  client.send("3");
  client.send("40");
  EXPECT_EQ(client.next().substr(0, 8), R"(40{"sid")") << "and it may come back";
}

TEST_F(SocketIo, TellsAnEvictedClientAndForgivesWhatWasOnItsWay) {
  EngineClient client(gateway_);
  client.send("40");
  const auto sid = member(client.next(), "sid");
  client.next();
  gateway_.on_loop([&sid](EchoGateway& gateway) { gateway.main_namespace().find(sid)->disconnect(); });
  client.send(R"(42["message","late"])");
  EXPECT_EQ(client.next(), "41");
  client.send("40/custom,");
  EXPECT_EQ(client.next().substr(0, 16), R"(40/custom,{"sid")");
}

TEST_F(SocketIo, GivesTheServerTheAnswersOfAClient) {
  EngineClient client(gateway_);
  client.send("40");
  const auto sid = member(client.next(), "sid");
  client.next();
  std::string answer;
  std::string late = "?";
  gateway_.on_loop([&](EchoGateway& gateway) {
    const auto socket = gateway.main_namespace().find(sid);
    socket->emit_with_ack("question", R"(["how?"])", {}, 2s, [&answer](const std::optional<socketio::Reply>& reply) {
      answer = reply ? reply->arguments + reply->attachments.at(0) : "none";
    });
    socket->emit_with_ack("unanswered", "[]", {}, 50ms, [&late](const std::optional<socketio::Reply>& reply) {
      late = reply ? reply->arguments : "none";
    });
  });
  EXPECT_EQ(client.next(), R"(420["question","how?"])");
  EXPECT_EQ(client.next(), R"(421["unanswered"])");
  client.send(R"(461-0["so",{"_placeholder":true,"num":0}])");
  client.send(binary("bytes"));
  EXPECT_TRUE(lives(client));
  std::this_thread::sleep_for(100ms);
  client.send("431[\"too late\"]");
  EXPECT_TRUE(lives(client));
  gateway_.on_loop([&](EchoGateway&) {
    EXPECT_EQ(answer, R"(["so",{"_placeholder":true,"num":0}]bytes)");
    EXPECT_EQ(late, "none");
  });
}

TEST_F(SocketIo, ServesClientsOfTheSecondVersion) {
  RawWebSocket client(gateway_.port(), "/socket.io/?EIO=3&transport=websocket");
  EXPECT_EQ(client.next().substr(0, 8), R"(0{"sid":)");
  EXPECT_EQ(client.next(), "40") << "without asking";
  EXPECT_EQ(client.next(), R"(42["auth",{}])");
  client.send("40/custom?token=x");
  EXPECT_EQ(client.next(), "40/custom,");
  EXPECT_EQ(client.next(), R"(42/custom,["auth",{}])");
  client.send("40/foo");
  EXPECT_EQ(client.next(), R"(44/foo,"Invalid namespace")");
  client.send(R"(451-["message",{"_placeholder":true,"num":0}])");
  client.send(binary("\4bytes"));
  EXPECT_EQ(client.next(), R"(451-["message-back",{"_placeholder":true,"num":0}])");
  EXPECT_EQ(client.receive(), binary("\4bytes"));
}

}  // namespace
}  // namespace frontdesk::echo_gateway
