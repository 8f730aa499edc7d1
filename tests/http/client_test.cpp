#include "platform/http/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/http/served.hpp"

namespace frontdesk::http::tests {
namespace {

class TheClient : public Served {};

TEST_F(TheClient, KeepsItsConnection) {
  start();
  Client client{"127.0.0.1", port()};
  for (int i = 0; i < 50; ++i) ASSERT_EQ(client.send("POST", "/echo", {}, std::to_string(i)).body, std::to_string(i));
  EXPECT_EQ(server->connections(), 1U);
}

TEST_F(TheClient, ReadsStatusHeadersAndBody) {
  start();
  Client client{"localhost", port()};
  const auto hello = client.send("GET", "/hello", {{"X-Correlation-Id", "mine"}});
  EXPECT_EQ(hello.status, 200);
  EXPECT_EQ(hello.header("x-correlation-id"), "mine");
  EXPECT_EQ(hello.header("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(hello.body, "hello");
  const auto head = client.send("HEAD", "/hello");
  EXPECT_EQ(head.header("content-length"), "5");
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(client.send("GET", "/nothing").status, 204);
  EXPECT_EQ(client.send("GET", "/big?bytes=3000000").body.size(), 3000000U);
}

TEST_F(TheClient, ComesBackAfterTheServerHasClosedItsConnection) {
  ServerOptions options;
  options.idle_timeout = 100ms;
  start(options);
  Client client{"127.0.0.1", port()};
  EXPECT_EQ(client.send("GET", "/hello").status, 200);
  ASSERT_TRUE(becomes_true([this] { return server->connections() == 0; }));
  EXPECT_EQ(client.send("GET", "/hello").status, 200);
  EXPECT_EQ(client.send("GET", "/hello", {{"Connection", "close"}}).status, 200);
  EXPECT_EQ(client.send("GET", "/hello").status, 200);
}

TEST_F(TheClient, ThrowsWhenTheAnswerTakesTooLongAndThenGoesOn) {
  start();
  Client client{"127.0.0.1", port(), 200ms};
  EXPECT_THROW(client.send("GET", "/never"), std::runtime_error);
  EXPECT_EQ(client.send("GET", "/hello").body, "hello");
}

TEST_F(TheClient, ThrowsWhenNobodyListens) {
  start();
  const auto gone = port();
  TearDown();
  Client client{"127.0.0.1", gone};
  EXPECT_THROW(client.send("GET", "/hello"), std::runtime_error);
}

// Answers one connection with fixed bytes, as servers other than ours do.
class OneAnswer {
 public:
  explicit OneAnswer(std::string bytes) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), length);
    ::listen(fd_, 1);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
    port = ntohs(address.sin_port);
    thread_ = std::thread{[this, answer = std::move(bytes)] {
      const int client = ::accept(fd_, nullptr, nullptr);
      char request[4096];
      if (::recv(client, request, sizeof request, 0) > 0) ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(client);
    }};
  }
  ~OneAnswer() {
    thread_.join();
    ::close(fd_);
  }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;

  std::uint16_t port = 0;

 private:
  int fd_;
  std::thread thread_;
};

TEST(TheClientWithOtherServers, ReadsChunksAndInterimAnswers) {
  OneAnswer server{
      "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n"};
  EXPECT_EQ(Client("127.0.0.1", server.port).send("GET", "/").body, "abc0123456789");
}

TEST(TheClientWithOtherServers, ReadsUpToTheEndWithoutALength) {
  OneAnswer server{"HTTP/1.0 200 OK\r\n\r\nall of it"};
  EXPECT_EQ(Client("127.0.0.1", server.port).send("GET", "/").body, "all of it");
}

TEST(TheClientWithOtherServers, ThrowsWhenTheAnswerIsCutOff) {
  OneAnswer server{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"};
  EXPECT_THROW(Client("127.0.0.1", server.port).send("GET", "/"), std::runtime_error);
}

}  // namespace
}  // namespace frontdesk::http::tests
