// What a session does over HTTP.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "tests/http/raw_client.hpp"
#include "tests/support/echo_gateway/raw_websocket.hpp"
#include "tests/support/echo_gateway/running_gateway.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using http::tests::RawClient;

// A GET that waits at the gateway.
class ParkedPoll {
 public:
  ParkedPoll(std::uint16_t port, const std::string& sid, std::string_view path = "/engine.io/") : client_(port) {
    client_.send(http_request("GET", polling(sid, path)));
    std::this_thread::sleep_for(20ms);
  }
  HttpAnswer answer() { return parse_answer(client_.read_answer(2s)); }
  RawClient& client() { return client_; }

 private:
  RawClient client_;
};

int post(std::uint16_t port, const std::string& sid, std::string_view body, std::string_view path = "/engine.io/") {
  return call(port, "POST", polling(sid, path), body).status;
}

TEST(Polling, EchoesPacketsInOneBody) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  const auto posted = call(gateway.port(), "POST", polling(sid),
                           "4test1\x1e"
                           "4test2\x1e"
                           "bAQIDBA==\x1e"
                           "4test3");
  EXPECT_EQ(posted.status, 200);
  EXPECT_EQ(posted.body, "ok");
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body,
            "4test1\x1e"
            "4test2\x1e"
            "bAQIDBA==\x1e"
            "4test3");
}

TEST(Polling, AnswersAParkedPollOnceForAllThatIsDue) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  ParkedPoll poll(gateway.port(), sid);
  post(gateway.port(), sid,
       "4one\x1e"
       "bb24=\x1e"
       "4two");
  EXPECT_EQ(poll.answer().body,
            "4one\x1e"
            "bb24=\x1e"
            "4two");
}

TEST(Polling, AnswersAParkedPollWithTwoEventsAndTheirAttachmentsInOneBody) {
  const RunningGateway gateway(patient());
  const auto sid = open_joined_session(gateway.port());
  ParkedPoll poll(gateway.port(), sid, "/socket.io/");
  const std::string attachment = R"({"_placeholder":true,"num":0})";
  post(gateway.port(), sid,
       "451-[\"message\"," + attachment +
           "]\x1e"
           "b4AAA\x1e"
           "42[\"message\",2]",
       "/socket.io/");
  EXPECT_EQ(poll.answer().body, "451-[\"message-back\"," + attachment +
                                    "]\x1e"
                                    "b4AAA\x1e"
                                    "42[\"message-back\",2]");
}

TEST(Polling, NeverHasMoreThanSixteenPacketsInABodyAndKeepsEventsWhole) {
  const RunningGateway gateway(patient());
  const auto sid = open_joined_session(gateway.port());
  std::string body;
  std::string first;
  for (int i = 0; i < 15; ++i) {
    body += "42[\"message\","s + std::to_string(i) + "]\x1e";
    first += (first.empty() ? "" : "\x1e") + "42[\"message-back\","s + std::to_string(i) + "]";
  }
  const std::string attachment = R"({"_placeholder":true,"num":0})";
  post(gateway.port(), sid,
       body + "451-[\"message\"," + attachment +
           "]\x1e"
           "bAQ==\x1e"
           "42[\"message\",\"last\"]",
       "/socket.io/");
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid, "/socket.io/")).body, first);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid, "/socket.io/")).body, "451-[\"message-back\"," + attachment +
                                                                               "]\x1e"
                                                                               "bAQ==\x1e"
                                                                               "42[\"message-back\",\"last\"]");
}

TEST(Polling, SplitsAnEventOnlyIfNoBodyCouldHoldIt) {
  const RunningGateway gateway(patient());
  const auto sid = open_joined_session(gateway.port());
  std::string body = "4520-[\"message\"";
  for (int i = 0; i < 20; ++i) body += R"(,{"_placeholder":true,"num":)" + std::to_string(i) + '}';
  body += ']';
  for (int i = 0; i < 20; ++i)
    body +=
        "\x1e"
        "bAQ==";
  post(gateway.port(), sid, body, "/socket.io/");
  const auto first = call(gateway.port(), "GET", polling(sid, "/socket.io/")).body;
  const auto second = call(gateway.port(), "GET", polling(sid, "/socket.io/")).body;
  EXPECT_EQ(std::count(first.begin(), first.end(), '\x1e'), 15);
  EXPECT_EQ(second,
            "bAQ==\x1e"
            "bAQ==\x1e"
            "bAQ==\x1e"
            "bAQ==\x1e"
            "bAQ==");
}

