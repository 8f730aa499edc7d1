// What the edge answers itself, without asking a service: bytes in, bytes out, because a client library would refuse to
// send most of this.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

std::uint16_t edge_port() {
  const char* url = std::getenv("FRONTDESK_URL");
  if (url == nullptr) throw std::runtime_error("FRONTDESK_URL is not set: run this through ./frontdesk test");
  const std::string text = url;
  return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
}

bool is_complete(const std::string& answer) {
  static const std::string length_header = "\r\nContent-Length: ";
  const auto end = answer.find("\r\n\r\n");
  const auto length = answer.find(length_header);
  if (end == std::string::npos || length > end) return false;
  return answer.size() >= end + 4 + std::stoul(answer.substr(length + length_header.size()));
}

class Connection {
 public:
  Connection() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(edge_port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("the edge does not accept connections");
    }
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A refused request may be answered and its connection closed before all of it is sent: that is no error here.
  void send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return;
      sent += static_cast<std::size_t>(count);
    }
  }

  // Up to the end of the answer's body: after a refusal the edge keeps the connection for a while, to drain it.
  std::string receive() {
    std::string received;
    char buffer[4096];
    while (!is_complete(received)) {
      const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      received.append(buffer, static_cast<std::size_t>(count));
    }
    return received;
  }

 private:
  int socket_;
};

Answer exchange(const std::string& request) {
  Connection connection;
  connection.send(request);
  const auto received = connection.receive();
  const auto end = received.find("\r\n\r\n");
  if (end == std::string::npos) throw std::runtime_error("no HTTP answer: '" + received + "'");
  return {std::stoi(received.substr(9, 3)), received.substr(0, end), received.substr(end + 4)};
}

Answer ask(const std::string& method, const std::string& target, const std::string& headers = "") {
  return exchange(method + " " + target + " HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n" + headers + "\r\n");
}

bool has(const Answer& answer, const std::string& line) { return answer.head.find("\r\n" + line) != std::string::npos; }

std::string not_found(const std::string& path) {
  return R"({"success":false,"error":"Endpoint not found","message":"Endpoint not found","path":")" + path + "\"}";
}

TEST(Edge, HidesTheMachinesOwnRoutes) {
  for (const std::string path : {"/metrics", "/livez", "/readyz", "/internal", "/internal/operator/accounts"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, not_found(path));
  }
  EXPECT_EQ(ask("POST", "/internal/operator/accounts", "Content-Length: 0\r\n").status, 404);
}

TEST(Edge, HidesThemUnderOtherSpellingsOfThePath) {
  for (const std::string path : {"//internal/x", "/./internal/x", "/a/../internal/x", "/%69nternal/x",
                                 "/a/%2e%2e/internal/x", "/%2finternal/x"}) {
    const auto answer = ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body, not_found("/internal/x")) << path;
  }
}

TEST(Edge, PrintsOnlyTheHarmlessPartOfAPath) {
  EXPECT_EQ(ask("GET", "/internal/a%22,%22b").body, not_found("/internal/a"));
  EXPECT_EQ(ask("GET", "/internal/a%0d%0ab").body, not_found("/internal/a"));
}

TEST(Edge, RefusesATooLargeBodyInTheShapeOfThePath) {
  const std::string large = "Content-Length: 50000000\r\n";
  const auto envelope = ask("POST", "/api/queues/x", large);
  EXPECT_EQ(envelope.status, 413);
  EXPECT_EQ(envelope.body, R"({"success":false,"message":"Payload too large","errors":null,"meta":null})");
  EXPECT_TRUE(has(envelope, "Access-Control-Allow-Origin: *"));
  EXPECT_EQ(ask("POST", "/api/clinic", large).status, 413);
  EXPECT_EQ(ask("POST", "/api/v1/tickets", large).body, R"({"success":false,"error":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/api/appointment-chat/upload", large).body, R"({"error":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/doctors/x", large).body, R"({"status":"failed","message":"Payload too large"})");
  EXPECT_EQ(ask("POST", "/api/staff/x", large).body, R"({"message":"Payload too large"})");
  const auto chat = ask("POST", "/chat/online-status", large);
  EXPECT_EQ(chat.body, R"({"success":false,"message":"Payload too large"})");
  EXPECT_FALSE(has(chat, "Access-Control-Allow-Origin"));
}

TEST(Edge, RefusesWhatIsNoRequestInJson) {
  const std::string bad = R"({"success":false,"message":"Bad request"})";
  EXPECT_EQ(exchange("nonsense\r\n\r\n").body, bad);
  EXPECT_EQ(exchange("GET / HTTP/7.1\r\n\r\n").body, bad);
  const auto length = exchange("GET /api/auth/me HTTP/1.1\r\nHost: edge\r\nContent-Length: x\r\n\r\n");
  EXPECT_EQ(length.status, 400);
  EXPECT_EQ(length.body, R"({"success":false,"message":"Bad request","errors":null,"meta":null})");
  const auto both =
      "POST /api/v1/x HTTP/1.1\r\nHost: edge\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  EXPECT_EQ(exchange(both).status, 400);
}

TEST(Edge, RefusesTooLongHeadsAndAddresses) {
  EXPECT_EQ(ask("GET", "/api/v1/x", "X-Long: " + std::string(20000, 'a') + "\r\n").status, 431);
  EXPECT_EQ(ask("GET", "/api/v1/x?" + std::string(20000, 'a')).status, 414);
}

TEST(Edge, RefusesABrokenChunkInJsonEvenWhereItRefusesAnyway) {
  for (const std::string path : {"/internal/x", "/api/tokens"}) {
    const auto broken =
        exchange("POST " + path + " HTTP/1.1\r\nHost: edge\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    EXPECT_EQ(broken.status, 400) << path;
    EXPECT_EQ(broken.body.front(), '{') << broken.body;
    EXPECT_TRUE(has(broken, "Content-Type: application/json; charset=utf-8"));
  }
}

TEST(Edge, KnowsNoTrace) {
  const auto elsewhere = ask("TRACE", "/health");
  EXPECT_EQ(elsewhere.status, 404);
  EXPECT_EQ(elsewhere.body, not_found("/health"));
  EXPECT_EQ(ask("TRACE", "/api/tokens").body,
            R"({"success":false,"message":"Endpoint not found","errors":null,"meta":null})");
  EXPECT_EQ(ask("TRACE", "/api/v1/tickets").body, R"({"success":false,"error":"Endpoint not found"})");
}

TEST(Edge, PutsTheSecurityHeadersOnItsOwnAnswers) {
  const auto answer = ask("GET", "/metrics");
  EXPECT_TRUE(has(answer, "Content-Type: application/json; charset=utf-8"));
  EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff"));
  EXPECT_TRUE(has(answer, "X-Frame-Options: DENY"));
  EXPECT_TRUE(has(answer, "Referrer-Policy: no-referrer"));
  EXPECT_TRUE(has(answer, "Content-Security-Policy: default-src 'none'"));
  EXPECT_TRUE(has(answer, "Server: nginx\r\n")) << "no version";
}

TEST(Edge, KeepsAHarmlessCorrelationIdAndReplacesAnyOther) {
  EXPECT_TRUE(has(ask("GET", "/metrics", "X-Correlation-Id: visit-42\r\n"), "X-Correlation-Id: visit-42"));
  const auto odd = ask("GET", "/metrics", "X-Correlation-Id: a\"b\r\n");
  EXPECT_TRUE(has(odd, "X-Correlation-Id: "));
  EXPECT_EQ(odd.head.find("a\"b"), std::string::npos);
}

}  // namespace
