#include "platform/postgres/silence.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "platform/postgres/unavailable.hpp"

namespace frontdesk::postgres {
namespace {

constexpr std::chrono::milliseconds look_every{50};
constexpr std::int64_t silence_pause_ms = 100;

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

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
    stop_.notify_all();
    thread_.join();
  }

  // Looks again and again rather than be woken by each query.
  void run() {
    std::unique_lock lock(mutex_);
    while (!stop_.wait_for(lock, look_every, [this] { return stopping_; })) {
      const auto now = std::chrono::steady_clock::now();
      for (Deadline* deadline : deadlines_) {
        if (deadline->passed() || now < deadline->at_) continue;
        deadline->passed_.store(true);
        deadline->socket_.shut_down();
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable stop_;
  std::set<Deadline*> deadlines_;
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

void Silence::admit(std::chrono::milliseconds patience) {
  std::int64_t retry_at = retry_at_ms_.load(std::memory_order_relaxed);
  if (retry_at == 0) return;
  const std::int64_t now = monotonic_ms();
  const bool mine = now >= retry_at && retry_at_ms_.compare_exchange_strong(retry_at, now + patience.count());
  if (!mine) throw Unavailable("PostgreSQL: silent a moment ago");
}

void Silence::met() { retry_at_ms_.store(monotonic_ms() + silence_pause_ms, std::memory_order_relaxed); }

}  // namespace frontdesk::postgres
