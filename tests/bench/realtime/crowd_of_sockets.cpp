#include "tests/bench/realtime/crowd_of_sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t under_way_max = 256;  // handshakes
constexpr std::size_t read_at_once = 256 * 1024;
constexpr auto joining_time_max = std::chrono::minutes(1);
constexpr unsigned char text_frame = 1, close_frame = 8, ping_frame = 9, pong_frame = 10;

}  // namespace

CrowdOfSockets::CrowdOfSockets(Options options)
    : options_(std::move(options)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      sockets_(options_.count),
      buffer_(read_at_once) {
  const auto until = Clock::now() + joining_time_max;
  std::size_t opened = 0;
  while (joined_ < sockets_.size()) {
    while (opened < sockets_.size() && opened - joined_ < under_way_max) open(opened++);
    read_some(std::chrono::milliseconds(100));
    if (ended_ > 0) throw std::runtime_error("a client was sent away");
    if (Clock::now() > until) throw std::runtime_error("only " + std::to_string(joined_) + " clients could join");
  }
}

CrowdOfSockets::~CrowdOfSockets() {
  for (auto& socket : sockets_) {
    if (socket.fd >= 0) ::close(socket.fd);
  }
  ::close(epoll_);
}

void CrowdOfSockets::open(std::size_t which) {
  auto& socket = sockets_[which];
  socket.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket.fd < 0) throw std::runtime_error("no file descriptor left");
  const int on = 1;
  setsockopt(socket.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (options_.receive_buffer_bytes > 0) {
    setsockopt(socket.fd, SOL_SOCKET, SO_RCVBUF, &options_.receive_buffer_bytes, sizeof options_.receive_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options_.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int connected = ::connect(socket.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (connected != 0 && errno != EINPROGRESS) throw std::runtime_error("nobody listens on the port");
  epoll_event waiting{};
  waiting.events = EPOLLOUT;
  waiting.data.u64 = which;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.fd, &waiting);
}

void CrowdOfSockets::shake_hands(std::size_t which) {
  std::string request = "GET /socket.io/?EIO=4&transport=websocket";
  if (options_.query) request += options_.query(which);
  request +=
      " HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const int fd = sockets_[which].fd;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) {
    throw std::runtime_error("a handshake could not be sent");
  }
  epoll_event waiting{};
  waiting.events = EPOLLIN;
  waiting.data.u64 = which;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &waiting);
}

void CrowdOfSockets::read_some(std::chrono::milliseconds patience) {
  std::array<epoll_event, 512> ready;
  const int count = epoll_wait(epoll_, ready.data(), ready.size(), static_cast<int>(patience.count()));
  for (int i = 0; i < count; ++i) {
    const auto& event = ready[static_cast<std::size_t>(i)];
    const auto which = static_cast<std::size_t>(event.data.u64);
    (event.events & EPOLLOUT) != 0 ? shake_hands(which) : read(which);
  }
}

void CrowdOfSockets::read_for(std::chrono::milliseconds time) {
  const auto until = Clock::now() + time;
  for (auto left = time; left.count() > 0;
       left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now())) {
    read_some(left);
  }
}

void CrowdOfSockets::stop_reading(std::size_t which) { epoll_ctl(epoll_, EPOLL_CTL_DEL, sockets_[which].fd, nullptr); }

void CrowdOfSockets::read(std::size_t which) {
  auto& socket = sockets_[which];
  const std::size_t kept = socket.rest.copy(buffer_.data(), socket.rest.size());
  const auto count = ::recv(socket.fd, buffer_.data() + kept, buffer_.size() - kept, 0);
  if (count <= 0) {
    if (count == 0 || (errno != EAGAIN && errno != EINTR)) end(socket);
    return;
  }
  std::string_view bytes(buffer_.data(), kept + static_cast<std::size_t>(count));
  if (!socket.shaken) bytes.remove_prefix(take_answer(which, bytes));
  if (socket.shaken) bytes.remove_prefix(take_frames(which, bytes));
  socket.rest.assign(bytes);
}

std::size_t CrowdOfSockets::take_answer(std::size_t which, std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101")) throw std::runtime_error("a handshake was answered " + std::string(bytes));
  sockets_[which].shaken = true;
  return head_end + 4;
}

// A server's frames are not masked, and none that we get has 64 KiB.
std::size_t CrowdOfSockets::take_frames(std::size_t which, std::string_view bytes) {
  std::size_t taken = 0;
  while (bytes.size() - taken >= 2) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[taken + i]); };
    const bool two_more = byte(1) == 126;
    const std::size_t head = two_more ? 4 : 2;
    if (bytes.size() - taken < head) break;
    const std::size_t size = two_more ? byte(2) * 256U + byte(3) : byte(1);
    if (bytes.size() - taken < head + size) break;
    const unsigned char opcode = byte(0) & 0x0f;
    const auto payload = bytes.substr(taken + head, size);
    if (opcode == text_frame) take_text(which, payload);
    if (opcode == ping_frame) send_frame(sockets_[which], pong_frame, payload);
    if (opcode == close_frame) {
      end(sockets_[which]);
      return bytes.size();
    }
    taken += head + size;
  }
  return taken;
}

void CrowdOfSockets::take_text(std::size_t which, std::string_view text) {
  auto& socket = sockets_[which];
  if (text.starts_with("42")) {
    ++events_;
    ++socket.events;
    if (on_event) on_event(which, text);
  } else if (text == "2") {
    send(which, "3");
  } else if (text.starts_with("0")) {
    send(which, options_.connect_packet ? options_.connect_packet(which) : "40");
  } else if (text.starts_with("40") && !std::exchange(socket.joined, true)) {
    ++joined_;
  } else if (text.starts_with("44")) {
    throw std::runtime_error("a client was refused: " + std::string(text));
  }
}

void CrowdOfSockets::send(std::size_t which, std::string_view packet) {
  send_frame(sockets_[which], text_frame, packet);
}

// Masked by zeros, as a client's frames must be.
void CrowdOfSockets::send_frame(Socket& socket, unsigned char opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  }
  frame.append(4, '\0').append(payload);
  if (::send(socket.fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size())) end(socket);
}

void CrowdOfSockets::end(Socket& socket) {
  if (socket.fd < 0) return;
  ::close(std::exchange(socket.fd, -1));
  ++ended_;
}

}  // namespace frontdesk::bench
