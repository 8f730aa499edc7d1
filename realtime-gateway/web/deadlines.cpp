#include "realtime-gateway/web/deadlines.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace frontdesk::web {

// Outlives the Deadlines in the handler of its last wait.
class Deadlines::Timer {
 public:
  explicit Timer(boost::asio::io_context& loop) : timer(loop) {}
  boost::asio::steady_timer timer;
  Deadlines* owner = nullptr;
};

Deadlines::Deadlines(boost::asio::io_context& loop) : timer_(std::make_shared<Timer>(loop)) { timer_->owner = this; }

Deadlines::~Deadlines() {
  for (auto& [at, deadline] : waiting_) deadline->set_ = false;
  timer_->owner = nullptr;
  timer_->timer.cancel();
}

Deadlines::Waiting::iterator Deadlines::add(Clock::time_point at, Deadline& deadline) {
  const auto place = waiting_.emplace(at, &deadline);
  if (place == waiting_.begin()) arm();
  return place;
}

void Deadlines::remove(Waiting::iterator place) { waiting_.erase(place); }

void Deadlines::arm() {
  if (waiting_.empty()) return;
  timer_->timer.expires_at(waiting_.begin()->first);
  timer_->timer.async_wait([timer = timer_](const boost::system::error_code& cancelled) {
    if (!cancelled && timer->owner) timer->owner->fire();
  });
}

void Deadlines::fire() {
  const auto now = Clock::now();
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    Deadline& passed = *waiting_.begin()->second;
    passed.clear();
    // A copy: what it does may destroy the deadline.
    const auto due = passed.due_;
    due();
  }
  arm();
}

void Deadline::set(Deadlines::Clock::time_point at) {
  clear();
  place_ = all_.add(at, *this);
  set_ = true;
}

void Deadline::clear() {
  if (!set_) return;
  set_ = false;
  all_.remove(place_);
}

}  // namespace frontdesk::web
