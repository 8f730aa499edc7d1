#include "platform/http/client.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <limits>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "platform/http/field_text.hpp"

namespace frontdesk::http {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("http client: " + what); }
[[noreturn]] void fail_with_errno(const char* what) {
  fail(std::string{what} + ": " + std::generic_category().message(errno));
}

std::size_t to_number(std::string_view digits, int base) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) fail("a length that is no number");
  return number;
}

}  // namespace

std::string_view ClientResponse::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [lower_case_name](const auto& header) { return header.first == lower_case_name; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

class Client::Impl {
 public:
  Impl(std::string host, std::uint16_t port, std::chrono::milliseconds timeout)
      : host_(std::move(host)), port_(port), timeout_(timeout) {}
  ~Impl() { disconnect(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ClientResponse exchange(const std::string& method, const std::string& bytes) {
    until_ = Clock::now() + timeout_;
    try {
      if (!is_usable()) connect();
      write(bytes);
      auto response = read_response(method);
      if (!reusable_) disconnect();
      return response;
    } catch (...) {
      disconnect();
      throw;
    }
  }

  std::string authority() const { return host_ + ":" + std::to_string(port_); }

 private:
  // A connection that the server has closed meanwhile must not swallow a request.
  bool is_usable() const {
    char byte = 0;
    return fd_ >= 0 && ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  void disconnect() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    in_.clear();
  }

  void connect() {
    disconnect();
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &hints, &found) != 0)
      fail("no address for " + host_);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses{found, &::freeaddrinfo};
    for (const auto* address = found; address != nullptr; address = address->ai_next) {
      fd_ = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      if (fd_ < 0) fail_with_errno("socket");
      const int on = 1;
      ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (connects(*address)) return;
      const int error = errno;
      disconnect();
      errno = error;
    }
    fail_with_errno(("connect to " + authority()).c_str());
  }

  bool connects(const addrinfo& address) const {
    if (::connect(fd_, address.ai_addr, address.ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS) return false;
    wait_for(POLLOUT);
    int error = 0;
    socklen_t length = sizeof error;
    ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length);
    errno = error;
    return error == 0;
  }

  void wait_for(short events) const {
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now()).count();
      if (left <= 0) fail("timeout");
      pollfd waiting{fd_, events, 0};
      const int ready =
          ::poll(&waiting, 1, static_cast<int>(std::min<long long>(left, std::numeric_limits<int>::max())));
      if (ready > 0) return;
      if (ready < 0 && errno != EINTR) fail_with_errno("poll");
    }
  }

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count >= 0)
        bytes.remove_prefix(static_cast<std::size_t>(count));
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        wait_for(POLLOUT);
      else if (errno == EPIPE || errno == ECONNRESET)
        return;  // the server may have answered before it stopped reading
      else if (errno != EINTR)
        fail_with_errno("send");
    }
  }

  // False at the end of the stream.
  bool read_more() {
    std::array<char, 16 * 1024> buffer;
    for (;;) {
      const auto count = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (count > 0) in_.append(buffer.data(), static_cast<std::size_t>(count));
      if (count >= 0) return count > 0;
      if (errno == EAGAIN || errno == EWOULDBLOCK)
        wait_for(POLLIN);
      else if (errno != EINTR)
        fail_with_errno("receive");
    }
  }

  std::string take(std::size_t bytes) {
    while (in_.size() < bytes)
      if (!read_more()) fail("the connection ended inside an answer");
    auto taken = in_.substr(0, bytes);
    in_.erase(0, bytes);
    return taken;
  }

  std::string take_line() {
    std::size_t end = 0;
    while ((end = in_.find("\r\n")) == std::string::npos)
      if (!read_more()) fail("the connection ended inside an answer");
    auto line = take(end);
    in_.erase(0, 2);
    return line;
  }

  ClientResponse read_head() {
    ClientResponse response;
    const auto status_line = take_line();
    if (!status_line.starts_with("HTTP/1.") || status_line.size() < 12) fail("no HTTP/1 answer");
    response.status = static_cast<int>(to_number(std::string_view{status_line}.substr(9, 3), 10));
    reusable_ = status_line.starts_with("HTTP/1.1");
    for (auto line = take_line(); !line.empty(); line = take_line()) {
      const auto colon = line.find(':');
      if (colon == std::string::npos) fail("a header without a colon");
      response.headers.emplace_back(to_lower(std::string_view{line}.substr(0, colon)),
                                    trim(std::string_view{line}.substr(colon + 1)));
    }
    if (to_lower(response.header("connection")) == "close") reusable_ = false;
    return response;
  }

  std::string read_chunks() {
    std::string body;
    for (;;) {
      const auto line = take_line();
      const auto size = to_number(trim(std::string_view{line}.substr(0, line.find(';'))), 16);
      if (size == 0) break;
      body += take(size);
      take_line();
    }
    while (!take_line().empty()) {
    }
    return body;
  }

  ClientResponse read_response(const std::string& method) {
    auto response = read_head();
    while (response.status < 200 && response.status != 101) response = read_head();
    if (method == "HEAD" || response.status == 204 || response.status == 304) return response;
    if (to_lower(response.header("transfer-encoding")) == "chunked") {
      response.body = read_chunks();
    } else if (const auto length = response.header("content-length"); !length.empty()) {
      response.body = take(to_number(length, 10));
    } else {
      while (read_more()) {
      }
      response.body = std::move(in_);
      reusable_ = false;
    }
    return response;
  }

  const std::string host_;
  const std::uint16_t port_;
  const std::chrono::milliseconds timeout_;
  int fd_ = -1;
  bool reusable_ = false;
  std::string in_;
  Clock::time_point until_;
};

Client::Client(std::string host, std::uint16_t port, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(std::move(host), port, timeout)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

ClientResponse Client::send(const std::string& method, const std::string& target,
                            const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body) {
  std::string bytes = method + " " + target + " HTTP/1.1\r\n";
  bool host_given = false;
  for (const auto& [name, value] : headers) {
    host_given = host_given || to_lower(name) == "host";
    bytes.append(name).append(": ").append(value).append("\r\n");
  }
  if (!host_given) bytes.append("Host: ").append(impl_->authority()).append("\r\n");
  if (!body.empty() || (method != "GET" && method != "HEAD"))
    bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  bytes.append("\r\n").append(body);
  return impl_->exchange(method, bytes);
}

}  // namespace frontdesk::http
