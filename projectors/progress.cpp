#include "projectors/progress.hpp"

#include <algorithm>

#include "platform/units/records.hpp"

namespace frontdesk::projectors {

using std::chrono::milliseconds;

Progress::Progress(event_log::EventLog& log, Executor& executor, UnitsRead& units, milliseconds asked_every,
                   milliseconds asked_again_after, std::function<void()> on_end)
    : log_(log),
      executor_(executor),
      units_(units),
      asked_every_(asked_every),
      asked_again_after_(asked_again_after),
      on_end_(std::move(on_end)) {}

Progress::~Progress() {
  for (const auto& unit : units_) {
    unit->lag_seconds.set(0);
    unit->gap_events.set(0);
  }
}

void Progress::begin() {
  for (const auto& unit : units_) ask_end(*unit);
  measure_lag();
}

void Progress::connected() { disconnected_since_.reset(); }

void Progress::disconnected() {
  if (!disconnected_since_) disconnected_since_ = executor_.monotonic();
}

void Progress::lost(UnitRead& unit, std::int64_t next_offset) {
  unit.end_at_start = std::max(unit.end_at_start.value_or(0), next_offset);
  caught_up_ = false;
}

bool Progress::look_whether_caught_up() {
  caught_up_ = caught_up_ || std::ranges::all_of(units_, [](const auto& unit) {
                 return unit->end_at_start && unit->position.next_offset >= *unit->end_at_start;
               });
  return caught_up_;
}

void Progress::ask_end(UnitRead& unit) {
  log_.end_offset(unit.id, [weak = weak_from_this(), &unit](std::optional<std::int64_t> end) {
    const auto self = weak.lock();
    if (!self) return;
    if (end) {
      if (!unit.end_at_start) unit.end_at_start = *end;
      unit.gap_events.set(static_cast<double>(std::max<std::int64_t>(0, *end - unit.position.next_offset)));
      self->on_end_();
    }
    self->executor_.after(end ? self->asked_every_ : self->asked_again_after_, [weak, &unit] {
      if (const auto later = weak.lock()) later->ask_end(unit);
    });
  });
}

// Once a second, so that a lag also shows while nothing moves.
void Progress::measure_lag() {
  for (const auto& unit : units_) unit->lag_seconds.set(lag_of(*unit));
  executor_.after(milliseconds(1000), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->measure_lag();
  });
}

double Progress::lag_of(const UnitRead& unit) const {
  std::int64_t ms = 0;
  if (disconnected_since_) {
    ms = (executor_.monotonic() - *disconnected_since_).count();
  } else if (!unit.arrived.empty()) {
    ms = executor_.now().ms - units::event_of(unit.arrived.front()).time.ms;
  }
  return static_cast<double>(std::max<std::int64_t>(0, ms)) / 1000.0;
}

}  // namespace frontdesk::projectors
