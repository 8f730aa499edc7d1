#include "tests/bench/http_load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw std::runtime_error("the system gives no socket");
  }
  ~Descriptor() { close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

// Where a response ends, once its head is there.
struct Framing {
  std::size_t length = 0;
  int status = 0;
};

std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "content-length:";
  for (auto line = head.find("\r\n"); line != std::string_view::npos; line = head.find("\r\n", line + 2)) {
    auto text = head.substr(line + 2);
    if (text.size() < name.size() || strncasecmp(text.data(), name.data(), name.size()) != 0) continue;
    text.remove_prefix(name.size());
    text.remove_prefix(text.find_first_not_of(' '));
    std::size_t length = 0;
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
  }
  throw std::runtime_error("an answer without a length: " + std::string(head));
}

std::optional<Framing> framing_of(std::string_view received) {
  const auto end = received.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  Framing framing;
  std::from_chars(received.data() + 9, received.data() + 12, framing.status);
  framing.length = end + 4 + content_length(received.substr(0, end + 2));
  return framing;
}

class Connection {
 public:
  Connection(const std::string& host, std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) throw std::runtime_error("no IPv4 address: " + host);
    const int on = 1;
    setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("nobody listens on " + host + ":" + std::to_string(port));
    }
  }

  int number() const { return socket_.number(); }

  void send_request(std::string_view request) {
    received_.clear();
    sent_at_ = Clock::now();
    if (send(socket_.number(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
      throw std::runtime_error("a request could not be sent");
    }
  }

  // The status once the whole answer is there.
  std::optional<int> receive() {
    std::array<char, 16384> buffer;
    const auto count = recv(socket_.number(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0) throw std::runtime_error("a connection was closed by the server");
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    const auto framing = framing_of(received_);
    if (!framing || received_.size() < framing->length) return std::nullopt;
    return framing->status;
  }

  double ms_since_sent() const { return std::chrono::duration<double, std::milli>(Clock::now() - sent_at_).count(); }
  const std::string& received() const { return received_; }

 private:
  Descriptor socket_;
  std::string received_;
  Clock::time_point sent_at_;
};

class Run {
 public:
  explicit Run(const HttpLoad& load) : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < load.clients; ++i) {
      connections_.push_back(std::make_unique<Connection>(load.host, load.port));
      epoll_event interest{};
      interest.events = EPOLLIN;
      interest.data.u64 = i;
      epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, connections_[i]->number(), &interest);
    }
  }

  Measured measure() {
    measured_.name = load_.name;
    const auto cpu = processor_ms_of(0);
    const auto start = Clock::now();
    end_ = start + load_.duration;
    for (std::size_t i = 0; i < load_.clients; ++i) ask(i);
    while (asked_ > 0) serve();
    measured_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    measured_.operations = measured_.latencies_ms.size();
    measured_.generator_cpu_ms = processor_ms_of(0) - cpu;
    return std::move(measured_);
  }

 private:
  void ask(std::size_t client) {
    if (Clock::now() >= end_) return;
    const auto request = load_.next(client);
    if (!request) return;
    connections_[client]->send_request(*request);
    ++asked_;
  }

  void serve() {
    std::array<epoll_event, 64> events;
    const auto count = epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), 10'000);
    if (count == 0) throw std::runtime_error(load_.name + ": no answer for 10 s");
    for (int i = 0; i < count; ++i) take_answer(events[static_cast<std::size_t>(i)].data.u64);
  }

  void take_answer(std::size_t client) {
    auto& connection = *connections_[client];
    const auto status = connection.receive();
    if (!status) return;
    --asked_;
    if (*status == 503 && load_.may_be_sent_away) {
      ++measured_.sent_away;
      return ask(client);
    }
    if (*status != load_.expected_status) throw std::runtime_error(load_.name + ": " + connection.received());
    measured_.latencies_ms.push_back(connection.ms_since_sent());
    if (load_.answered) load_.answered(client, connection.received());
    ask(client);
  }

  const HttpLoad& load_;
  Descriptor epoll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  Clock::time_point end_;
  std::size_t asked_ = 0;
  Measured measured_;
};

}  // namespace

Measured run(const HttpLoad& load) { return Run(load).measure(); }

std::string http_request(const std::string& target, const std::string& access_token, const std::string& body) {
  auto request =
      (body.empty() ? "GET " : "POST ") + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n";
  if (!access_token.empty()) request += "Authorization: Bearer " + access_token + "\r\n";
  if (!body.empty()) {
    request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return request + "\r\n" + body;
}

}  // namespace frontdesk::bench
