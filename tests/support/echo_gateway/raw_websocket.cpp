#include "tests/support/echo_gateway/raw_websocket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace frontdesk::echo_gateway {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view mask = "\x37\xfa\x21\x3d";

void append_number(std::string& bytes, std::uint64_t number, int count) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xffU);
}

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string wire_form(const RawFrame& frame) {
  std::string bytes(1, static_cast<char>((frame.final ? 0x80 : 0) | frame.reserved_bits << 4 | frame.opcode));
  const int masked = frame.masked ? 0x80 : 0;
  const std::size_t size = frame.payload.size();
  if (size < 126) {
    bytes += static_cast<char>(masked | static_cast<int>(size));
  } else {
    bytes += static_cast<char>(masked | (size <= 0xffff ? 126 : 127));
    append_number(bytes, size, size <= 0xffff ? 2 : 8);
  }
  if (!frame.masked) return bytes + frame.payload;
  bytes += mask;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(frame.payload[i] ^ mask[i % 4]);
  return bytes;
}

RawFrame text(std::string payload) { return {.opcode = 1, .payload = std::move(payload)}; }
RawFrame binary(std::string payload) { return {.opcode = 2, .payload = std::move(payload)}; }
RawFrame close_frame(int code, std::string_view reason) {
  RawFrame frame{.opcode = 8, .payload = {}};
  append_number(frame.payload, static_cast<std::uint64_t>(code), 2);
  frame.payload += reason;
  return frame;
}

RawWebSocket::RawWebSocket(std::uint16_t port, std::string_view target, int receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_buffer_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
  std::string request = "GET ";
  request.append(target).append(
      " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  send_bytes(request);
  const auto until = Clock::now() + std::chrono::seconds(5);
  while (in_.find("\r\n\r\n") == std::string::npos && read_some(until)) {
  }
  const auto end = in_.find("\r\n\r\n");
  if (!in_.starts_with("HTTP/1.1 101") || end == std::string::npos) {
    ::close(socket_);
    throw std::runtime_error(in_);
  }
  handshake_ = in_.substr(0, end + 2);
  in_.erase(0, end + 4);
}

RawWebSocket::~RawWebSocket() { ::close(socket_); }

void RawWebSocket::send_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0) return;  // the server has closed, which receive() tells
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void RawWebSocket::shut_down() { ::shutdown(socket_, SHUT_WR); }

bool RawWebSocket::read_some(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
  pollfd waiting{socket_, POLLIN, 0};
  if (ended_ || ::poll(&waiting, 1, static_cast<int>(std::max<long>(0, left.count()))) <= 0) return false;
  char buffer[64 * 1024];
  const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
  if (count > 0) in_.append(buffer, static_cast<std::size_t>(count));
  ended_ = count <= 0;
  return !ended_;
}

std::optional<RawFrame> RawWebSocket::receive(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  const auto have = [&](std::size_t bytes) {
    while (in_.size() < bytes) {
      if (!read_some(until)) return false;
    }
    return true;
  };
  if (!have(2)) return std::nullopt;
  const std::size_t short_size = static_cast<unsigned char>(in_[1]) & 0x7fU;
  const std::size_t extra = short_size == 127 ? 8 : short_size == 126 ? 2 : 0;
  if (!have(2 + extra)) return std::nullopt;
  const std::size_t size = extra > 0 ? number(std::string_view(in_).substr(2, extra)) : short_size;
  if (!have(2 + extra + size)) return std::nullopt;
  const auto head = static_cast<unsigned char>(in_[0]);
  RawFrame frame{.opcode = head & 0x0f,
                 .payload = in_.substr(2 + extra, size),
                 .final = (head & 0x80U) != 0,
                 .reserved_bits = head >> 4 & 7,
                 .masked = (static_cast<unsigned char>(in_[1]) & 0x80U) != 0};
  in_.erase(0, 2 + extra + size);
  return frame;
}

std::string RawWebSocket::next(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (true) {
    const auto frame = receive(std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()));
    if (!frame) return {};
    if (frame->opcode != 1 || frame->payload != "2") return frame->payload;
  }
}

int RawWebSocket::close_code(std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (true) {
    const auto frame = receive(std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()));
    if (!frame) return ended_ ? 0 : -1;
    if (frame->opcode == 8)
      return frame->payload.size() < 2 ? 1005 : static_cast<int>(number(frame->payload.substr(0, 2)));
  }
}

}  // namespace frontdesk::echo_gateway
