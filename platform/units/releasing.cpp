#include <algorithm>
#include <utility>

#include "platform/units/owner_impl.hpp"

namespace frontdesk::units {
namespace {

constexpr std::chrono::milliseconds end_offset_retry{50};

}  // namespace

// Answers, in the order of decision, all that the records read so far prove. `read_back` is the event just read, if
// any.
void Owner::Impl::release(const EventView* read_back) {
  while (phase_ == Phase::serving && !waiting_.empty() && releasable(waiting_.front())) {
    Waiting waiting = std::move(waiting_.front());
    waiting_.pop_front();
    answer(std::move(waiting), read_back);
  }
  if (sabotage_.refuses_out_of_order) release_refusals_out_of_order();
}

// What leaves no record was decided on a state that may be outdated by another owner's term, unknown to us yet. It was
// current if, after the decision, the log was read to an end asked for after it, or a later own record was accepted,
// and no other term had begun by then.
bool Owner::Impl::releasable(const Waiting& waiting) const {
  const std::uint64_t read = confirmed_.position.number;
  if (waiting.writes) return waiting.number <= (sabotage_.answers_at_delivery ? std::max(read, delivered_) : read);
  return waiting.sequence <= sequence_proven_ || read > waiting.number || sabotage_.refuses_without_end_offset;
}

void Owner::Impl::release_refusals_out_of_order() {
  for (std::size_t i = 0; phase_ == Phase::serving && i < waiting_.size();) {
    if (waiting_[i].writes || waiting_[i].sequence > sequence_proven_) {
      ++i;
      continue;
    }
    Waiting waiting = std::move(waiting_[i]);
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    answer(std::move(waiting), nullptr);
    i = 0;
  }
}

void Owner::Impl::answer(Waiting waiting, const EventView* read_back) {
  if (!waiting.answered) return;
  Answer answer;
  answer.outcome = waiting.outcome;
  answer.refusal = waiting.refusal;
  answer.confirmed = confirmed_.fold.get();
  answer.next_offset = confirmed_.position.next_offset;
  EventView repeated_event;
  if (!waiting.command_id.empty()) {
    answer.repeated = true;
    if (!waiting.repeated) waiting.repeated = confirmed_.dedupe.find(waiting.command_id, confirmed_.last_time);
    if (!waiting.repeated) return waiting.answered(Answer{});
    answer.outcome = waiting.repeated->outcome;
    answer.refusal = waiting.repeated->refusal;
    repeated_event = waiting.repeated->event();
    read_back = &repeated_event;
  }
  if (answer.outcome == Outcome::accepted) answer.event = read_back;
  waiting.answered(answer);
}

// One request for all that waits for it. None when a later own record is on its way, which will prove the same.
void Owner::Impl::ask_end_offset() {
  const bool needed = sequence_ > sequence_asked_ && sequence_number_ == number_;
  if (phase_ != Phase::serving || asking_end_ || !needed) return;
  asking_end_ = true;
  log_.end_offset(unit_, [weak = weak_from_this(), attempt = attempt_, sequence = sequence_](auto end) {
    if (const auto self = weak.lock(); self && self->attempt_ == attempt) self->note_end_offset(end, sequence);
  });
}

void Owner::Impl::note_end_offset(std::optional<std::int64_t> end, std::uint64_t sequence) {
  if (end) {
    asking_end_ = false;
    sequence_asked_ = sequence;
    barriers_.push_back({sequence, *end});
    return schedule();
  }
  executor_.after(end_offset_retry, [weak = weak_from_this(), attempt = attempt_] {
    const auto self = weak.lock();
    if (!self || self->attempt_ != attempt) return;
    self->asking_end_ = false;
    self->schedule();
  });
}

void Owner::Impl::pass_barriers() {
  while (!barriers_.empty() && barriers_.front().end <= confirmed_.position.next_offset) {
    sequence_proven_ = std::max(sequence_proven_, barriers_.front().sequence);
    barriers_.pop_front();
  }
}

void Owner::Impl::note_delivery(event_log::AppendOutcome outcome, std::uint64_t number) {
  if (outcome == event_log::AppendOutcome::unknown && !sabotage_.writes_on_after_unknown) append_unknown_ = true;
  if (outcome == event_log::AppendOutcome::durable) delivered_ = std::max(delivered_, number);
  if (append_unknown_ || sabotage_.answers_at_delivery) schedule();
}

}  // namespace frontdesk::units
