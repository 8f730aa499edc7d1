#include "platform/projected/board.hpp"

#include <vector>

namespace frontdesk::projected {
namespace {

// One timer for all waiters of all units; a waiter's patience (2 s) is far longer.
constexpr std::chrono::milliseconds lapse_check_every{50};

}  // namespace

std::int64_t Board::of(const event_log::UnitId& unit) const {
  const auto found = units_.find(unit);
  return found == units_.end() ? 0 : found->second.next_offset;
}

void Board::when(const event_log::UnitId& unit, std::int64_t next_offset, std::chrono::milliseconds patience,
                 Done done) {
  Unit& entry = units_[unit];
  if (entry.next_offset >= next_offset) return done(true);
  if (patience.count() <= 0) return done(false);
  entry.waiters.emplace(next_offset, Waiter{executor_.monotonic() + patience, std::move(done)});
  ++waiting_;
  look_for_lapses_later();
}

void Board::advance(const event_log::UnitId& unit, std::int64_t next_offset) {
  Unit& entry = units_[unit];
  if (next_offset <= entry.next_offset) return;
  entry.next_offset = next_offset;

  // Callbacks may wait again, advance again or drop the board: they find it whole.
  const auto self = shared_from_this();
  std::vector<Done> due;
  const auto end = entry.waiters.upper_bound(next_offset);
  for (auto waiter = entry.waiters.begin(); waiter != end; ++waiter) due.push_back(std::move(waiter->second.done));
  entry.waiters.erase(entry.waiters.begin(), end);
  waiting_ -= due.size();

  // Whoever is told may drop what `unit` is a part of.
  const event_log::UnitId copy = unit;  // NOLINT(performance-unnecessary-copy-initialization)
  for (std::size_t i = 0; i < listeners_.size(); ++i) listeners_[i](copy, next_offset);
  for (const Done& done : due) done(true);
}

void Board::look_for_lapses_later() {
  if (timer_runs_ || waiting_ == 0) return;
  timer_runs_ = true;
  executor_.after(lapse_check_every, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->drop_lapsed();
  });
}

void Board::drop_lapsed() {
  timer_runs_ = false;
  const auto now = executor_.monotonic();
  std::vector<Done> lapsed;
  for (auto& [id, unit] : units_) {
    for (auto waiter = unit.waiters.begin(); waiter != unit.waiters.end();) {
      if (waiter->second.deadline > now) {
        ++waiter;
        continue;
      }
      lapsed.push_back(std::move(waiter->second.done));
      waiter = unit.waiters.erase(waiter);
    }
  }
  waiting_ -= lapsed.size();
  look_for_lapses_later();
  for (const Done& done : lapsed) done(false);
}

}  // namespace frontdesk::projected
