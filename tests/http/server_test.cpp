// What a client can rely on: order, keep-alive, HEAD, Expect, who it is taken for, what becomes of its request when all
// goes wrong.
#include <random>

#include "tests/http/served.hpp"

namespace frontdesk::http::tests {
namespace {

class TheServer : public Served {};

TEST_F(TheServer, AnswersManyRequestsOnOneConnection) {
  start();
  RawClient client{port()};
  for (int i = 0; i < 100; ++i) {
    client.send(post("/echo", std::to_string(i)));
    ASSERT_EQ(body_of(client.read_answer()), std::to_string(i));
  }
  EXPECT_TRUE(becomes_true([this] { return server->in_flight() == 0; }));
}

TEST_F(TheServer, AnswersPipelinedRequestsInTheirOrderOneAtATime) {
  start();
  RawClient client{port()};
  client.send(get("/later?ms=80&id=1") + get("/hello") + get("/later?ms=1&id=3") + post("/echo", "four"));
  EXPECT_EQ(body_of(client.read_answer()), "later 1");
  EXPECT_EQ(body_of(client.read_answer()), "hello");
  EXPECT_EQ(body_of(client.read_answer()), "later 3");
  EXPECT_EQ(body_of(client.read_answer()), "four");
}

TEST_F(TheServer, AnswersThousandsOfPipelinedRequests) {
  start();
  RawClient client{port()};
  constexpr int count = 3000;
  std::thread writer{[&client] {
    for (int i = 0; i < count; ++i) client.send(get(i % 10 == 0 ? "/later?id=" + std::to_string(i) : "/hello"));
  }};
  for (int i = 0; i < count; ++i) {
    const auto answer = client.read_answer();
    EXPECT_EQ(body_of(answer), i % 10 == 0 ? "later " + std::to_string(i) : "hello");
    if (status_of(answer) != 200) break;
  }
  writer.join();
}

TEST_F(TheServer, TakesARequestByteByByte) {
  start();
  RawClient client{port()};
  for (const char c : post("/echo", "slowly")) client.send({&c, 1});
  EXPECT_EQ(body_of(client.read_answer()), "slowly");
}

TEST_F(TheServer, TakesBodiesUpToTheLimit) {
  start();
  RawClient client{port()};
  const std::string body(1024 * 1024, 'x');
  client.send(post("/echo", body));
  EXPECT_EQ(body_of(client.read_answer()), body);
}

TEST_F(TheServer, AnswersHeadWithoutABodyAndKeepsInStep) {
  start();
  RawClient client{port()};
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto answer = client.read_to_end();
  EXPECT_NE(answer.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(TheServer, Sends204WithoutALength) {
  start();
  RawClient client{port()};
  client.send(get("/nothing") + get("/hello"));
  const auto nothing = client.read_answer();
  EXPECT_EQ(status_of(nothing), 204);
  EXPECT_EQ(nothing.find("Content-Length"), std::string::npos);
  EXPECT_EQ(body_of(client.read_answer()), "hello");
}

TEST_F(TheServer, SaysContinueOnceToAClientThatWaitsForIt) {
  start();
  RawClient client{port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("bo");
  client.send("dy");
  EXPECT_EQ(body_of(client.read_answer()), "body");
}

TEST_F(TheServer, RefusesATooLongBodyBeforeItIsSent) {
  start();
  RawClient client{port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 413);
}

TEST_F(TheServer, ClosesWhenTheClientAsksForIt) {
  start();
  RawClient client{port()};
  client.send(get("/hello", "Connection: close\r\n") + get("/hello"));
  const auto answers = client.read_to_end();
  EXPECT_TRUE(client.ended());
  EXPECT_NE(answers.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(body_of(answers), "hello") << "the request behind it is not answered";
}

TEST_F(TheServer, TreatsHttp10AsItWants) {
  start();
  RawClient closing{port()};
  closing.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(body_of(closing.read_to_end()), "hello");
  EXPECT_TRUE(closing.ended());
  RawClient keeping{port()};
  keeping.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(keeping.read_answer().find("Connection: keep-alive\r\n"), std::string::npos);
  keeping.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(body_of(keeping.read_answer()), "hello");
}

TEST_F(TheServer, BelievesForwardedAddressesOfTrustedProxiesOnly) {
  start();
  RawClient client{port()};
  const auto who = [&client](const std::string& headers) {
    client.send(get("/who", "X-Correlation-Id: c\r\n" + headers));
    return std::string{body_of(client.read_answer())};
  };
  EXPECT_EQ(who(""), "127.0.0.1 c");
  EXPECT_EQ(who("X-Forwarded-For: 203.0.113.9\r\n"), "203.0.113.9 c");
  EXPECT_EQ(who("X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n"), "203.0.113.9 c")
      << "what the client wrote itself does not count";
  EXPECT_EQ(who("X-Forwarded-For: 198.51.100.1, 203.0.113.9, 127.0.0.1\r\n"), "203.0.113.9 c");
  EXPECT_EQ(who("X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9\r\n"), "203.0.113.9 c");
  EXPECT_EQ(who("X-Forwarded-For: 2001:db8::1\r\n"), "2001:db8::1 c");
  EXPECT_EQ(who("X-Forwarded-For: 203.0.113.9, rubbish\r\n"), "127.0.0.1 c");
}

TEST_F(TheServer, BelievesNobodyWhenNoProxyIsTrusted) {
  ServerOptions options;
  options.trusted_proxies = {};
  start(options);
  RawClient client{port()};
  client.send(get("/who", "X-Correlation-Id: c\r\nX-Forwarded-For: 203.0.113.9\r\n"));
  EXPECT_EQ(body_of(client.read_answer()), "127.0.0.1 c");
}

TEST_F(TheServer, KeepsASaneCorrelationIdAndMakesOneOtherwise) {
  start();
  RawClient client{port()};
  const auto id = [&client](const std::string& headers) {
    client.send(get("/who", headers));
    const auto answer = client.read_answer();
    const auto given = std::string{body_of(answer).substr(10)};
    EXPECT_NE(answer.find("X-Correlation-Id: " + given + "\r\n"), std::string::npos);
    return given;
  };
  EXPECT_EQ(id("X-Correlation-Id: a.B_c-9\r\n"), "a.B_c-9");
  const auto fresh = id("");
  EXPECT_EQ(fresh.size(), 32U);
  EXPECT_NE(id(""), fresh);
  EXPECT_EQ(id("X-Correlation-Id: a b\r\n").size(), 32U);
  EXPECT_EQ(id("X-Correlation-Id: " + std::string(65, 'a') + "\r\n").size(), 32U);
}

TEST_F(TheServer, Answers500WhenAHandlerFailsAndStaysInStep) {
  start();
  RawClient client{port()};
  client.send(get("/drop") + get("/throw") + get("/throw-int") + get("/hello"));
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.read_answer();
    EXPECT_EQ(status_of(answer), 500);
    EXPECT_EQ(answer.find("on purpose"), std::string::npos) << "what went wrong inside is not the client's";
  }
  EXPECT_EQ(body_of(client.read_answer()), "hello");
  const std::lock_guard lock{mutex};
  ASSERT_FALSE(reports.empty());
  EXPECT_NE(std::find(reports.begin(), reports.end(), "a handler threw: thrown on purpose"), reports.end());
}

TEST_F(TheServer, TakesTheFirstAnswerOnly) {
  start();
  RawClient client{port()};
  client.send(get("/never"));
  ASSERT_TRUE(becomes_true([this] {
    const std::lock_guard lock{mutex};
    return kept.size() == 1;
  }));
  const auto respond = kept.front();
  respond(Response{.body = "first", .headers = {}});
  respond(Response{.body = "second", .headers = {}});
  EXPECT_EQ(body_of(client.read_answer()), "first");
  client.send(get("/hello"));
  EXPECT_EQ(body_of(client.read_answer()), "hello");
}

TEST_F(TheServer, RefusesInTheShapeOfThePathsContract) {
  ServerOptions options;
  options.refusal = [](int status, const Refused& refused) {
    auto body = std::to_string(status) + " for " + refused.path;
    if (!refused.origin.empty()) body += " from " + refused.origin;
    if (refused.head_unread) body += " unread";
    return Response{.status = status, .body = body, .headers = {}};
  };
  start(options);
  const auto refusal = [this](const std::string& bytes) {
    RawClient client{port()};
    client.send(bytes);
    return std::string{body_of(client.read_answer())};
  };
  EXPECT_EQ(refusal("POST /api/a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n"), "413 for /api/a");
  EXPECT_EQ(refusal(get("/api/%zz")), "400 for /api/%zz");
  EXPECT_EQ(refusal("GET /api/a HTTP/1.1\r\nA\r\n\r\n"), "400 for /api/a unread");
  EXPECT_EQ(refusal(get("/drop")), "500 for /drop");
  EXPECT_EQ(refusal("\n"), "400 for  unread");
  EXPECT_EQ(refusal("GET http://a/api/a#b HTTP/7.1\r\n\r\n"), "505 for /api/a unread");
  const std::string origin = "ORIGIN:  http://front \r\n";
  EXPECT_EQ(refusal(get("/api/%zz", origin)), "400 for /api/%zz from http://front");
  EXPECT_EQ(refusal(get("/drop", origin)), "500 for /drop from http://front");
  EXPECT_EQ(refusal("GET /api/a HTTP/1.1\r\n" + origin + "A\r\n\r\n"), "400 for /api/a from http://front unread");
  EXPECT_EQ(refusal("\r\nGET /api/a HTTP/1.1\r\n" + origin + "A\r\n\r\n"), "400 for /api/a from http://front unread");
  EXPECT_EQ(refusal(post("/api/a", origin, "Expect: luck\r\n")), "417 for /api/a unread") << "not of the body";
}

TEST_F(TheServer, GivesRefusalsACorrelationIdToo) {
  start();
  const auto answer_to = [this](const std::string& bytes) {
    RawClient client{port()};
    client.send(bytes);
    return client.read_answer();
  };
  const std::string visit = "X-Correlation-Id: visit-42\r\n";
  EXPECT_NE(answer_to(get("/%zz", visit)).find(visit), std::string::npos);
  EXPECT_NE(answer_to("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n" + visit + "\r\n").find(visit),
            std::string::npos);
  EXPECT_NE(answer_to("nonsense\r\n\r\n").find("X-Correlation-Id: "), std::string::npos);
}

TEST_F(TheServer, RefusesAHeadWithoutABody) {
  start();
  for (const std::string bytes : {"HEAD /hello HTTP/1.1\r\nHost: a\r\nA\r\n\r\n", "HEAD /hello HTTP/1.1\r\n\r\n",
                                  "HEAD /%zz HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    RawClient client{port()};
    client.send(bytes);
    const auto answer = client.read_to_end();
    EXPECT_EQ(status_of(answer), 400) << bytes;
    EXPECT_EQ(body_of(answer), "") << bytes;
  }
}

TEST_F(TheServer, NamesAddressAndPortWhenTheyAreTaken) {
  start();
  ServerOptions options;
  options.port = port();
  Server second{options, [](const auto&, const Respond&) {}};
  try {
    second.start();
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), "cannot listen on 127.0.0.1 port " + std::to_string(port()) + ": Address already in use");
  }
}

TEST_F(TheServer, AnswersABurstOfNewConnections) {
  start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 600; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    clients.back()->send(get("/hello"));
  }
  for (const auto& client : clients) ASSERT_EQ(status_of(client->read_answer()), 200);
  clients.clear();
  EXPECT_TRUE(becomes_true([this] { return server->connections() == 0; }));
}

// Pistache's own write queue goes by descriptor number: an answer for a client that has hung up reached the next one.
TEST_F(TheServer, NeverAnswersAnotherClientWhenClientsHangUp) {
  start();
  std::atomic<int> wrong{0};
  std::atomic<int> right{0};
  const auto client = [&](unsigned seed) {
    std::mt19937 random{seed};
    for (int i = 0; i < 1500; ++i) {
      const auto id = std::to_string(seed) + "-" + std::to_string(i);
      RawClient connection{port()};
      connection.send(get("/later?id=" + id));
      if (random() % 3 != 0) {
        if (random() % 2 != 0) connection.reset();
        continue;
      }
      const auto answer = connection.read_answer();
      ++(body_of(answer) == "later " + id ? right : wrong);
    }
  };
  std::vector<std::thread> clients;
  for (unsigned seed = 1; seed <= 4; ++seed) clients.emplace_back(client, seed);
  for (auto& thread : clients) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(right, 1000);
  EXPECT_TRUE(becomes_true([this] { return server->in_flight() == 0 && server->connections() == 0; }));
}

TEST_F(TheServer, AnswersAfterItsEndHaveNoEffect) {
  start();
  RawClient client{port()};
  client.send(get("/never"));
  ASSERT_TRUE(becomes_true([this] { return server->in_flight() == 1; }));
  server->drain(10ms);
  EXPECT_TRUE(client.closed_within(1s));
  kept.front()(Response{.body = "too late", .headers = {}});
  kept.clear();
}

TEST_F(TheServer, DrainsAnswersWhatIsInFlightAndRefusesWhatIsNew) {
  start();
  RawClient waiting{port()};
  RawClient other{port()};
  other.send(get("/hello"));
  ASSERT_EQ(status_of(other.read_answer()), 200);
  waiting.send(get("/later?ms=400&id=1"));
  ASSERT_TRUE(becomes_true([this] { return handled == 2; }));
  const auto at_port = port();
  std::thread draining{[this] { server->drain(5s); }};
  std::this_thread::sleep_for(50ms);
  other.send(get("/hello"));
  const auto refused = other.read_to_end();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_TRUE(other.ended());
  EXPECT_EQ(body_of(waiting.read_answer()), "later 1");
  const auto answered = std::chrono::steady_clock::now();
  draining.join();
  EXPECT_LT(std::chrono::steady_clock::now() - answered, 3s) << "it waits no longer than it must";
  EXPECT_THROW(RawClient{at_port}, std::runtime_error);
}

TEST_F(TheServer, GivesUpDrainingWhenPatienceEnds) {
  start();
  RawClient client{port()};
  client.send(get("/never"));
  ASSERT_TRUE(becomes_true([this] { return server->in_flight() == 1; }));
  const auto before = std::chrono::steady_clock::now();
  server->drain(200ms);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
}

TEST_F(TheServer, StartsAndStopsAtOnce) {
  for (int i = 0; i < 20; ++i) {
    start();
    TearDown();
  }
}

}  // namespace
}  // namespace frontdesk::http::tests
