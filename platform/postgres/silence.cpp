#include "platform/postgres/silence.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "platform/postgres/unavailable.hpp"

namespace frontdesk::postgres {
namespace {

// Without a deadline to wait for it looks this seldom. A deadline further away than this wakes nobody when it is added,
// and most queries are long over by then.
constexpr std::chrono::milliseconds look_every{1000};

}  // namespace

class DeadlineWatch {
 public:
  static DeadlineWatch& of_process() {
    static DeadlineWatch watch;
    return watch;
  }

  void add(Deadline& deadline) {
    const std::lock_guard lock(mutex_);
    deadlines_.insert(&deadline);
    if (deadline.at_ < looks_at_) changed_.notify_one();
  }

  void remove(Deadline& deadline) {
    const std::lock_guard lock(mutex_);
    deadlines_.erase(&deadline);
  }

 private:
  DeadlineWatch() : thread_([this] { run(); }) {}
  ~DeadlineWatch() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      looks_at_ = shut_down_what_is_due();
      changed_.wait_until(lock, looks_at_);
    }
  }

  // When to look again.
  Deadline::Time shut_down_what_is_due() {
    const auto now = std::chrono::steady_clock::now();
    auto next = now + look_every;
    for (Deadline* deadline : deadlines_) {
      if (deadline->passed()) continue;
      if (now < deadline->at_) {
        next = std::min(next, deadline->at_);
        continue;
      }
      deadline->passed_.store(true);
      deadline->socket_.shut_down();
    }
    return next;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Deadline*> deadlines_;
  Deadline::Time looks_at_{};
  bool stopping_ = false;
  std::thread thread_;
};

SocketHandle::SocketHandle(int socket) : descriptor_(::dup(socket)) {
  if (descriptor_ < 0) throw Unavailable("PostgreSQL: no descriptor left");
}
SocketHandle::~SocketHandle() { ::close(descriptor_); }
void SocketHandle::shut_down() const { ::shutdown(descriptor_, SHUT_RDWR); }

Deadline::Deadline(const SocketHandle& socket, Time at) : socket_(socket), at_(at) {
  DeadlineWatch::of_process().add(*this);
}
Deadline::~Deadline() { DeadlineWatch::of_process().remove(*this); }

}  // namespace frontdesk::postgres
