#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// How far the units are, against the log's ends; keeps their metrics. On one executor; held by shared_ptr, because the
// log and timers call back.
class Progress : public std::enable_shared_from_this<Progress> {
 public:
  // All must outlive it. `on_end` is called whenever an end has been told.
  Progress(event_log::EventLog& log, Executor& executor, UnitsRead& units, std::chrono::milliseconds asked_every,
           std::chrono::milliseconds asked_again_after, std::function<void()> on_end);
  ~Progress();
  void begin();

  void connected();
  void disconnected();
  // The rows were lost: not caught up again before they say what they said.
  void lost(UnitRead& unit, std::int64_t next_offset);
  // Whether all units have once been at the log's end as of the start. Looks at them anew.
  bool look_whether_caught_up();
  bool caught_up() const { return caught_up_; }

 private:
  void ask_end(UnitRead& unit);
  void measure_lag();
  double lag_of(const UnitRead& unit) const;

  event_log::EventLog& log_;
  Executor& executor_;
  UnitsRead& units_;
  const std::chrono::milliseconds asked_every_;
  const std::chrono::milliseconds asked_again_after_;
  const std::function<void()> on_end_;
  bool caught_up_ = false;
  std::optional<std::chrono::milliseconds> disconnected_since_;
};

}  // namespace frontdesk::projectors
