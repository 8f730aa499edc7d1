#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace frontdesk::web {

class Deadline;

// Any number of points in time on one timer of the loop. The clock is the monotonic one: setting the wall clock ends
// nobody's life. Those still set when they go are cleared, and must not be set again. Loop thread only.
class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadlines(boost::asio::io_context& loop);
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

 private:
  friend class Deadline;
  using Waiting = std::multimap<Clock::time_point, Deadline*>;
  class Timer;

  Waiting::iterator add(Clock::time_point at, Deadline& deadline);
  void remove(Waiting::iterator place);
  void arm();
  void fire();

  Waiting waiting_;
  std::shared_ptr<Timer> timer_;
};

// One of them, set or not. `due` is called on the loop when it has passed; destroying it clears it.
class Deadline {
 public:
  Deadline(Deadlines& all, std::function<void()> due) : all_(all), due_(std::move(due)) {}
  ~Deadline() { clear(); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(Deadlines::Clock::time_point at);
  void set_in(std::chrono::milliseconds time) { set(Deadlines::Clock::now() + time); }
  void clear();
  bool is_set() const { return set_; }
  bool has_passed() const { return set_ && place_->first <= Deadlines::Clock::now(); }

 private:
  friend class Deadlines;
  Deadlines& all_;
  std::function<void()> due_;
  Deadlines::Waiting::iterator place_;
  bool set_ = false;
};

}  // namespace frontdesk::web
