// The frames themselves: contracts' README, sections 9 and 9b, through the edge and at the gateway's own port.
#include <thread>

#include "tests/contract/clinics/sockets.hpp"
#include "tests/http/raw_client.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;
using http::tests::RawClient;

struct SocketFrames : Sockets {
  std::string handshake(const std::string& more = {}) const {
    return "GET /?token=" + cast().patient.access_token +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           more + "\r\n";
  }
  // A client that sends `bytes` and then goes on for half a second, and only then reads.
  std::string told_to_a_sender(std::uint16_t port, const std::string& bytes) const {
    RawClient sender(port);
    sender.send(handshake());
    sender.read_answer();
    bool taken = sender.send(bytes);
    for (int i = 0; i < 100 && taken; ++i) {
      taken = sender.send(std::string(50'000, 'x'));
      std::this_thread::sleep_for(5ms);
    }
    return taken ? sender.read_to_end(5s) : "the connection was reset";
  }
  std::vector<std::uint16_t> ports() const { return {deployment.edge_port, deployment.gateway_port()}; }
};

// Of more than 64 KiB; masked by zeros.
std::string head(unsigned char first, std::size_t size) {
  std::string bytes{static_cast<char>(first), static_cast<char>(0x80 | 127)};
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 0xff);
  return bytes + std::string(4, '\0');
}

TEST_F(SocketFrames, TooLargeAreRefusedWith1009AlsoToAClientThatIsStillSending) {
  const std::string close_1009 = "\x88\x02\x03\xf1";
  for (const auto port : ports()) {
    EXPECT_EQ(told_to_a_sender(port, head(0x81, 5'100'000)), close_1009) << port;
    EXPECT_EQ(told_to_a_sender(port, head(0x01, 900'000) + std::string(900'000, ' ') + head(0x00, 5'000'000)),
              close_1009)
        << port << " in fragments";
  }
}

TEST_F(SocketFrames, ThatAreNoneAreRefusedWithTheReasonAlsoToAClientThatIsStillSending) {
  for (const auto port : ports()) {
    EXPECT_EQ(told_to_a_sender(port, std::string("\x81\x82\0\0\0\0\xff\xff", 8) + head(0x81, 900'000)),
              "\x88\x02\x03\xef")
        << port << " no UTF-8";
    EXPECT_EQ(told_to_a_sender(port, head(0x83, 5'100'000)), "\x88\x02\x03\xea") << port << " a reserved opcode";
  }
}

TEST_F(SocketFrames, AreTakenUpToAMillionBytes) {
  auto socket = connect(cast().patient);
  const std::string begin = R"({"event":"join-queue","id":1,"data":[)" + json_text(queue) + ",\"";
  socket.send_raw(begin + std::string(1'000'000 - begin.size() - 3, 'x') + "\"]}");
  EXPECT_EQ(socket.next(), frame("join-queue", "null"));
  socket.send_raw(begin + std::string(1'000'001 - begin.size() - 3, 'x') + "\"]}");
  EXPECT_TRUE(socket.ended());
  EXPECT_EQ(socket.client().close_code(), 1009);
}

TEST_F(SocketFrames, AreAcknowledgedWithTheirIdAsItWasSent) {
  auto socket = connect(cast().patient);
  for (const std::string id :
       {"0.38169100565053204", "12345678901234567890123", "9007199254740993", "-0", "1.0", "1E+2",
        R"("\u0041\/\n\ud83d\ude00")", R"("ä😀")", R"({ "b" : [1.50],"a":1,"a":2})", "[ ]", "true", "null"}) {
    socket.send("leave-queue", json_text(queue) + R"(,"id":)" + id);
    EXPECT_EQ(socket.next(), frame("leave-queue", "null"));
    EXPECT_EQ(socket.next(), R"({"id":)" + id + R"(,"data":{"success":true}})");
  }
}

TEST_F(SocketFrames, CountTheLastOfSeveralMembersOfOneName) {
  auto socket = connect(cast().patient);
  socket.send_raw(R"({"event":"join-queue","id":1,"data":"x","event":"leave-queue","data":)" + json_text(queue) +
                  R"(,"id":2})");
  EXPECT_EQ(socket.next(), frame("leave-queue", "null"));
  EXPECT_EQ(socket.next(), R"({"id":2,"data":{"success":true}})");
  socket.send_raw(R"({"event":"leave-queue","event":5})");
  EXPECT_EQ(socket.next(), frame("error", R"({"message":"Invalid message"})"));
}

TEST_F(SocketFrames, CarryAnExpectedNumberHoweverItIsWritten) {
  auto staff = connect(cast().admin);
  const auto call = [&](const std::string& expected) {
    return staff.acknowledgement("queue:call_next", "[" + json_text(queue) + "," + expected + "]");
  };
  const auto refused = [](const std::string& text) {
    return R"({"id":7,"data":{"success":false,"error":")" + text + R"("}})";
  };
  for (const auto* other :
       {"1", "1.0", "1e0", "2147483648", "9007199254740993", "123456789012345678901234567890", "-1e300"}) {
    EXPECT_EQ(call(other), refused("Queue has moved on")) << other;
  }
  for (const auto* none : {"0.5", "1e-7", "\"0\"", "true", "[]", "{}"}) {
    EXPECT_EQ(call(none), refused("Invalid expected number")) << none;
  }
  for (const auto* present : {"0", "-0", "0.0", "0e5", "null"}) {
    EXPECT_EQ(call(present), refused("No waiting tokens in this queue")) << present;
  }
}

TEST_F(SocketFrames, SpeakTheFirstSubprotocolAskedFor) {
  for (const auto port : ports()) {
    const auto answer_to = [&](const std::string& asked) {
      RawClient asker(port);
      asker.send(handshake("Sec-WebSocket-Protocol: " + asked + "\r\n"));
      return asker.read_answer();
    };
    const auto echoed = answer_to("v2.chat, v1.chat");
    EXPECT_EQ(http::tests::status_of(echoed), 101);
    EXPECT_NE(echoed.find("Sec-WebSocket-Protocol: v2.chat\r\n"), std::string::npos) << echoed;
    const auto refused = answer_to("a b");
    EXPECT_EQ(http::tests::status_of(refused), 400);
    EXPECT_EQ(http::tests::body_of(refused), R"({"message":"Bad request"})");
  }
}

TEST_F(SocketFrames, DoNotBeginForAUserAgentOf90Kilobytes) {
  for (const auto port : ports()) {
    RawClient asker(port);
    asker.send(handshake("User-Agent: " + std::string(90'000, 'u') + "\r\n"));
    const auto answer = asker.read_answer();
    EXPECT_EQ(http::tests::status_of(answer), 431) << port;
    EXPECT_NE(http::tests::body_of(answer).find(R"("message":"Request header fields too large")"), std::string::npos);
  }
}

TEST_F(SocketFrames, OfAnEmptyQueueAreSentOnceHoweverOftenACallIsRepeated) {
  auto watcher = connect(cast().patient);
  watcher.join(queue);
  ClinicClient gateway(deployment, deployment.command_api_port());
  const auto call = [&] {
    return said(gateway.post("/internal/sockets/queue-call-next", R"({"queueId":")" + queue + R"("})",
                             cast().admin.access_token, {{"Idempotency-Key", "tap-" + queue}}));
  };
  const auto first = call();
  EXPECT_EQ(first, R"(200 {"success":false,"error":"No waiting tokens in this queue"})");
  EXPECT_EQ(watcher.next(), error_frame("queue:empty", "No waiting tokens in this queue"));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(call(), first);
  EXPECT_EQ(watcher.rest(), silence) << "they have heard of it";
}

}  // namespace
}  // namespace frontdesk::contract
