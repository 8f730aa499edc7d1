#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

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

// While it lives, a socket that is still in use at the deadline is shut down (up to 50 ms late, by one thread for the
// whole process).
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

// After a silence everybody is refused at once for 100 ms, then one thread tries: a frozen server costs one thread its
// patience, not all. Any thread.
class Silence {
 public:
  // Throws Unavailable while it is too early to try again, or another thread is trying.
  void admit(std::chrono::milliseconds patience);
  void met();
  void over() { retry_at_ms_.store(0, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> retry_at_ms_{0};  // monotonic; 0: none
};

}  // namespace frontdesk::postgres
