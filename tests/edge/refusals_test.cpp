// Every refusal that nginx makes itself, on every family of paths, for a page of an allowed origin, of a foreign one
// and for a client that is no page: contracts' README, sections 1, 6 ("Error body by path") and 9b.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/edge/deserted_edge.hpp"
#include "tests/edge/edge_client.hpp"

namespace frontdesk::edge_tests {
namespace {

const std::string allowed_origin = "http://localhost:3000";  // FRONTEND_URL's default
const std::string foreign_origin = "https://elsewhere.example";

using Body = std::function<std::string(const std::string& text, const std::string& path)>;

struct Family {
  std::vector<std::string> paths;
  bool open_to_any_origin;
  Body body;
};

Body one_text(const std::string& before, const std::string& after) {
  return [before, after](const std::string& text, const std::string&) { return before + text + after; };
}

std::string elsewhere(const std::string& text, const std::string& path) {
  return R"({"success":false,"error":")" + text + R"(","message":")" + text + R"(","path":")" + path + "\"}";
}

const std::vector<Family>& families() {
  static const std::vector<Family> all{
      {{"/get-token", "/api/get-token", "/appointments/7", "/api/appointments", "/admin/rooms", "/staff/x",
        "/api/staff/x", "/chat/create", "/chat/history/7", "/api/chat/history", "/media/upload", "/api/media"},
       false,
       one_text(R"({"message":")", R"("})")},
      {{"/api/appointment-chat", "/api/appointment-chat/7"}, false, one_text(R"({"error":")", R"("})")},
      {{"/chat/conversations", "/chat", "/users/doctors", "/auth/login"},
       false,
       one_text(R"({"success":false,"message":")", R"("})")},
      {{"/doctors/patients"}, false, one_text(R"({"status":"failed","message":")", R"("})")},
      {{"/api/v1/tickets/7", "/api/v1"}, false, one_text(R"({"success":false,"error":")", R"("})")},
      {{"/api/auth/me", "/api/clinic", "/api/clinic/x", "/api/queues/x/status", "/api/tokens"},
       true,
       one_text(R"({"success":false,"message":")", R"(","errors":null,"meta":null})")},
      {{"/health", "/.well-known/jwks.json", "/socket.io/"}, true, elsewhere},
      {{"/", "/nowhere", "/api", "/api/clinics", "/healthy", "/chats"}, false, elsewhere}};
  return all;
}

struct Refusal {
  std::string name;
  int status;
  std::string text;
  bool in_the_head;     // the line or the head is refused: without an Origin any may read it
  bool origin_is_read;  // nginx has come to the Origin by then
  std::function<std::string(const std::string& path, const std::string& origin)> request;
};

std::string request(const std::string& line, const std::string& headers, const std::string& body = "") {
  return line + " HTTP/1.1\r\nHost: edge\r\n" + headers + "\r\n" + body;
}

const std::string length_50_mb = "Content-Length: 50000000\r\n";
const std::string chunked = "Transfer-Encoding: chunked\r\n";
const std::string bad = "Bad request";
const std::string ten_kb = std::string(10'000, 'a') + "\r\n";
const std::string three_lines_of_10_kb = "A: " + ten_kb + "B: " + ten_kb + "C: " + ten_kb;

// Refused for the request line: nginx does not go on to the head.
const std::vector<Refusal> refused_lines{
    {"a broken escape", 400, bad, true, false,
     [](const auto& path, const auto& origin) { return request("GET " + path + "%", origin); }},
    {"a NUL in the path", 400, bad, true, false,
     [](const auto& path, const auto& origin) { return request("GET " + path + "%00", origin); }},
    {"an unknown version", 400, bad, true, false,
     [](const auto& path, const auto& origin) {
       return "GET " + path + " HTTP/7.1\r\nHost: edge\r\n" + origin + "\r\n";
     }},
    {"a method in small letters", 400, bad, true, false,
     [](const auto& path, const auto& origin) { return request("get " + path, origin); }},
    {"a broken escape behind an authority", 400, bad, true, false,
     [](const auto& path, const auto& origin) { return request("GET http://edge" + path + "%zz", origin); }},
    {"a query of 20 kB", 414, bad, true, false, [](const auto& path, const auto& origin) {
       return request("GET " + path + "?" + std::string(20'000, 'a'), origin);
     }}};

const std::vector<Refusal> refused_heads{
    {"two hosts", 400, bad, true, true,
     [](const auto& path, const auto& origin) { return request("GET " + path, origin + "Host: other\r\n"); }},
    {"two hosts before the origin", 400, bad, true, false,
     [](const auto& path, const auto& origin) { return request("GET " + path, "Host: other\r\n" + origin); }},
    {"no host", 400, bad, true, true,
     [](const auto& path, const auto& origin) { return "GET " + path + " HTTP/1.1\r\n" + origin + "\r\n"; }},
    {"a host that is none", 400, bad, true, true,
     [](const auto& path, const auto& origin) {
       return "GET " + path + " HTTP/1.1\r\n" + origin + "Host: a/b\r\n\r\n";
     }},
    {"a NUL in the head", 400, bad, true, true,
     [](const auto& path, const auto& origin) {
       return request("GET " + path, origin + std::string("X: a\0b\r\n", 8));
     }},
    {"a length that is none", 400, bad, true, true,
     [](const auto& path, const auto& origin) { return request("POST " + path, origin + "Content-Length: x\r\n"); }},
    {"a length and chunks", 400, bad, true, true,
     [](const auto& path, const auto& origin) {
       return request("POST " + path, origin + "Content-Length: 3\r\n" + chunked, "0\r\n\r\n");
     }},
    {"an unknown transfer encoding", 400, bad, true, true,
     [](const auto& path, const auto& origin) {
       return request("POST " + path, origin + "Transfer-Encoding: gzip\r\n");
     }},
    {"a user agent of 90 kB", 431, "Request header fields too large", true, true,
     [](const auto& path, const auto& origin) {
       return request("GET " + path, origin + "User-Agent: " + std::string(90'000, 'a') + "\r\n");
     }},
    {"a user agent of 90 kB before the origin", 431, "Request header fields too large", true, false,
     [](const auto& path, const auto& origin) {
       return request("GET " + path, "User-Agent: " + std::string(90'000, 'a') + "\r\n" + origin);
     }}};

const std::vector<Refusal> refused_bodies{
    {"TRACE", 404, "Endpoint not found", false, true,
     [](const auto& path, const auto& origin) { return request("TRACE " + path, origin); }},
    {"CONNECT", 404, "Endpoint not found", false, true,
     [](const auto& path, const auto& origin) { return request("CONNECT " + path, origin); }},
    {"a body that will be too large", 413, "Payload too large", false, true,
     [](const auto& path, const auto& origin) { return request("POST " + path, origin + length_50_mb); }},
    {"a body that is too large and still comes", 413, "Payload too large", false, true,
     [](const auto& path, const auto& origin) {
       return request("PUT " + path, origin + length_50_mb, std::string(2'000'000, 'x'));
     }},
    {"a broken chunk", 400, bad, true, true,
     [](const auto& path, const auto& origin) { return request("POST " + path, origin + chunked, "zz\r\n"); }}};

// nginx waits 10 s for a head and 15 s for a body.
const std::vector<Refusal> stalled{
    {"a line that stalls", 408, "Request timeout", true, false,
     [](const auto& path, const auto&) { return "GET " + path + " HT"; }},
    {"a head that stalls", 408, "Request timeout", true, true,
     [](const auto& path, const auto& origin) { return "GET " + path + " HTTP/1.1\r\n" + origin + "X-Half"; }},
    {"a body that stalls", 408, "Request timeout", true, true,
     [](const auto& path, const auto& origin) {
       return request("POST " + path, origin + "Content-Length: 5\r\n", "{");
     }},
    {"a chunk that stalls", 408, "Request timeout", true, true,
     [](const auto& path, const auto& origin) { return request("POST " + path, origin + chunked, "5\r\nab"); }}};

// What nginx lets through and a service refuses before any route does: the same answer as from nginx.
const std::vector<Refusal> refused_by_services{
    {"a path that is not UTF-8", 400, bad, false, true,
     [](const auto& path, const auto& origin) { return request("GET " + path + "%ff", origin); }},
    {"a command's path that is not UTF-8", 400, bad, false, true,
     [](const auto& path, const auto& origin) { return request("DELETE " + path + "%ff", origin); }},
    {"a fragment", 400, bad, false, true,
     [](const auto& path, const auto& origin) { return request("GET " + path + "#x", origin); }},
    {"a head of 30 kB", 431, "Request header fields too large", true, true,
     [](const auto& path, const auto& origin) { return request("GET " + path, origin + three_lines_of_10_kb); }},
    {"a head of 30 kB before the origin", 431, "Request header fields too large", true, false,
     [](const auto& path, const auto& origin) { return request("PUT " + path, three_lines_of_10_kb + origin); }}};

const std::string unavailable = "Service unavailable. Please try again later.";
const std::vector<Refusal> away{
    {"a read", 503, unavailable, false, true,
     [](const auto& path, const auto& origin) { return request("GET " + path, origin); }},
    {"a command", 503, unavailable, false, true,
     [](const auto& path, const auto& origin) {
       return request("POST " + path, origin + "Content-Length: 2\r\n", "{}");
     }},
    {"a preflight", 503, unavailable, false, true,
     [](const auto& path, const auto& origin) { return request("OPTIONS " + path, origin); }},
    {"an upgrade", 503, unavailable, false, true, [](const auto& path, const auto& origin) {
       return request("GET " + path, origin + "Upgrade: websocket\r\nConnection: Upgrade\r\n");
     }}};

std::string expected_origin(const Refusal& refusal, const Family& family, const std::string& origin) {
  const bool seen = refusal.origin_is_read && !origin.empty();
  if (seen && origin == allowed_origin) return allowed_origin;
  if (!seen && refusal.in_the_head) return "*";
  return family.open_to_any_origin ? "*" : "";
}

void expect_cors(const Answer& answer, const std::string& allow_origin) {
  EXPECT_EQ(header(answer, "Access-Control-Allow-Origin"), allow_origin);
  EXPECT_EQ(header(answer, "Access-Control-Allow-Credentials"), allow_origin == allowed_origin ? "true" : "");
  EXPECT_EQ(header(answer, "Vary"), allow_origin == allowed_origin ? "Origin" : "");
  EXPECT_EQ(header(answer, "Access-Control-Expose-Headers"),
            allow_origin.empty() ? "" : "Location, Retry-After, X-Correlation-Id, Frontdesk-Projection");
}

void expect_security_headers(const Answer& answer) {
  EXPECT_EQ(header(answer, "Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(answer, "X-Frame-Options"), "DENY");
  EXPECT_EQ(header(answer, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(answer, "Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
  EXPECT_EQ(header(answer, "Server"), "nginx");
  EXPECT_NE(header(answer, "X-Correlation-Id"), "");
}

void judge(const Answer& answer, const Refusal& refusal, const Family& family, const std::string& path,
           const std::string& origin) {
  SCOPED_TRACE(refusal.name + " at " + path + " from " + (origin.empty() ? "no page" : origin));
  EXPECT_EQ(answer.status, refusal.status);
  EXPECT_EQ(answer.body, family.body(refusal.text, path));
  expect_cors(answer, expected_origin(refusal, family, origin));
  expect_security_headers(answer);
}

std::string origin_line(const std::string& origin) { return origin.empty() ? "" : "Origin: " + origin + "\r\n"; }

struct Try {
  const Family& family;
  std::string path, origin;
  std::unique_ptr<Connection> connection;
};

using Connect = std::function<std::unique_ptr<Connection>()>;

std::unique_ptr<Connection> to_the_instance() { return std::make_unique<Connection>(); }

// All requests are sent before the first answer is awaited, so that those that stall do so together.
std::vector<Try> sent_everywhere(const Refusal& refusal, const Connect& connect) {
  std::vector<Try> tries;
  for (const auto& family : families()) {
    for (const auto& path : family.paths) {
      for (const auto& origin : {std::string{}, allowed_origin, foreign_origin}) {
        tries.push_back({family, path, origin, connect()});
        tries.back().connection->send(refusal.request(path, origin_line(origin)));
      }
    }
  }
  return tries;
}

void try_everywhere(const Refusal& refusal, const Connect& connect = to_the_instance) {
  for (const auto& one : sent_everywhere(refusal, connect)) {
    const auto answer = one.connection->answer();
    judge(answer, refusal, one.family, one.path, one.origin);
    EXPECT_EQ(header(answer, "Retry-After"), refusal.status == 503 ? "1" : "");
  }
}

void try_to_stall_everywhere(const Refusal& refusal) {
  for (const auto& one : sent_everywhere(refusal, to_the_instance)) {
    judge(one.connection->answer(), refusal, one.family, one.path, one.origin);
    EXPECT_TRUE(one.connection->ends()) << refusal.name << " ends with a reset";
  }
}

TEST(EdgeRefusals, OfTheRequestLineHaveThePathsBodyAndHeaders) {
  for (const auto& refusal : refused_lines) try_everywhere(refusal);
}

TEST(EdgeRefusals, OfTheHeadHaveThePathsBodyAndHeaders) {
  for (const auto& refusal : refused_heads) try_everywhere(refusal);
}

TEST(EdgeRefusals, OfMethodAndBodyHaveThePathsBodyAndHeaders) {
  for (const auto& refusal : refused_bodies) try_everywhere(refusal);
}

TEST(EdgeRefusals, OfServicesHaveThePathsBodyAndHeaders) {
  for (const auto& refusal : refused_by_services) try_everywhere(refusal);
}

TEST(EdgeRefusals, OfWhatStallsHaveThePathsBodyAndHeadersAndEndWithoutAReset) {
  std::vector<std::thread> threads;
  for (const auto& refusal : stalled) threads.emplace_back([&refusal] { try_to_stall_everywhere(refusal); });
  for (auto& thread : threads) thread.join();
}

TEST(EdgeRefusals, ForServicesThatAreAwayHaveThePathsBodyAndHeaders) {
  const DesertedEdge edge;
  for (const auto& refusal : away)
    try_everywhere(refusal, [&edge] { return std::make_unique<Connection>(edge.port()); });
}

TEST(EdgeRefusals, ToHeadHaveNoBody) {
  for (const std::string bytes :
       {"HEAD /api/tokens% HTTP/1.1\r\nHost: edge\r\n\r\n", "HEAD /api/tokens HTTP/1.1\r\n\r\n",
        "HEAD /internal HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n", "HEAD /api/tokens HTTP/1.1\r\nHost: e"}) {
    Connection connection;
    connection.send(bytes);
    EXPECT_GE(connection.answer(true).status, 400) << bytes;
    EXPECT_TRUE(connection.ends()) << bytes;
  }
}

TEST(EdgeRefusals, OfAPathLeaveTheConnectionToTheNextRequest) {
  Connection connection;
  connection.send(request("GET /internal", "") + request("GET /health", ""));
  EXPECT_EQ(connection.answer().status, 404);
  EXPECT_EQ(connection.answer().status, 200);
}

TEST(EdgeRefusals, OfAHeadAreTheLastWordOnTheirConnection) {
  Connection connection;
  connection.send(request("GET /api/tokens", "Host: other\r\n") + request("GET /health", ""));
  EXPECT_EQ(connection.answer().status, 400);
  EXPECT_TRUE(connection.ends());
}

}  // namespace
}  // namespace frontdesk::edge_tests
