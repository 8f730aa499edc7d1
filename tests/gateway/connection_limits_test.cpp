// How many connections one user or one address may have, how a client of either transport is told, and the port of the
// gateway's own.
#include <cstdlib>

#include "platform/metrics/metrics.hpp"
#include "tests/gateway/listener_fixture.hpp"

namespace frontdesk::realtime_gateway {
namespace {

const std::string websocket_fields = key + version;

struct ConnectionLimit : WebSocket {
  // The answer to a request, and the connection it came on.
  std::string answer_to(const std::string& target, const std::string& fields = "", std::uint16_t port = 0) {
    clients.push_back(std::make_unique<RawClient>(port == 0 ? listener->port() : port));
    clients.back()->send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
    return clients.back()->read_answer();
  }
  std::string upgrade(const std::string& target, const std::string& fields = "") {
    return answer_to(target, "Upgrade: websocket\r\nConnection: Upgrade\r\n" + websocket_fields + fields);
  }
  static std::string from(const std::string& address) { return "X-Forwarded-For: " + address + "\r\n"; }
  static std::string polling(const std::string& sid = "") { return "/socket.io/?EIO=4&transport=polling" + sid; }
  // Joins the main namespace over a poll: the packet that answers.
  std::string connect_by_polling(const std::string& token) {
    const std::string opening(body_of(answer_to(polling())));
    const auto begin = opening.find(R"("sid":")") + 7;
    const auto sid = "&sid=" + opening.substr(begin, opening.find('"', begin) - begin);
    const std::string packet = R"(40{"token":")" + token + "\"}";
    RawClient client(listener->port());
    client.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(packet.size()) +
                "\r\n\r\n" + packet);
    client.read_answer();
    return std::string(body_of(answer_to(polling(sid))));
  }
  static double metric(const std::string& name) {
    const auto text = metrics::exposition();
    const auto at = text.find('\n' + name + ' ');
    return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
  }
  static double refusals(const std::string& limit) { return metric("gateway_refusals_total{limit=\"" + limit + "\"}"); }
  // Emits more to the one client than its share and what the kernel takes.
  void overwhelm() {
    on_loop([this] {
      const auto socket = echo->sockets.front().lock();
      Announcement large("large", '"' + std::string(40'000, 'x') + '"');
      for (int i = 0; i < 400 && socket->open(); ++i) socket->emit(large);
    });
  }

  std::vector<std::unique_ptr<RawClient>> clients;
};

TEST_F(ConnectionLimit, OfAUserIsToldInBothTransportsWords) {
  options.connections.per_user_max = 2;
  listen();
  const auto before = refusals("connections_per_user");
  EXPECT_EQ(http::tests::status_of(upgrade("/?token=good")), 101);
  EXPECT_EQ(connect_by_polling("good").substr(0, 9), R"(40{"sid":)");
  const auto plain = upgrade("/?token=good");
  EXPECT_EQ(http::tests::status_of(plain), 429);
  EXPECT_EQ(body_of(plain), R"({"message":"Too many connections"})");
  EXPECT_EQ(connect_by_polling("good"),
            R"(44{"message":"TOO_MANY_CONNECTIONS","data":{"message":"Too many connections"}})");
  EXPECT_EQ(refusals("connections_per_user"), before + 2);
  clients.front().reset();
  wait_until_closed(1);
  EXPECT_EQ(http::tests::status_of(upgrade("/?token=good")), 101) << "there is a place again";
}

TEST_F(ConnectionLimit, OfAnAddressIsToldInBothTransportsWordsAndCountsSessionsThatNobodyJoined) {
  options.connections.per_address_max = 2;
  listen();
  const auto before = refusals("connections_per_address");
  const auto here = from("10.1.1.1");
  EXPECT_EQ(http::tests::status_of(upgrade("/?token=good", here)), 101);
  EXPECT_EQ(http::tests::status_of(answer_to(polling(), here)), 200);
  const auto plain = upgrade("/?token=good", here);
  EXPECT_EQ(http::tests::status_of(plain), 429);
  EXPECT_EQ(body_of(plain), R"({"message":"Too many connections"})");
  const auto polled = answer_to(polling(), here);
  EXPECT_EQ(http::tests::status_of(polled), 429);
  EXPECT_EQ(body_of(polled), R"({"code":4,"message":"Too many connections"})");
  EXPECT_EQ(http::tests::status_of(upgrade("/socket.io/?EIO=4&transport=websocket", here)), 429);
  EXPECT_EQ(refusals("connections_per_address"), before + 3);
  EXPECT_EQ(http::tests::status_of(upgrade("/?token=good", from("10.1.1.2"))), 101) << "others have theirs";
  clients.front().reset();
  wait_until_closed(1);
  EXPECT_EQ(http::tests::status_of(answer_to(polling(), here)), 200) << "there is a place again";
}

TEST_F(ConnectionLimit, ARefusedTokenGivesItsPlaceBack) {
  options.connections.per_address_max = 1;
  listen();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(http::tests::status_of(upgrade("/?token=bad", from("10.1.1.1"))), 401);
  EXPECT_EQ(http::tests::status_of(upgrade("/?token=good", from("10.1.1.1"))), 101);
}

TEST_F(ConnectionLimit, AGatewayThatIsNotReadySendsAnEdgeToAnother) {
  listen();
  echo->is_ready = false;
  const auto answer = answer_to(polling());
  EXPECT_EQ(http::tests::status_of(answer), 503);
  EXPECT_EQ(body_of(answer), R"({"code":4,"message":"Service unavailable. Please try again later."})");
  EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos);
}

TEST_F(ConnectionLimit, TheIdOfASessionBeginsWithItsGateway) {
  options.session_id_prefix = "2-";
  listen();
  EXPECT_EQ(body_of(answer_to(polling())).substr(0, 10), R"(0{"sid":"2)");
  EXPECT_EQ(body_of(answer_to(polling("&sid=1-nobody"))), R"({"code":1,"message":"Session ID unknown"})");
}

TEST_F(ConnectionLimit, EventsOfOneUserAreReadAtHisRateOverAllHisConnections) {
  options.inbound.events_per_user_per_s = 100;
  options.inbound.events_per_user_burst = 10;
  listen();
  WebSocketClient first(url("/?token=good")), second(url("/?token=good"));
  const auto begun_at = std::chrono::steady_clock::now();
  for (int i = 0; i < 30; ++i) {
    first.send_event("one");
    second.send_event("two");
  }
  for (int i = 0; i < 30; ++i) {
    EXPECT_TRUE(first.receive(5s)) << "nothing is lost";
    EXPECT_TRUE(second.receive(5s));
  }
  EXPECT_GT(std::chrono::steady_clock::now() - begun_at, 300ms) << "sixty events, ten of them at once";
}

TEST_F(ConnectionLimit, AClientThatDoesNotReadIsToldWhyItIsClosed) {
  options.outbound_bytes_max = 50'000;
  listen();
  RawClient reader(listener->port());
  reader.send(handshake(host + websocket_fields));
  reader.read_answer();
  const auto before = metric("gateway_slow_consumers_total");
  overwhelm();
  const auto heard = reader.read_to_end(5s);
  EXPECT_EQ(heard.substr(heard.size() - 17), std::string("\x88\x0f\x0b\xc0Slow consumer"));
  wait_until_closed(1);
  EXPECT_EQ(metric("gateway_slow_consumers_total"), before + 1);
}

TEST_F(ConnectionLimit, ASocketIoClientThatDoesNotReadIsToldWhyItIsClosedAndCounted) {
  options.outbound_bytes_max = 50'000;
  listen();
  const auto before = metric("gateway_slow_consumers_total");
  RawClient reader(listener->port());
  reader.send(
      "GET /socket.io/?EIO=4&transport=websocket&token=good HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
      "Connection: Upgrade\r\n" +
      websocket_fields + "\r\n");
  reader.read_answer();
  reader.send(std::string("\x81\x82\0\0\0\0", 6) + "40");
  for (int i = 0; i < 500 && echo->opened_count == 0; ++i) std::this_thread::sleep_for(10ms);
  overwhelm();
  const auto heard = reader.read_to_end(5s);
  EXPECT_EQ(heard.substr(heard.size() - 17), std::string("\x88\x0f\x0b\xc0Slow consumer"));
  wait_until_closed(1);
  EXPECT_EQ(metric("gateway_slow_consumers_total"), before + 1);
}

TEST_F(ConnectionLimit, ThePublicPortServesSocketsAndNoPagesOfOperators) {
  {
    // A port that is free.
    Listener probe(*loop, options, *echo);
    probe.start();
    options.public_port = probe.port();
  }
  options.allowed_origins = {"https://front.example"};
  listen();
  for (const auto* page : {"/livez", "/readyz", "/metrics"}) {
    EXPECT_EQ(http::tests::status_of(answer_to(page)), 200) << page;
    EXPECT_EQ(http::tests::status_of(answer_to(page, "", options.public_port)), 404) << page;
  }
  WebSocketClient client("ws://127.0.0.1:" + std::to_string(options.public_port) + "/?token=good");
  client.send_event("hello", "\"a\"");
  EXPECT_EQ(client.receive(5s), R"({"event":"hello","data":"a"})");
  const auto polled = answer_to(polling(), "Origin: https://front.example\r\n", options.public_port);
  EXPECT_EQ(http::tests::status_of(polled), 200);
  EXPECT_NE(polled.find("Access-Control-Allow-Origin: https://front.example\r\n"), std::string::npos) << polled;
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
