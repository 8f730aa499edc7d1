// What the edge answers itself, without asking a service.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/edge/edge_client.hpp"

namespace frontdesk::edge_tests {
namespace {

std::string not_found(const std::string& path) {
  return R"({"success":false,"error":"Endpoint not found","message":"Endpoint not found","path":")" + path + "\"}";
}

TEST(Edge, HidesTheMachinesOwnRoutes) {
  for (const std::string path : {"/metrics", "/livez", "/readyz", "/internal", "/internal/operator/accounts"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, not_found(path));
  }
  EXPECT_EQ(ask("POST", "/internal/operator/accounts", "Content-Length: 0\r\n").status, 404);
}

TEST(Edge, HidesThemUnderOtherSpellingsOfThePath) {
  for (const std::string path : {"//internal/x", "/./internal/x", "/a/../internal/x", "/%69nternal/x",
                                 "/a/%2e%2e/internal/x", "/%2finternal/x"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, not_found("/internal/x")) << path;
  }
}

TEST(Edge, PrintsOnlyTheHarmlessPartOfAPath) {
  EXPECT_EQ(ask("GET", "/internal/a%22,%22b").body, not_found("/internal/a"));
  EXPECT_EQ(ask("GET", "/internal/a%0d%0ab").body, not_found("/internal/a"));
}

TEST(Edge, RefusesATooLargeBodyInTheShapeOfThePath) {
  const std::string large = "Content-Length: 50000000\r\n";
  const auto envelope = ask("POST", "/api/queues/x", large);
  EXPECT_EQ(envelope.status, 413);
  EXPECT_EQ(envelope.body, R"({"success":false,"message":"Payload too large","errors":null,"meta":null})");
  EXPECT_TRUE(has(envelope, "Access-Control-Allow-Origin: *"));
  EXPECT_EQ(ask("POST", "/api/clinic", large).status, 413);
  EXPECT_EQ(ask("POST", "/api/v1/tickets", large).body, R"({"success":false,"error":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/api/appointment-chat/upload", large).body, R"({"error":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/doctors/x", large).body, R"({"status":"failed","message":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/api/staff/x", large).body, R"({"message":"Payload too large"})");
  const auto chat = ask("POST", "/chat/online-status", large);
  EXPECT_EQ(chat.body, R"({"success":false,"message":"Payload too large"})");
  EXPECT_FALSE(has(chat, "Access-Control-Allow-Origin"));
}

TEST(Edge, RefusesWhatIsNoRequestInJson) {
  const std::string bad = R"({"success":false,"error":"Bad request","message":"Bad request","path":")";
  EXPECT_EQ(exchange("nonsense\r\n\r\n").body, bad + "\"}");
  EXPECT_EQ(exchange("GET / HTTP/7.1\r\n\r\n").body, bad + "/\"}");
  const auto length = exchange("GET /api/auth/me HTTP/1.1\r\nHost: edge\r\nContent-Length: x\r\n\r\n");
  EXPECT_EQ(length.status, 400);
  EXPECT_EQ(length.body, R"({"success":false,"message":"Bad request","errors":null,"meta":null})");
  const auto both =
      "POST /api/v1/x HTTP/1.1\r\nHost: edge\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  EXPECT_EQ(exchange(both).status, 400);
}

TEST(Edge, HoldsRefreshesThatComeTogetherAndSendsNoneAway) {
  const std::string body = R"({"refreshToken":"never given out"})";
  const auto request = "POST /api/auth/refresh-token HTTP/1.1\r\nHost: edge\r\nContent-Type: application/json\r\n" +
                       ("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n") + body;
  std::vector<Connection> devices(200);
  for (auto& device : devices) device.send(request);
  for (auto& device : devices) EXPECT_EQ(device.answer().status, 401);
}

TEST(Edge, RefusesTooLongHeadsAndAddresses) {
  EXPECT_EQ(ask("GET", "/api/v1/x", "X-Long: " + std::string(20000, 'a') + "\r\n").status, 431);
  EXPECT_EQ(ask("GET", "/api/v1/x?" + std::string(20000, 'a')).status, 414);
}

TEST(Edge, RefusesABrokenChunkInJsonEvenWhereItRefusesAnyway) {
  for (const std::string path : {"/internal/x", "/api/tokens"}) {
    const auto broken =
        exchange("POST " + path + " HTTP/1.1\r\nHost: edge\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    EXPECT_EQ(broken.status, 400) << path;
    EXPECT_EQ(broken.body.front(), '{') << broken.body;
    EXPECT_TRUE(has(broken, "Content-Type: application/json; charset=utf-8"));
  }
}

TEST(Edge, KnowsNoTrace) {
  const auto elsewhere = ask("TRACE", "/health");
  EXPECT_EQ(elsewhere.status, 404);
  EXPECT_EQ(elsewhere.body, not_found("/health"));
  EXPECT_EQ(ask("TRACE", "/api/tokens").body,
            R"({"success":false,"message":"Endpoint not found","errors":null,"meta":null})");
  EXPECT_EQ(ask("TRACE", "/api/v1/tickets").body, R"({"success":false,"error":"Endpoint not found"})");
}

TEST(Edge, PutsTheSecurityHeadersOnItsOwnAnswers) {
  const auto answer = ask("GET", "/metrics");
  EXPECT_TRUE(has(answer, "Content-Type: application/json; charset=utf-8"));
  EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff"));
  EXPECT_TRUE(has(answer, "X-Frame-Options: DENY"));
  EXPECT_TRUE(has(answer, "Referrer-Policy: no-referrer"));
  EXPECT_TRUE(has(answer, "Content-Security-Policy: default-src 'none'"));
  EXPECT_TRUE(has(answer, "Server: nginx\r\n")) << "no version";
}

TEST(Edge, KeepsAHarmlessCorrelationIdAndReplacesAnyOther) {
  EXPECT_TRUE(has(ask("GET", "/metrics", "X-Correlation-Id: visit-42\r\n"), "X-Correlation-Id: visit-42"));
  const auto odd = ask("GET", "/metrics", "X-Correlation-Id: a\"b\r\n");
  EXPECT_TRUE(has(odd, "X-Correlation-Id: "));
  EXPECT_EQ(odd.head.find("a\"b"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::edge_tests
