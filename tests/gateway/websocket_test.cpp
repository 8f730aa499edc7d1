#include "tests/gateway/listener_fixture.hpp"

#include "platform/http/client.hpp"

namespace frontdesk::realtime_gateway {
namespace {

TEST_F(WebSocket, RefusesTheHandshakeInWords) {
  listen();
  EXPECT_EQ(status_of("/"), 401);
  EXPECT_EQ(body, R"({"message":"Unauthorized - No token provided"})");
  EXPECT_EQ(status_of("/?token="), 401);
  EXPECT_EQ(status_of("/?token=bad"), 401);
  EXPECT_EQ(body, R"({"message":"Unauthorized - Invalid token"})");
  EXPECT_EQ(status_of("/?token=whoknows"), 503);
  EXPECT_EQ(status_of("/elsewhere?token=good"), 404);
  EXPECT_EQ(status_of("/?token=good"), 101);
}

TEST_F(WebSocket, RefusesInJsonWhatIsNoHandshake) {
  listen();
  const auto answer_to = [this](const std::string& bytes) {
    RawClient client(listener->port());
    client.send(bytes);
    return client.read_to_end();
  };
  const std::string bad = R"({"message":"Bad request"})";
  EXPECT_EQ(body_of(answer_to(handshake(host + version))), bad);
  EXPECT_EQ(body_of(answer_to(handshake(host + version + "Sec-WebSocket-Key: short\r\n"))), bad);
  EXPECT_EQ(body_of(answer_to(handshake(key + version))), bad) << "no Host";
  EXPECT_EQ(body_of(answer_to(handshake(host + key + version + "Content-Length: 9\r\n"))), bad) << "unread";
  EXPECT_EQ(body_of(answer_to("nonsense\r\n\r\n")), bad);
  const auto other_version = answer_to(handshake(host + key + "Sec-WebSocket-Version: 8\r\n"));
  EXPECT_EQ(http::tests::status_of(other_version), 426);
  EXPECT_NE(other_version.find("Sec-WebSocket-Version: 13\r\n"), std::string::npos);
  EXPECT_EQ(body_of(other_version), R"({"message":"Upgrade required"})");
  EXPECT_EQ(http::tests::status_of(answer_to(handshake(host + "X: " + std::string(20'000, 'x') + "\r\n"))), 431);
  EXPECT_EQ(http::tests::status_of(answer_to(handshake(host + key + version + "X: last\r\n") + "\x81\xfe")), 400)
      << "frames before the upgrade";
}

TEST_F(WebSocket, RefusesInTheShapeAndWithTheCorsHeadersOfThePath) {
  options.allowed_origins = {"https://front.example"};
  options.handshake_timeout = 200ms;
  listen();
  const auto answer_to = [this](const std::string& bytes) {
    RawClient client(listener->port());
    client.send(bytes);
    const auto answer = client.read_to_end();
    EXPECT_TRUE(client.ended()) << bytes;
    return answer;
  };
  const auto allows = [](const std::string& answer) {
    const std::string name = "Access-Control-Allow-Origin: ";
    const auto start = answer.find(name);
    return start == std::string::npos
               ? ""
               : answer.substr(start + name.size(), answer.find("\r\n", start) - start - name.size());
  };
  const std::string origin = "Origin: https://front.example\r\n", foreign = "Origin: https://other.example\r\n";
  const auto unknown = answer_to("GET /api/v1/x HTTP/1.1\r\n" + host + origin + "\r\n");
  EXPECT_EQ(body_of(unknown), R"({"success":false,"error":"Endpoint not found"})");
  EXPECT_EQ(allows(unknown), "https://front.example");
  EXPECT_EQ(allows(answer_to("GET /api/v1/x HTTP/1.1\r\n" + host + foreign + "\r\n")), "");
  EXPECT_EQ(allows(answer_to("GET /socket.io/ HTTP/1.1\r\nConnection: close\r\n" + host + foreign + "\r\n")), "*");
  EXPECT_EQ(http::tests::status_of(answer_to("GET /socket.io/%ff HTTP/1.1\r\n" + host + "\r\n")), 400);
  const std::string visit = "X-Correlation-Id: visit-42\r\n";
  EXPECT_NE(answer_to("GET /api/v1/x HTTP/1.1\r\n" + host + visit + "\r\n").find(visit), std::string::npos);
  const auto no_token = answer_to("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + host + key +
                                  version + origin + "\r\n");
  EXPECT_EQ(http::tests::status_of(no_token), 401);
  EXPECT_EQ(allows(no_token), "https://front.example");
  const auto stalled = answer_to("GET /api/v1/x HTTP/1.1\r\n" + origin);
  EXPECT_EQ(http::tests::status_of(stalled), 408);
  EXPECT_EQ(body_of(stalled), R"({"success":false,"error":"Request timeout"})");
  EXPECT_EQ(allows(stalled), "https://front.example");
  EXPECT_EQ(allows(answer_to("GET /api/v1/x HTTP/1.1\r\nOri")), "*") << "not read";
  EXPECT_EQ(allows(answer_to("nonsense\r\n\r\n")), "*");
  EXPECT_EQ(answer_to(""), "") << "never said a word";
}

TEST_F(WebSocket, ItsAnswerReachesAClientThatIsStillSending) {
  listen();
  RawClient client(listener->port());
  client.send("POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(client.send(std::string(20'000, 'x')));
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(body_of(client.read_to_end()), R"({"live":true})");
}

TEST_F(WebSocket, AnswersHeadWithoutABody) {
  listen();
  RawClient client(listener->port());
  client.send("HEAD /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto answer = client.read_to_end();
  EXPECT_NE(answer.find("Content-Length: 13\r\n"), std::string::npos) << answer;
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(WebSocket, SendsNothingAfterItsCloseFrame) {
  listen();
  RawClient client(listener->port());
  client.send(handshake(host + key + version));
  ASSERT_EQ(http::tests::status_of(client.read_answer()), 101);
  // Masked by zeros: {"event":"slow"}, whose echo comes 50 ms later, then close frame 1000.
  client.send(std::string{"\x81\x90\0\0\0\0{\"event\":\"slow\"}\x88\x82\0\0\0\0\x03\xe8", 30});
  EXPECT_EQ(client.read_to_end(1s), "\x88\x02\x03\xe8");
}

TEST_F(WebSocket, EchoesAndAcknowledges) {
  listen();
  WebSocketClient client(url("/?token=good"));
  client.send_event("hello", R"("x")", "42");
  EXPECT_EQ(client.receive(5s), R"({"event":"hello","data":"x"})");
  EXPECT_EQ(client.receive(5s), R"({"id":42,"data":{"success":true}})");
}

TEST_F(WebSocket, HandlesTheEventsOfOneConnectionOneAfterTheOther) {
  listen();
  WebSocketClient client(url("/?token=good"));
  client.send_event("slow", {}, "1");
  client.send_event("quick", {}, "2");
  client.send_event("unknown", {}, "3");
  client.send_event("slow", {}, "4");
  std::vector<std::string> got;
  for (int i = 0; i < 6; ++i) got.push_back(client.receive(5s).value_or("nothing"));
  const std::string success = R"(,"data":{"success":true}})";
  const std::vector<std::string> expected{R"({"event":"slow","data":1})",     R"({"id":1)" + success,
                                          R"({"event":"quick","data":null})", R"({"id":2)" + success,
                                          R"({"event":"slow","data":1})",     R"({"id":4)" + success};
  EXPECT_EQ(got, expected);
}

TEST_F(WebSocket, SaysInvalidMessageAndGoesOn) {
  listen();
  WebSocketClient client(url("/?token=good"));
  client.send_text("{nonsense");
  client.send_text("[1]");
  client.send_binary(R"({"event":"hello"})");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.receive(5s), R"({"event":"error","data":{"message":"Invalid message"}})");
  }
  client.send_event("hello");
  EXPECT_EQ(client.receive(5s), R"({"event":"hello","data":null})");
}

TEST_F(WebSocket, ClosesWithTheReason) {
  listen();
  WebSocketClient client(url("/?token=good"));
  client.send_event("hello");
  ASSERT_TRUE(client.receive(5s));
  on_loop([this] {
    Announcement last("last", "1");
    const auto socket = echo->sockets.at(0).lock();
    socket->emit(last);
    socket->close(CloseReason::session_ended);
    socket->close(CloseReason::shutting_down);
    socket->emit(last);
  });
  EXPECT_EQ(client.receive(5s), R"({"event":"last","data":1})");
  EXPECT_FALSE(client.receive(5s));
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(client.close_code(), 4401);
  EXPECT_EQ(client.close_reason(), "Session ended");
  wait_until_closed(1);
}

TEST_F(WebSocket, ClosesWhileAnEventIsUnderWay) {
  listen();
  WebSocketClient client(url("/?token=good"));
  for (int i = 0; i < 40; ++i) client.send_event("slow", {}, "1");  // more than the inbox holds: reading has stopped
  ASSERT_TRUE(client.receive(5s));
  on_loop([this] { echo->sockets.at(0).lock()->close(CloseReason::token_expired); });
  while (client.receive(5s)) {
  }
  EXPECT_EQ(client.close_code(), 4401);
  wait_until_closed(1);
  EXPECT_EQ(on_loop([this] { return listener->open_connections(); }), 0u);
}

TEST_F(WebSocket, NoticesAClientThatLeaves) {
  listen();
  {
    WebSocketClient polite(url("/?token=good"));
    polite.close();
  }
  wait_until_closed(1);
  { WebSocketClient rude(url("/?token=good")); }
  wait_until_closed(2);
  EXPECT_EQ(echo->opened_count, 2);
}

TEST_F(WebSocket, PutsASlowReaderOut) {
  options.outbound_bytes_max = 256 * 1024;
  options.handshake_timeout = 1000ms;
  listen();
  WebSocketClient slow(url("/?token=good"));
  // The answer to the handshake leaves a moment before the session is known.
  for (int i = 0; i < 500 && echo->opened_count < 1; ++i) std::this_thread::sleep_for(10ms);
  WebSocketClient reader(url("/?token=good"));
  reader.send_event("hello");
  ASSERT_TRUE(reader.receive(5s));
  const auto never_read = on_loop([this] { return echo->sockets.at(0); });
  for (int round = 0; round < 5000 && echo->closed_count == 0; ++round) {
    on_loop([&never_read] {
      Announcement large("large", '"' + std::string(32 * 1024, 'x') + '"');
      if (const auto socket = never_read.lock()) socket->emit(large);
    });
  }
  wait_until_closed(1);
  // The other one has noticed nothing.
  reader.send_event("hello");
  EXPECT_EQ(reader.receive(5s), R"({"event":"hello","data":null})");
  // What the slow one reads at last are whole messages, then the reason.
  while (const auto message = slow.receive(5s)) EXPECT_EQ(message->size(), 32 * 1024 + 27u);
  EXPECT_TRUE(slow.ended());
}

TEST_F(WebSocket, ClosesOnTooLargeAMessage) {
  options.message_bytes_max = 1000;
  listen();
  WebSocketClient client(url("/?token=good"));
  client.send_event("hello", '"' + std::string(2000, 'x') + '"');
  EXPECT_FALSE(client.receive(5s));
  EXPECT_EQ(client.close_code(), 1009);
  wait_until_closed(1);
}

TEST_F(WebSocket, ReadsAFloodLaterInsteadOfDroppingIt) {
  options.inbound.events_per_s = 200;
  options.inbound.events_burst = 20;
  listen();
  WebSocketClient client(url("/?token=good"));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) client.send_event("hello");
  int got = 0;
  while (got < 100) {
    while (client.receive(20ms)) ++got;
    ASSERT_FALSE(client.ended());
    ASSERT_LT(std::chrono::steady_clock::now() - start, 20s);
  }
  EXPECT_GT(std::chrono::steady_clock::now() - start, 300ms);
}

TEST_F(WebSocket, PingsAndEndsWhatDoesNotAnswer) {
  options.idle_timeout = 400ms;
  listen();
  WebSocketClient answering(url("/?token=good"));
  WebSocketClient silent(url("/?token=good"));
  EXPECT_FALSE(answering.receive(1500ms));
  EXPECT_FALSE(answering.ended());
  wait_until_closed(1);  // the silent one answers pings only while it receives
  answering.send_event("hello");
  EXPECT_TRUE(answering.receive(5s));
}

TEST_F(WebSocket, ServesOperatorsOnTheSamePort) {
  listen();
  http::Client client("127.0.0.1", listener->port());
  const auto live = client.send("GET", "/livez");
  EXPECT_EQ(live.status, 200);
  EXPECT_EQ(live.body, R"({"live":true})");
  EXPECT_EQ(live.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(client.send("GET", "/").status, 404);
  EXPECT_EQ(client.send("GET", "/readyz").status, 200);
  echo->is_ready = false;
  EXPECT_EQ(client.send("GET", "/readyz").status, 503);
}

TEST_F(WebSocket, RefusesMoreThanTheLimit) {
  options.connections.all_max = 1;
  listen();
  WebSocketClient first(url("/?token=good"));
  first.send_event("hello");
  ASSERT_TRUE(first.receive(5s));
  EXPECT_EQ(status_of("/?token=good"), 503);
}

TEST_F(WebSocket, ATakenPortIsNamed) {
  listen();
  ListenerOptions same;
  same.port = listener->port();
  Listener second(*loop, same, *echo);
  try {
    second.start();
    FAIL() << "listened twice";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(std::to_string(same.port)), std::string::npos);
  }
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
