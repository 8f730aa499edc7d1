#pragma once
#include <algorithm>
#include <chrono>

namespace frontdesk::realtime_gateway {

// So many events a second, and a burst after a pause. May be overdrawn: what has come is dealt with,
// and the next waits. Loop thread only.
class EventAllowance {
 public:
  using Clock = std::chrono::steady_clock;

  EventAllowance(double events_per_s, double events_burst, Clock::time_point now = Clock::now())
      : events_per_s_(events_per_s), events_burst_(events_burst), left_(events_burst), counted_at_(now) {}

  void spend() { left_ -= 1; }
  // How long until there is one more; zero: there is.
  std::chrono::milliseconds missing(Clock::time_point now = Clock::now()) {
    const double passed_s = std::chrono::duration<double>(now - counted_at_).count();
    left_ = std::min(events_burst_, left_ + passed_s * events_per_s_);
    counted_at_ = now;
    if (left_ >= 1) return std::chrono::milliseconds(0);
    return std::chrono::milliseconds(static_cast<int>((1 - left_) / events_per_s_ * 1000) + 1);
  }

 private:
  const double events_per_s_;
  const double events_burst_;
  double left_;
  Clock::time_point counted_at_;
};

}  // namespace frontdesk::realtime_gateway