TEST(Polling, AnswersBothOfTwoOverlappingPollsAndEndsTheSession) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  ParkedPoll first(gateway.port(), sid);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400);
  const auto answer = first.answer();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "1");
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body, R"({"code":1,"message":"Session ID unknown"})");
}

TEST(Polling, AnswersBothOfTwoOverlappingPostsAndEndsTheSession) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  RawClient slow(gateway.port());
  const auto request = http_request("POST", polling(sid), "4slow");
  slow.send(std::string_view(request).substr(0, request.size() - 1));
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(post(gateway.port(), sid, "4fast"), 400);
  slow.send("w");
  EXPECT_EQ(http::tests::status_of(slow.read_answer()), 400);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400);
}

TEST(Polling, EndsTheSessionOnWhatIsNoPacket) {
  const RunningGateway gateway(patient());
  for (const std::string body : {"abc", "7", "", "4ok\x1e", "b!"}) {
    const auto sid = open_session(gateway.port());
    EXPECT_EQ(post(gateway.port(), sid, body), 400) << body;
    EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400) << body;
  }
}

TEST(Polling, EndsTheSessionThatTheClientCloses) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  ParkedPoll poll(gateway.port(), sid);
  EXPECT_EQ(post(gateway.port(), sid, "1"), 200);
  EXPECT_EQ(poll.answer().body, "6");
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400);
}

TEST(Polling, TakesAMillionBytesAndNotOneMore) {
  const RunningGateway gateway(patient());
  auto sid = open_session(gateway.port());
  EXPECT_EQ(post(gateway.port(), sid, '4' + std::string(999'999, 'x')), 200);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body.size(), 1'000'000U);
  sid = open_session(gateway.port());
  const auto refused = call(gateway.port(), "POST", polling(sid), '4' + std::string(1'000'000, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.head.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400);
}

TEST(Polling, CountsTheBytesOfABodyInPiecesToo) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  RawClient client(gateway.port());
  client.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("7a120\r\n" + std::string(500'000, '4') + "\r\n7a121\r\n" + std::string(500'001, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(http::tests::status_of(client.read_answer()), 413);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).status, 400);
}

TEST(Polling, ReadsABodyInPieces) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  RawClient client(gateway.port());
  client.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
  client.send("3\r\n4he\r\n");
  client.send("3\r\nllo\r\n0\r\n\r\n");
  EXPECT_EQ(parse_answer(client.read_answer()).body, "ok");
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body, "4hello");
}

TEST(Polling, ServesOneConnectionRequestAfterRequest) {
  const RunningGateway gateway(patient());
  RawClient client(gateway.port());
  const auto sid = open_session(gateway.port());
  for (int i = 0; i < 3; ++i) {
    // Both at once: the second is read when the first has its answer.
    client.send(http_request("POST", polling(sid), "4again") + http_request("GET", polling(sid)));
    EXPECT_EQ(parse_answer(client.read_answer()).body, "ok");
    EXPECT_EQ(parse_answer(client.read_answer()).body, "4again");
  }
}

TEST(Polling, NoticesThatAParkedClientHasLeft) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  { const ParkedPoll leaves(gateway.port(), sid); }
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body, R"({"code":1,"message":"Session ID unknown"})");
}

TEST(Polling, RefusesAWebSocketSession) {
  const RunningGateway gateway(patient());
  RawWebSocket client(gateway.port(), websocket("/engine.io/"));
  const auto open = client.next();
  const auto sid = open.substr(9, 20);
  EXPECT_EQ(call(gateway.port(), "GET", polling(sid)).body, R"({"code":3,"message":"Bad request"})");
  client.send("4still here");
  EXPECT_EQ(client.next(), "4still here");
}

TEST(Polling, KnowsNoOtherMethods) {
  const RunningGateway gateway(patient());
  const auto sid = open_session(gateway.port());
  EXPECT_EQ(call(gateway.port(), "PUT", polling(sid)).body, R"({"code":3,"message":"Bad request"})");
  EXPECT_EQ(post(gateway.port(), sid, "4x"), 200);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
