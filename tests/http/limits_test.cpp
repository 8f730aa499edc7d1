// What a client that is broken, slow or hostile cannot do.
#include "tests/http/served.hpp"

namespace frontdesk::http::tests {
namespace {

class AHostileClient : public Served {
 protected:
  // One answer with this status, then the end of the stream.
  void expect_refused(const std::string& bytes, int status) {
    RawClient client{port()};
    client.send(bytes);
    const auto answers = client.read_to_end();
    EXPECT_EQ(status_of(answers), status) << bytes.substr(0, 60);
    EXPECT_TRUE(client.ended()) << bytes.substr(0, 60);
    EXPECT_EQ(answers.rfind("HTTP/1.1 "), 0U) << "more than one answer to " << bytes.substr(0, 60);
  }
};

TEST_F(AHostileClient, CannotSmuggleARequestInTheBodyOfARefusedOne) {
  start();
  expect_refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n" + get("/hello") + get("/hello"),
                 413);
  expect_refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\n" + get("/hello"),
                 400);
  expect_refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                     get("/hello"),
                 400);
  expect_refused("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n" + get("/hello"), 400);
  expect_refused("GET / HTTP/1.1\nHost: a\n\n" + get("/hello"), 400);
  expect_refused(get("/%zz") + get("/hello"), 400);
  expect_refused("GET / HTTP/1.1\r\nHost: a\r\n" + std::string("X: a\0b", 6) + "\r\n\r\n" + get("/hello"), 400);
  expect_refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'x') + "\r\n\r\n" + get("/hello"), 431);
  EXPECT_EQ(handled, 0);
}

TEST_F(AHostileClient, ReadsItsRefusalEvenIfItSendsTheWholeBodyFirst) {
  start();
  RawClient client{port()};
  std::string request = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6000000\r\n\r\n";
  ASSERT_TRUE(client.send(request.append(6000000, 'x')));
  EXPECT_EQ(status_of(client.read_to_end()), 413);
  EXPECT_TRUE(client.ended());
}

TEST_F(AHostileClient, MaySendNoMoreAfterItsRefusalThanTheLingerAllows) {
  ServerOptions options;
  options.linger = 300ms;
  start(options);
  RawClient client{port()};
  client.send("nonsense\n");
  const auto until = std::chrono::steady_clock::now() + 5s;
  while (client.send("x") && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(5ms);
  EXPECT_LT(std::chrono::steady_clock::now(), until);
  EXPECT_TRUE(becomes_true([this] { return server->connections() == 0; }));
}

// Stock Pistache spins for ever on the second half: with two of them, both workers are gone.
TEST_F(AHostileClient, FreezesNoWorkerWithAChunkCutInItsLineEnd) {
  start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    clients.back()->send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r");
    clients.back()->send("\n0\r\n\r\n");
    EXPECT_EQ(status_of(clients.back()->read_answer()), 411);
  }
  for (int i = 0; i < 8; ++i) EXPECT_EQ(hello_status(), 200);
}

// Stock Pistache copies and retries a write in a loop until such a client reads; all others on its thread wait.
TEST_F(AHostileClient, HoldsUpNobodyByNotReading) {
  ServerOptions options;
  options.stalled_reader_timeout = 2s;
  start(options);
  std::vector<std::unique_ptr<RawClient>> idlers;
  for (int i = 0; i < 6; ++i) {
    idlers.push_back(std::make_unique<RawClient>(port(), 4096));
    idlers.back()->send(get("/big?bytes=8000000"));
  }
  ASSERT_TRUE(becomes_true([this] { return handled == 6; }));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(hello_status(), 200);
  EXPECT_GT(server->in_flight(), 0U);
  EXPECT_TRUE(becomes_true([this] { return server->in_flight() == 0 && server->connections() == 0; }))
      << "they are cut off";
}

TEST_F(AHostileClient, ThatReadsSlowlyButReadsGetsItsAnswerWhole) {
  start();
  RawClient client{port(), 4096};
  client.send(get("/big?bytes=20000000") + get("/hello"));
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(body_of(client.read_answer(30s)).size(), 20000000U);
  EXPECT_EQ(body_of(client.read_answer()), "hello");
}

TEST_F(AHostileClient, CannotFillMemoryWithPipelinedRequestsWhileOneIsAnswered) {
  ServerOptions options;
  options.head_bytes_max = 1024;
  options.body_bytes_max = 64 * 1024;
  start(options);
  RawClient client{port()};
  client.send(get("/never"));
  std::size_t sent = 0;
  const std::string more = post("/echo", std::string(32 * 1024, 'x'));
  while (sent < 64 * 1024 * 1024 && client.send(more)) sent += more.size();
  EXPECT_LT(sent, 64U * 1024 * 1024);
  EXPECT_TRUE(becomes_true([this] { return server->connections() == 0; }));
}

TEST_F(AHostileClient, Gets408ForHalfARequestHoweverItDribbles) {
  ServerOptions options;
  options.request_timeout = 300ms;
  start(options);
  for (const std::string& half :
       {std::string{"GET /hello HT"}, std::string{"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx"}}) {
    RawClient client{port()};
    client.send(half);
    std::string answer;
    for (int i = 0; i < 100 && answer.empty(); ++i) {
      client.send("x");
      answer = client.read_answer(20ms);
    }
    EXPECT_EQ(status_of(answer), 408);
  }
}

TEST_F(AHostileClient, IsClosedWithoutAWordWhenItStaysIdle) {
  ServerOptions options;
  options.idle_timeout = 300ms;
  start(options);
  RawClient silent{port()};
  EXPECT_EQ(silent.read_to_end(2s), "");
  EXPECT_TRUE(silent.ended());
  RawClient done{port()};
  done.send(get("/hello"));
  EXPECT_EQ(status_of(done.read_answer()), 200);
  EXPECT_EQ(done.read_to_end(2s), "");
  EXPECT_TRUE(done.ended());
}

TEST_F(AHostileClient, IsAnswered503AtTheDeadlineAndALateAnswerIsDropped) {
  ServerOptions options;
  options.answer_deadline = 300ms;
  start(options);
  RawClient client{port()};
  client.send(get("/never") + get("/hello"));
  const auto answers = client.read_to_end();
  EXPECT_EQ(status_of(answers), 503);
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(answers.rfind("HTTP/1.1 "), 0U);
  EXPECT_TRUE(becomes_true([this] { return server->in_flight() == 0; }));
  kept.front()(Response{.body = "late", .headers = {}});
  EXPECT_EQ(hello_status(), 200);
}

TEST_F(AHostileClient, FindsNoPlaceBeyondTheLimitOfConnections) {
  ServerOptions options;
  options.connections_max = 20;
  start(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    clients.back()->send(get("/hello"));
    ASSERT_EQ(status_of(clients.back()->read_answer()), 200);
  }
  RawClient further{port()};
  EXPECT_TRUE(further.closed_within(2s));
  clients.pop_back();
  EXPECT_TRUE(becomes_true([this] { return hello_status() == 200; }));
}

}  // namespace
}  // namespace frontdesk::http::tests
