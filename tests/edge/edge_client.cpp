#include "tests/edge/edge_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>

#include "tests/support/deployment.hpp"

namespace frontdesk::edge_tests {
namespace {

constexpr int patience_s = 30;

std::optional<std::size_t> length_of(const std::string& answer, bool to_head) {
  static const std::string length_header = "\r\nContent-Length: ";
  const auto end = answer.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const auto length = answer.find(length_header);
  if (to_head || length > end) return end + 4;
  return end + 4 + std::stoul(answer.substr(length + length_header.size()));
}

}  // namespace

Connection::Connection() : Connection(test_support::deployment_from_environment().edge_port) {}

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{patience_s, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("the edge does not accept connections");
  }
}

Connection::~Connection() { ::close(socket_); }

void Connection::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

Answer Connection::answer(bool to_head) {
  char buffer[4096];
  auto length = length_of(received_, to_head);
  while (!length || received_.size() < *length) {
    const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return {};
    received_.append(buffer, static_cast<std::size_t>(count));
    length = length_of(received_, to_head);
  }
  const auto end = received_.find("\r\n\r\n");
  Answer answer{std::stoi(received_.substr(9, 3)), received_.substr(0, end + 2),
                received_.substr(end + 4, *length - end - 4)};
  received_.erase(0, *length);
  return answer;
}

bool Connection::ends() {
  char byte = 0;
  return received_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

Answer exchange(const std::string& request) {
  Connection connection;
  connection.send(request);
  auto answer = connection.answer(request.starts_with("HEAD "));
  if (answer.status == 0) throw std::runtime_error("no answer to " + request.substr(0, 60));
  return answer;
}

Answer ask(const std::string& method, const std::string& target, const std::string& headers) {
  return exchange(method + " " + target + " HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n" + headers + "\r\n");
}

bool has(const Answer& answer, const std::string& line) { return answer.head.find("\r\n" + line) != std::string::npos; }

std::string header(const Answer& answer, const std::string& name) {
  const auto start = answer.head.find("\r\n" + name + ": ");
  if (start == std::string::npos) return {};
  const auto value = start + name.size() + 4;
  return answer.head.substr(value, answer.head.find("\r\n", value) - value);
}

}  // namespace frontdesk::edge_tests
