// A port with HTTP and WebSocket behind it: who is answered, when, and how connections end.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/listener.hpp"
#include "realtime-gateway/web/round.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/support/echo_gateway/raw_websocket.hpp"

namespace frontdesk::web {
namespace {

using namespace std::chrono_literals;
using echo_gateway::RawFrame;
using echo_gateway::RawWebSocket;
using http::tests::body_of;
using http::tests::RawClient;
using http::tests::status_of;

class Silent final : public WebSocket::Listener {
 public:
  void received(FrameKind, std::string_view) override {}
  bool may_hold(std::size_t) override { return true; }
  void ended(std::string_view) override {}
};

// GET gets its query back, POST its body; `/later` waits for the test, `/gone` tells whether the client left.
class Served final : public Endpoint {
 public:
  bool serves(std::string_view path) const override { return path != "/nowhere"; }

  void requested(std::shared_ptr<Exchange> exchange) override {
    const Request& request = exchange->request();
    if (request.path == "/later") {
      exchange->on_gone([this] { gone = true; });
      waiting.push_back(std::move(exchange));
      return;
    }
    if (request.method != "POST") return exchange->answer({.content_type = "text/plain", .body = request.query});
    auto* const reading = exchange.get();
    reading->read_body(
        10, [](std::size_t) { return true; },
        [this, exchange = std::move(exchange)](const Body& body) {
          last_state = body.state;
          if (body.state == Body::State::too_large) return exchange->answer({.status = 413});
          if (body.state == Body::State::whole) exchange->answer({.content_type = "text/plain", .body = body.bytes});
        });
  }

  void upgrade(const Request& request, std::function<void(Upgrade)> done) override {
    if (request.path == "/refused") return done(Answer{.status = 401, .body = "{}"});
    Upgraded upgraded;
    upgraded.options.message_timeout = 200ms;
    upgraded.headers = {{"Sec-WebSocket-Protocol", std::string(header(request.headers, "sec-websocket-protocol"))}};
    upgraded.opened = [](const std::shared_ptr<WebSocket>& socket) { socket->listen(std::make_shared<Silent>()); };
    done(std::move(upgraded));
  }

