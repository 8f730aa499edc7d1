#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::projected {

// Who waits for which position. On one executor; held by shared_ptr, because callbacks may drop it.
class Board : public std::enable_shared_from_this<Board> {
 public:
  using Done = std::function<void(bool)>;
  using Listener = std::function<void(const event_log::UnitId&, std::int64_t)>;

  explicit Board(Executor& executor) : executor_(executor) {}

  std::int64_t of(const event_log::UnitId& unit) const;
  void when(const event_log::UnitId& unit, std::int64_t next_offset, std::chrono::milliseconds patience, Done done);
  void on_advance(Listener listener) { listeners_.push_back(std::move(listener)); }

  void advance(const event_log::UnitId& unit, std::int64_t next_offset);

  bool somebody_waits() const { return waiting_ > 0; }
  bool somebody_listens() const { return !listeners_.empty(); }

 private:
  struct Waiter {
    std::chrono::milliseconds deadline;
    Done done;
  };
  struct Unit {
    std::int64_t next_offset = 0;
    std::multimap<std::int64_t, Waiter> waiters;
  };

  void look_for_lapses_later();
  void drop_lapsed();

  Executor& executor_;
  std::map<event_log::UnitId, Unit> units_;
  std::deque<Listener> listeners_;  // stays in place while one of them adds another
  std::size_t waiting_ = 0;
  bool timer_runs_ = false;
};

}  // namespace frontdesk::projected
