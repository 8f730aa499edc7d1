// How much a client may send at once, and how it learns that it was too much; what else a handshake asks for.
#include "tests/gateway/listener_fixture.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// As a client has to send more than 64 KiB, masked by zeros.
std::string client_frame(unsigned char first, std::size_t size) {
  std::string head{static_cast<char>(first), static_cast<char>(0x80 | 127)};
  for (int shift = 56; shift >= 0; shift -= 8) head += static_cast<char>(size >> shift & 0xff);
  return head + std::string(4, '\0');
}
constexpr unsigned char text_frame = 0x81;
constexpr unsigned char first_fragment = 0x01;
constexpr unsigned char more_fragments = 0x00;

// Sends `bytes`, then megabytes more, slowly enough that the server's answer is long there; only then reads.
std::string answer_to_a_sender(std::uint16_t port, const std::string& bytes, bool& all_sent) {
  RawClient client(port);
  client.send(handshake(host + key + version));
  client.read_answer();
  all_sent = client.send(bytes);
  for (int i = 0; i < 100 && all_sent; ++i) {
    all_sent = client.send(std::string(50'000, 'x'));
    std::this_thread::sleep_for(5ms);
  }
  return client.read_to_end(5s);
}

TEST_F(WebSocket, ItsReasonReachesAClientThatIsStillSending) {
  listen();
  struct Row {
    const char* what;
    std::string bytes;
    const char* close;
  };
  const std::vector<Row> rows{
      {"too large a message", client_frame(text_frame, 5'100'000), "\x88\x02\x03\xf1"},
      {"too large in fragments",
       client_frame(first_fragment, 900'000) + std::string(900'000, 'x') + client_frame(more_fragments, 5'000'000),
       "\x88\x02\x03\xf1"},
      {"no UTF-8", std::string("\x81\x82\0\0\0\0\xff\xff", 8) + client_frame(text_frame, 900'000), "\x88\x02\x03\xef"},
      {"a reserved opcode", client_frame(0x83, 5'100'000), "\x88\x02\x03\xea"},
      {"not masked", std::string("\x81\x02{}") + client_frame(text_frame, 900'000), "\x88\x02\x03\xea"},
  };
  for (const Row& row : rows) {
    bool all_sent = false;
    EXPECT_EQ(answer_to_a_sender(listener->port(), row.bytes, all_sent), row.close) << row.what;
    EXPECT_TRUE(all_sent) << row.what << ": the connection was reset";
  }
  wait_until_closed(static_cast<int>(rows.size()));
}

TEST_F(WebSocket, LingersForNobodyForEver) {
  options.linger = {.quiet = 200ms, .time_max = 600ms, .bytes_max = 3'000'000};
  listen();
  bool all_sent = true;
  answer_to_a_sender(listener->port(), client_frame(text_frame, 9'000'000), all_sent);
  EXPECT_FALSE(all_sent) << "after 600 ms or 3 MB it has been patient enough";
  RawClient silent(listener->port());
  silent.send(handshake(host + key + version));
  silent.read_answer();
  silent.send(client_frame(text_frame, 9'000'000));
  wait_until_closed(2);
}

TEST_F(WebSocket, TakesAMessageUpToTheLimit) {
  listen();
  WebSocketClient client(url("/?token=good"));
  const std::string frame = R"({"event":"hello","id":1,"data":")";
  client.send_text(frame + std::string(1'000'000 - frame.size() - 2, 'x') + "\"}");
  EXPECT_EQ(client.receive(5s)->size(), std::string(R"({"event":"hello","data":")").size() + 1'000'000 - frame.size());
  EXPECT_EQ(client.receive(5s), R"({"id":1,"data":{"success":true}})");
  const std::string id = '"' + std::string(999'000, 'i') + '"';
  client.send_event("hello", "1", id);
  EXPECT_EQ(client.receive(5s), R"({"event":"hello","data":"1"})");
  EXPECT_EQ(client.receive(5s), R"({"id":)" + id + R"(,"data":{"success":true}})");
}

// Sends the beginning of a message and leaves it at that.
std::unique_ptr<RawClient> sends_half(std::uint16_t port, std::size_t size) {
  auto client = std::make_unique<RawClient>(port);
  client->send(handshake(host + key + version));
  client->read_answer();
  client->send(client_frame(text_frame, 900'000) + std::string(size, 'x'));
  return client;
}

TEST_F(WebSocket, BoundsWhatOneUserHasSent) {
  options.inbound.bytes_per_user_max = 1'200'000;
  listen();
  const auto first = sends_half(listener->port(), 800'000);
  std::this_thread::sleep_for(200ms);
  const auto second = sends_half(listener->port(), 800'000);
  EXPECT_EQ(second->read_to_end(5s), std::string("\x88\x12\x03\xf0Too much at once"));
  wait_until_closed(1);
  WebSocketClient small(url("/?token=good"));
  small.send_event("hello");
  EXPECT_TRUE(small.receive(5s)) << "small messages get through";
  EXPECT_FALSE(first->closed_within(50ms));
}

TEST_F(WebSocket, BoundsWhatAllHaveSent) {
  options.inbound.bytes_max = 1'200'000;
  listen();
  auto first = sends_half(listener->port(), 800'000);
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(sends_half(listener->port(), 800'000)->read_to_end(5s), std::string("\x88\x11\x03\xf5Try again later"));
  wait_until_closed(1);
  first.reset();
  wait_until_closed(2);
  const auto third = sends_half(listener->port(), 800'000);
  EXPECT_FALSE(third->closed_within(300ms)) << "there is room again";
}

TEST_F(WebSocket, EndsALargeMessageThatDoesNotEnd) {
  options.message_timeout = 300ms;
  listen();
  const auto small = sends_half(listener->port(), 10'000);
  const auto large = sends_half(listener->port(), 800'000);
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(large->read_to_end(5s), std::string("\x88\x17\x03\xf0Message took too long"));
  wait_until_closed(1);
  EXPECT_FALSE(small->closed_within(50ms)) << "it holds up nobody";
}

TEST_F(WebSocket, EchoesTheFirstSubprotocol) {
  listen();
  const auto answer_to = [this](const std::string& fields) {
    RawClient client(listener->port());
    client.send(handshake(host + key + version + fields));
    return client.read_answer();
  };
  const auto echoed = answer_to("Sec-WebSocket-Protocol: v2.chat, v1.chat\r\nSec-WebSocket-Protocol: v0\r\n");
  EXPECT_EQ(http::tests::status_of(echoed), 101);
  EXPECT_NE(echoed.find("Sec-WebSocket-Protocol: v2.chat\r\n"), std::string::npos) << echoed;
  EXPECT_EQ(answer_to("").find("Sec-WebSocket-Protocol"), std::string::npos);
  EXPECT_EQ(http::tests::status_of(answer_to("Sec-WebSocket-Protocol: ,,a b\r\n")), 400);
  EXPECT_EQ(http::tests::status_of(answer_to("Sec-WebSocket-Protocol: " + std::string(129, 'p') + "\r\n")), 400);
}

TEST_F(WebSocket, RefusalsHaveTheCorsHeadersAndTheShapeOfTheirPath) {
  options.allowed_origins = {"https://front.example"};
  listen();
  const auto answer_to = [this](const std::string& target, const std::string& origin) {
    RawClient client(listener->port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + (origin.empty() ? "" : "Origin: " + origin + "\r\n") +
                "Upgrade: websocket\r\nConnection: Upgrade\r\n" + key + version + "\r\n");
    return client.read_answer();
  };
  const auto allowed = answer_to("/?token=bad", "https://front.example");
  for (const auto* header : {"Access-Control-Allow-Origin: https://front.example\r\n",
                             "Access-Control-Allow-Credentials: true\r\n", "Vary: Origin\r\n"}) {
    EXPECT_NE(allowed.find(header), std::string::npos) << allowed;
  }
  EXPECT_EQ(answer_to("/?token=bad", "https://else.example").find("Access-Control"), std::string::npos);
  EXPECT_EQ(answer_to("/?token=bad", "").find("Access-Control"), std::string::npos);
  const auto unknown = answer_to("/socket.io/?token=x", "https://else.example");
  EXPECT_NE(unknown.find("Access-Control-Allow-Origin: *\r\n"), std::string::npos) << unknown;
  EXPECT_EQ(body_of(unknown), R"({"code":0,"message":"Transport unknown"})") << "Engine.IO's own words";
  EXPECT_EQ(body_of(answer_to("/\xff\xfe", "")).find('\xff'), std::string::npos) << "answers are UTF-8";
}

TEST_F(WebSocket, RefusesAUserAgentOf90KilobytesInWords) {
  listen();
  RawClient client(listener->port());
  client.send(handshake(host + key + version + "User-Agent: " + std::string(90'000, 'u') + "\r\n"));
  const auto answer = client.read_to_end();
  EXPECT_EQ(http::tests::status_of(answer), 431);
  EXPECT_EQ(body_of(answer), R"({"message":"Request header fields too large"})");
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
