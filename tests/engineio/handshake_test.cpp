// How sessions are opened and refused.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/echo_gateway/raw_websocket.hpp"
#include "tests/support/echo_gateway/running_gateway.hpp"

namespace frontdesk::echo_gateway {
namespace {

const std::string upgrade_headers =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

TEST(Handshake, ByPollingNamesTheUpgradeAndTheLimits) {
  const RunningGateway gateway;
  const auto answer = call(gateway.port(), "GET", "/engine.io/?EIO=4&transport=polling");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.substr(0, 8), R"(0{"sid":)");
  EXPECT_EQ(answer.body.substr(29),
            R"(","upgrades":["websocket"],"pingInterval":300,"pingTimeout":200,"maxPayload":1000000})");
  EXPECT_NE(answer.head.find("Content-Type: text/plain; charset=UTF-8\r\n"), std::string::npos);
  EXPECT_NE(answer.head.find("Cache-Control: no-store\r\n"), std::string::npos);
}

TEST(Handshake, ByWebSocketHasNothingToUpgradeTo) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.port(), websocket("/engine.io/"));
  EXPECT_NE(client.next().find(R"("upgrades":[],)"), std::string::npos);
}

TEST(Handshake, IsFoundWithoutTheSlash) {
  const RunningGateway gateway;
  EXPECT_EQ(call(gateway.port(), "GET", "/engine.io?EIO=4&transport=polling").status, 200);
  EXPECT_EQ(call(gateway.port(), "GET", "/engine.iox?EIO=4&transport=polling").status, 404);
}

TEST(Handshake, IsRefusedInTheProtocolsWords) {
  const RunningGateway gateway;
  struct Row {
    const char* method;
    const char* query;
    int code;
    const char* message;
  };
  const Row rows[] = {
      {"GET", "EIO=4", 0, "Transport unknown"},
      {"GET", "EIO=4&transport=abc", 0, "Transport unknown"},
      {"GET", "EIO=4&transport=", 0, "Transport unknown"},
      {"GET", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown"},
      {"POST", "EIO=4&transport=polling&sid=abc", 1, "Session ID unknown"},
      {"POST", "EIO=4&transport=polling", 2, "Bad handshake method"},
      {"PUT", "EIO=4&transport=polling", 2, "Bad handshake method"},
      {"DELETE", "EIO=4&transport=polling", 2, "Bad handshake method"},
      {"GET", "EIO=4&transport=websocket", 3, "Bad request"},
      {"GET", "transport=polling", 5, "Unsupported protocol version"},
      {"GET", "EIO=abc&transport=polling", 5, "Unsupported protocol version"},
      {"GET", "EIO=5&transport=polling", 5, "Unsupported protocol version"},
  };
  for (const Row& row : rows) {
    const auto answer = call(gateway.port(), row.method, std::string("/engine.io/?") + row.query);
    EXPECT_EQ(answer.status, 400) << row.query;
    EXPECT_EQ(answer.body, R"({"code":)" + std::to_string(row.code) + R"(,"message":")" + row.message + R"("})");
    EXPECT_NE(answer.head.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos) << row.query;
    EXPECT_NE(answer.head.find("Content-Type: application/json\r\n"), std::string::npos) << row.query;
  }
}

TEST(Handshake, ForAWebSocketIsRefusedBeforeItIsOne) {
  const RunningGateway gateway;
  const std::pair<const char*, const char*> rows[] = {
      {"transport=websocket", R"({"code":5,"message":"Unsupported protocol version"})"},
      {"EIO=abc&transport=websocket", R"({"code":5,"message":"Unsupported protocol version"})"},
      {"EIO=4", R"({"code":0,"message":"Transport unknown"})"},
      {"EIO=4&transport=abc", R"({"code":0,"message":"Transport unknown"})"},
      {"EIO=4&transport=polling", R"({"code":3,"message":"Bad request"})"},
      {"EIO=4&transport=websocket&sid=abc", R"({"code":1,"message":"Session ID unknown"})"},
  };
  for (const auto& [query, body] : rows) {
    const auto answer = call(gateway.port(), "GET", std::string("/engine.io/?") + query, {}, upgrade_headers);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_EQ(answer.body, body) << query;
    EXPECT_NE(answer.head.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos) << query;
  }
}

TEST(Handshake, OfABrowserFromElsewhereIsAskedForBefore) {
  const RunningGateway gateway;
  const auto answer = call(gateway.port(), "OPTIONS", "/engine.io/?EIO=4&transport=polling", {},
                           "Origin: http://elsewhere\r\nAccess-Control-Request-Method: POST\r\n"
                           "Access-Control-Request-Headers: authorization,x-own\r\n");
  EXPECT_EQ(answer.status, 204);
  EXPECT_NE(answer.head.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos);
  EXPECT_NE(answer.head.find("Access-Control-Allow-Methods: GET,POST,OPTIONS\r\n"), std::string::npos);
  EXPECT_NE(answer.head.find("Access-Control-Allow-Headers: authorization,x-own\r\n"), std::string::npos);
}

TEST(Handshake, OnlyOfWhatIsHttpAndAWholeWebSocketRequest) {
  const RunningGateway gateway;
  EXPECT_EQ(call(gateway.port(), "GET", "/engine.io/?EIO=4&transport=websocket", {},
                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .status,
            400);
  const auto old = call(gateway.port(), "GET", websocket("/engine.io/"), {},
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  EXPECT_EQ(old.status, 426);
  EXPECT_NE(old.head.find("Sec-WebSocket-Version: 13\r\n"), std::string::npos);
  EXPECT_EQ(call(gateway.port(), "G\x01T", "/").status, 400);
  EXPECT_EQ(call(gateway.port(), "GET", "/", {}, "X: " + std::string(20'000, 'x') + "\r\n").status, 431);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
