#include "platform/units/owner.hpp"

#include <algorithm>
#include <utility>

#include "platform/units/owner_impl.hpp"

namespace frontdesk::units {
namespace {

// While the unit changes over, commands wait this long to be decided: a retake is usually quicker than a client's
// retry.
constexpr std::chrono::milliseconds undecided_max{3000};

}  // namespace

Owner::Owner(event_log::UnitId unit, event_log::EventLog& log, Executor& executor, Assignment& assignment,
             const MakeFold& make_fold, OwnerOptions options, OwnerObserver& observer)
    : Owner(std::make_shared<Impl>(std::move(unit), log, executor, assignment, make_fold, std::move(options), observer,
                                   Sabotage{})) {}

Owner::Owner(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::unique_ptr<Owner> Sabotage::owner(event_log::UnitId unit, event_log::EventLog& log, Executor& executor,
                                       Assignment& assignment, const Owner::MakeFold& make_fold, OwnerOptions options,
                                       OwnerObserver& observer, const Sabotage& sabotage) {
  return std::unique_ptr<Owner>(new Owner(std::make_shared<Owner::Impl>(
      std::move(unit), log, executor, assignment, make_fold, std::move(options), observer, sabotage)));
}

// The implementation outlives this object while one of its tasks runs, which may be the caller of this.
Owner::~Owner() { impl_->close(); }

void Owner::take() { impl_->take(); }
void Owner::submit(Command command) { impl_->submit(std::move(command)); }
void Owner::drain(std::chrono::milliseconds deadline, std::function<void()> drained) {
  impl_->drain(deadline, std::move(drained));
}
bool Owner::serving() const { return impl_->serving(); }
std::size_t Owner::pending() const { return impl_->pending(); }
const Position& Owner::confirmed_position() const { return impl_->confirmed_position(); }

Owner::Impl::Impl(event_log::UnitId unit, event_log::EventLog& log, Executor& executor, Assignment& assignment,
                  const MakeFold& make_fold, OwnerOptions options, OwnerObserver& observer, const Sabotage& sabotage)
    : unit_(std::move(unit)),
      unit_name_(event_log::to_string(unit_)),
      log_(log),
      executor_(executor),
      assignment_(assignment),
      observer_(observer),
      options_(std::move(options)),
      sabotage_(sabotage),
      confirmed_(make_fold(), options_.dedupe_window) {}

bool Owner::Impl::accepts_commands() const {
  const bool unowned = phase_ == Phase::idle || phase_ == Phase::broken || phase_ == Phase::closed;
  return !unowned && !draining_ && pending() < options_.pending_max;
}

void Owner::Impl::submit(Command command) {
  if (accepts_commands()) {
    submitted_.push_back({std::move(command), executor_.monotonic()});
    watch();
  } else {
    turned_away_.push_back(std::move(command.answered));
  }
  schedule();
}

void Owner::Impl::drain(std::chrono::milliseconds deadline, std::function<void()> drained) {
  draining_ = true;
  drained_ = std::move(drained);
  executor_.after(deadline, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->finish_drain();
  });
  schedule();
}

void Owner::Impl::finish_drain() {
  if (phase_ == Phase::closed || !drained_) return;
  std::exchange(drained_, nullptr)();
}

void Owner::Impl::close() {
  phase_ = Phase::closed;
  let_go();
  turn_away_waiting();
  turn_away_submitted();
  answer_turned_away();
}

void Owner::Impl::schedule() {
  if (scheduled_ || phase_ == Phase::closed) return;
  scheduled_ = true;
  executor_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->work();
  });
}

void Owner::Impl::work() {
  scheduled_ = false;
  act();
  answer_turned_away();
  if (draining_ && pending() == 0 && turned_away_.empty()) finish_drain();
}

void Owner::Impl::act() {
  read_arrived();
  if (log_error_) stop_broken(*std::exchange(log_error_, std::nullopt));
  if (append_unknown_) drop("an append ended in an unknown state");
  pass_barriers();
  release(nullptr);
  decide_submitted();
  ask_end_offset();
}

void Owner::Impl::answer_turned_away() {
  for (const Answered& answered : std::exchange(turned_away_, {})) {
    if (answered) answered(Answer{});
  }
}

void Owner::Impl::turn_away_submitted() {
  for (Submitted& submitted : std::exchange(submitted_, {}))
    turned_away_.push_back(std::move(submitted.command.answered));
  schedule();
}

void Owner::Impl::turn_away_waiting() {
  for (Waiting& waiting : std::exchange(waiting_, {})) turned_away_.push_back(std::move(waiting.answered));
  schedule();
}

void Owner::Impl::turn_away_late_commands(std::chrono::milliseconds now) {
  while (!submitted_.empty() && submitted_.front().at + undecided_max <= now) {
    turned_away_.push_back(std::move(submitted_.front().command.answered));
    submitted_.pop_front();
    schedule();
  }
}

std::chrono::milliseconds Owner::Impl::check_every() const {
  return std::clamp(options_.read_back_overdue / 16, std::chrono::milliseconds(1), std::chrono::milliseconds(250));
}

// One timer watches whatever may become overdue; none runs while nothing waits.
void Owner::Impl::watch() {
  if (watching_ || phase_ == Phase::closed) return;
  if (pending() == 0 && phase_ != Phase::confirming && phase_ != Phase::taking) return;
  watching_ = true;
  executor_.after(check_every(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->check();
  });
}

void Owner::Impl::check() {
  watching_ = false;
  const auto now = executor_.monotonic();
  turn_away_late_commands(now);
  if (phase_ == Phase::serving && !waiting_.empty() && waiting_.front().since + options_.read_back_overdue <= now) {
    drop("a read-back is overdue");
  } else if (phase_ == Phase::taking && start_is_overdue(now)) {
    drop("the start of the term is overdue");
  } else if (phase_ == Phase::confirming && progress_at_ + options_.read_back_overdue <= now) {
    confirm_assignment();
  }
  watch();
}

}  // namespace frontdesk::units
