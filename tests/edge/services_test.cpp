// What the edge passes on, and what each service answers at its own port to the same bytes.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/edge/edge_client.hpp"
#include "tests/support/deployment.hpp"

namespace frontdesk::edge_tests {
namespace {

const auto deployment = test_support::deployment_from_environment();

Answer exchange_at(std::uint16_t port, const std::string& request) {
  Connection connection(port);
  connection.send(request);
  return connection.answer();
}

// Health checkers speak it.
TEST(Http10WithoutHost, IsAnsweredByTheEdge) {
  const auto health = exchange("GET /health HTTP/1.0\r\n\r\n");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(header(health, "Connection"), "close");
  EXPECT_EQ(exchange("GET /api/auth/me HTTP/1.0\r\n\r\n").status, 401);
  EXPECT_EQ(exchange("POST /api/auth/login HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}").status, 400);
  EXPECT_EQ(exchange("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").status, 200);
}

TEST(Http10WithoutHost, IsAnsweredByEachService) {
  EXPECT_EQ(exchange_at(deployment.query_api_port(), "GET /health HTTP/1.0\r\n\r\n").status, 200);
  for (const auto port : {deployment.query_api_port(), deployment.command_api_port(), deployment.gateway_port(),
                          deployment.projectors_port()}) {
    EXPECT_EQ(exchange_at(port, "GET /livez HTTP/1.0\r\n\r\n").status, 200) << port;
  }
}

// A service waits 20 s, the gateway 10 s.
TEST(AStalledRequest, Gets408FromEachService) {
  const auto expect_408 = [](std::uint16_t port, const std::string& half) {
    Connection connection(port);
    connection.send(half);
    const auto answer = connection.answer();
    EXPECT_EQ(answer.status, 408) << port << ": " << half;
    EXPECT_EQ(answer.body, R"({"success":false,"message":"Request timeout","errors":null,"meta":null})") << port;
    EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_TRUE(connection.ends()) << port << ": " << half;
  };
  std::vector<std::thread> threads;
  for (const auto port : {deployment.query_api_port(), deployment.command_api_port(), deployment.gateway_port()})
    threads.emplace_back(expect_408, port, "GET /api/tokens HTTP/1.1\r\nHost: a\r\n");
  for (const auto port : {deployment.query_api_port(), deployment.command_api_port()})  // the gateway reads no bodies
    threads.emplace_back(expect_408, port, "POST /api/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{");
  for (auto& thread : threads) thread.join();
}

// A page sees its refused WebSocket only as closed; another client reads why.
TEST(ARefusedUpgrade, HasSecurityHeadersAndThoseThatThePathWouldHaveHad) {
  const std::string upgrade =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
      "dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const auto refused = [&upgrade](const std::string& target, const std::string& origin) {
    return exchange("GET " + target + " HTTP/1.1\r\nHost: edge\r\n" + upgrade + origin + "\r\n");
  };
  const std::string allowed = "http://localhost:3000";
  const auto no_token = refused("/", "Origin: " + allowed + "\r\n");
  EXPECT_EQ(no_token.status, 401);
  EXPECT_EQ(no_token.body, R"({"message":"Unauthorized - No token provided"})");
  EXPECT_EQ(header(no_token, "Access-Control-Allow-Origin"), allowed);
  EXPECT_EQ(header(no_token, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(header(no_token, "X-Content-Type-Options"), "nosniff");
  const auto foreign = refused("/?token=bad", "Origin: https://elsewhere.example\r\n");
  EXPECT_EQ(foreign.status, 401);
  EXPECT_EQ(header(foreign, "Access-Control-Allow-Origin"), "");
  const auto unknown = refused("/socket.io/?token=bad", "");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(unknown.body, R"({"code":0,"message":"Transport unknown"})") << "Engine.IO's own words";
  EXPECT_EQ(header(unknown, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(unknown, "X-Frame-Options"), "DENY");
}

}  // namespace
}  // namespace frontdesk::edge_tests