  std::vector<std::shared_ptr<Exchange>> waiting;
  bool gone = false;
  Body::State last_state = Body::State::whole;
};

class Port : public ::testing::Test {
 protected:
  Port() {
    listener_->start();
    port_ = listener_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Port() override {
    loop_.stop();
    thread_.join();
    endpoint_.waiting.clear();
  }

  static ListenerOptions options() {
    ListenerOptions options;
    options.head_timeout = 200ms;
    options.idle_timeout = 300ms;
    options.body_timeout = 200ms;
    options.refusal = [](int status, const Request& known, std::optional<std::string_view>) {
      return Answer{.status = status, .content_type = "text/plain", .body = known.path};
    };
    return options;
  }

  void on_loop(const std::function<void()>& what) {
    std::promise<void> done;
    boost::asio::post(loop_, [&] {
      what();
      done.set_value();
    });
    done.get_future().wait();
  }

  boost::asio::io_context loop_{1};
  const std::shared_ptr<Round> round_ = std::make_shared<Round>(loop_);
  Deadlines deadlines_{loop_};
  Served endpoint_;
  std::unique_ptr<Listener> listener_ =
      std::make_unique<Listener>(loop_, round_, deadlines_, options(), std::vector<Endpoint*>{&endpoint_});
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_F(Port, AnswersRequestsOneAfterTheOther) {
  RawClient client(port_);
  client.send("GET /a?first HTTP/1.1\r\nHost: x\r\n\r\nGET /a?second HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(body_of(client.read_answer()), "first");
  EXPECT_EQ(body_of(client.read_answer()), "second");
  client.send("HEAD /a?third HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto head = client.read_to_end();
  EXPECT_TRUE(client.ended());
  EXPECT_NE(head.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_EQ(body_of(head), "");
}

TEST_F(Port, RefusesInItsOwnersWordsWhatNobodyServes) {
  RawClient client(port_);
  client.send("GET /nowhere?x HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto answer = client.read_answer();
  EXPECT_EQ(status_of(answer), 404);
  EXPECT_EQ(body_of(answer), "/nowhere");
}

TEST_F(Port, AnswersAtAnyTime) {
  RawClient client(port_);
  client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(400ms);  // no deadline is for those who wait for us
  on_loop([this] { endpoint_.waiting.at(0)->answer({.content_type = "text/plain", .body = "now"}); });
  EXPECT_EQ(body_of(client.read_answer()), "now");
  on_loop([this] { EXPECT_FALSE(endpoint_.gone); });
}

TEST_F(Port, TellsWhoeverHoldsAnExchangeThatItsClientHasLeft) {
  {
    RawClient client(port_);
    client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(50ms);
  }
  std::this_thread::sleep_for(50ms);
  on_loop([this] {
    EXPECT_TRUE(endpoint_.gone);
    endpoint_.waiting.at(0)->answer({.body = "to nobody"});
  });
}

TEST_F(Port, ReadsBodiesUpToTheirLimit) {
  RawClient client(port_);
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_EQ(body_of(client.read_answer()), "0123456789");
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789");
  EXPECT_EQ(status_of(client.read_answer()), 413);
  EXPECT_TRUE(client.closed_within(2s)) << "what is not read ends the connection";
}

TEST_F(Port, LetsAClientThatAsksSendItsBody) {
  RawClient client(port_);
  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 100);
  client.send("body");
  EXPECT_EQ(body_of(client.read_answer()), "body");
}

TEST_F(Port, DoesNotWaitForEver) {
  RawClient head(port_);
  head.send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(status_of(head.read_answer(2s)), 408);
  RawClient body(port_);
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo");
  EXPECT_EQ(status_of(body.read_answer(2s)), 408);
  on_loop([this] { EXPECT_EQ(endpoint_.last_state, Body::State::lost); });
  RawClient silent(port_);
  EXPECT_EQ(silent.read_to_end(2s), "");
  EXPECT_TRUE(silent.ended());
  RawClient idle(port_);
  idle.send("GET /?x HTTP/1.1\r\nHost: x\r\n\r\n");
  idle.read_answer();
  EXPECT_TRUE(idle.closed_within(2s));
}

TEST_F(Port, NamesTheSubprotocolThatTheEndpointTook) {
  RawClient client(port_);
  client.send(
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: own\r\n\r\n");
  const auto answer = client.read_answer();
  EXPECT_EQ(status_of(answer), 101);
  EXPECT_NE(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos);
  EXPECT_NE(answer.find("Sec-WebSocket-Protocol: own"), std::string::npos);
}

TEST_F(Port, RefusesAWebSocketAsTheEndpointSays) {
  RawClient client(port_);
  client.send(
      "GET /refused HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_EQ(status_of(client.read_answer()), 401);
}

TEST_F(Port, ClosesAWebSocketWhoseLargeMessageDoesNotComeToItsEnd) {
  RawWebSocket client(port_, "/");
  client.send(RawFrame{.opcode = 1, .payload = std::string(20'000, 'x'), .final = false});
  EXPECT_EQ(client.close_code(), 1008);
}

TEST_F(Port, CountsItsConnections) {
  {
    RawWebSocket socket(port_, "/");
    RawClient client(port_);
    std::this_thread::sleep_for(50ms);
    on_loop([this] { EXPECT_EQ(listener_->connections(), 2U); });
  }
  std::this_thread::sleep_for(100ms);
  on_loop([this] { EXPECT_EQ(listener_->connections(), 0U); });
}

TEST_F(Port, TakesNobodyOnceItHasStopped) {
  on_loop([this] { listener_->stop_accepting(); });
  EXPECT_THROW(RawClient{port_}, std::runtime_error);
}

TEST(PortOfAnother, IsNamedWhenItCannotBeHad) {
  boost::asio::io_context loop{1};
  const auto round = std::make_shared<Round>(loop);
  Deadlines deadlines(loop);
  ListenerOptions options;
  Listener first(loop, round, deadlines, options, {});
  first.start();
  options.port = first.port();
  Listener second(loop, round, deadlines, options, {});
  try {
    second.start();
    FAIL() << "two on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(std::to_string(options.port)), std::string::npos);
  }
}

TEST(Deadline, PassesInOrderAndOnlyWhileItIsSet) {
  boost::asio::io_context loop{1};
  Deadlines all(loop);
  std::string passed;
  Deadline c(all, [&] { passed += 'c'; });
  Deadline a(all, [&] { passed += 'a'; });
  Deadline b(all, [&] {
    passed += 'b';
    c.clear();
  });
  Deadline d(all, [&] { passed += 'd'; });
  c.set_in(30ms);
  a.set_in(10ms);
  b.set_in(20ms);
  d.set_in(5ms);
  d.set_in(40ms);
  EXPECT_TRUE(a.is_set());
  loop.run_for(100ms);
  EXPECT_EQ(passed, "abd");
  EXPECT_FALSE(a.is_set());
}

TEST(Deadline, MayDestroyItself) {
  boost::asio::io_context loop{1};
  Deadlines all(loop);
  int passed = 0;
  std::unique_ptr<Deadline> own;
  own = std::make_unique<Deadline>(all, [&] {
    ++passed;
    own.reset();
  });
  own->set_in(1ms);
  loop.run_for(50ms);
  EXPECT_EQ(passed, 1);
}

}  // namespace
}  // namespace frontdesk::web
