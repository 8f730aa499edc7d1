#pragma once
#include <atomic>
#include <chrono>

// What to do about a server that is there and says nothing: frozen, or behind a network that swallows packets. libpq
// waits for an answer for ever, and keepalives are answered by the kernel of a frozen peer.
namespace frontdesk::postgres {

// A second descriptor of a connection's socket, to be shut down from another thread whatever libpq does with its own.
class SocketHandle {
 public:
  explicit SocketHandle(int socket);
  SocketHandle(const SocketHandle&) = delete;
  SocketHandle& operator=(const SocketHandle&) = delete;
  ~SocketHandle();
  void shut_down() const;  // ends any wait of libpq, as if the server had closed

 private:
  int descriptor_;
};

// While it lives, a socket that is still in use at the deadline is shut down, by one thread for the whole process.
class Deadline {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Deadline(const SocketHandle& socket, Time at);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();
  bool passed() const { return passed_.load(); }

 private:
  friend class DeadlineWatch;
  const SocketHandle& socket_;
  const Time at_;
  std::atomic<bool> passed_{false};
};

}  // namespace frontdesk::postgres
