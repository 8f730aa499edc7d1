#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace frontdesk {

// What all who ask one server know of each other: whether it failed to answer a moment ago. Then everybody is refused
// at once for 100 ms, and after that one of them tries: a frozen server costs one thread its patience, not all. Any
// thread.
class Outage {
 public:
  // May the caller ask? False while it is too early to try again, or another thread tries, which is given `patience`.
  bool admit(std::chrono::milliseconds patience);
  void met();
  void over() { retry_at_ms_.store(0, std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> retry_at_ms_{0};  // monotonic; 0: no outage
};

}  // namespace frontdesk
