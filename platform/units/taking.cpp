#include <algorithm>
#include <exception>
#include <utility>

#include "platform/event_log/partitioning.hpp"
#include "platform/units/owner_impl.hpp"
#include "platform/units/records.hpp"

namespace frontdesk::units {

void Owner::Impl::take() {
  if (phase_ != Phase::idle || draining_) return;
  if (deposed_) return rest_then_take();
  begin_term();
}

std::chrono::milliseconds Owner::Impl::backoff() {
  const int doublings = std::min(failures_, 16);
  const auto longest = std::min(options_.backoff_min * (1 << doublings), options_.backoff_max);
  const auto half = static_cast<std::uint64_t>(longest.count() / 2);
  return std::chrono::milliseconds(half + executor_.random() % (half + 1));
}

void Owner::Impl::rest_then_take() {
  phase_ = Phase::resting;
  const auto rest = backoff();
  ++failures_;
  executor_.after(rest, [weak = weak_from_this(), attempt = attempt_] {
    const auto self = weak.lock();
    if (!self || self->attempt_ != attempt || self->phase_ != Phase::resting) return;
    self->sabotage_.retakes_unasked ? self->begin_term() : self->confirm_assignment();
  });
}

// Whoever was deposed may have lost the unit to another instance for good, so it asks before it deposes that one in
// turn.
void Owner::Impl::confirm_assignment() {
  phase_ = Phase::confirming;
  progress_at_ = executor_.monotonic();
  watch();
  assignment_.confirm(unit_, [weak = weak_from_this(), attempt = ++attempt_](bool still_assigned) {
    const auto self = weak.lock();
    if (!self || self->attempt_ != attempt || self->phase_ != Phase::confirming) return;
    if (still_assigned) return self->begin_term();
    self->phase_ = Phase::idle;
    self->turn_away_submitted();
  });
}

void Owner::Impl::begin_term() {
  phase_ = Phase::taking;
  const auto attempt = ++attempt_;
  term_ = event_log::uuid_from(executor_.random(), executor_.random());
  progress_at_ = executor_.monotonic();
  start_unknown_at_.reset();
  replayed_ = 0;
  start_reading();
  appender_ = log_.open_appender(unit_);
  auto start = term_started_record(options_.source, unit_name_, term_, std::max(executor_.now(), confirmed_.last_time));
  Position foreseen = confirmed_.position;
  foreseen.term_hash = record_hash(start.key, start.value, start.headers);
  appender_->append(std::move(start),
                    [weak = weak_from_this(), attempt](event_log::AppendOutcome outcome, std::int64_t) {
                      if (const auto self = weak.lock(); self && self->attempt_ == attempt) self->note_start(outcome);
                    });
  watch();
  if (!sabotage_.serves_before_replay) return;
  start_serving();
  next_previous_ = chain_hash(foreseen);
}

// A lost acknowledgement does not matter: the record that comes back is the proof.
void Owner::Impl::note_start(event_log::AppendOutcome outcome) {
  if (outcome == event_log::AppendOutcome::unknown) start_unknown_at_ = executor_.monotonic();
}

// A long replay goes on for as long as it makes progress; a start that perhaps never reached the log does not get that
// time.
bool Owner::Impl::start_is_overdue(std::chrono::milliseconds now) const {
  return std::min(progress_at_, start_unknown_at_.value_or(progress_at_)) + options_.read_back_overdue <= now;
}

void Owner::Impl::start_reading() {
  const auto attempt = attempt_;
  tail_ = log_.read_from(
      unit_, confirmed_.position.next_offset,
      [weak = weak_from_this(), attempt](std::vector<event_log::Record> records) {
        const auto self = weak.lock();
        if (!self || self->attempt_ != attempt) return;
        self->arrived_.push_back(std::move(records));
        self->schedule();
      },
      [weak = weak_from_this(), attempt](event_log::TailError, const std::string& detail) {
        const auto self = weak.lock();
        if (!self || self->attempt_ != attempt) return;
        self->log_error_ = "the log does not reach the position read so far: " + detail;
        self->schedule();
      });
}

void Owner::Impl::start_serving() {
  phase_ = Phase::serving;
  serving_since_ = executor_.monotonic();
  speculative_ = confirmed_.fold->clone();
  last_decided_ = confirmed_.last_time;
  number_ = delivered_ = 0;
  next_previous_ = chain_hash(confirmed_.position);
  observer_.serving(unit_, term_, replayed_);
  if (options_.tick_every.count() > 0) {
    executor_.after(options_.tick_every, [weak = weak_from_this(), attempt = attempt_] {
      if (const auto self = weak.lock()) self->tick(attempt);
    });
  }
  schedule();
}

void Owner::Impl::read_arrived() {
  const auto batches = std::exchange(arrived_, {});
  if (!batches.empty()) progress_at_ = executor_.monotonic();
  for (const auto& batch : batches) {
    for (const auto& record : batch) {
      if (!read(record)) return;
    }
  }
}

// False when reading ends here: what follows in the batch is read again after a retake.
bool Owner::Impl::read(const event_log::Record& record) {
  switch (accept(confirmed_.position, record, sabotage_.acceptance)) {
    case Verdict::term_started:
      return enter_term();
    case Verdict::void_record:
      return read_void(record);
    case Verdict::broken_chain:
      stop_broken("the record at offset " + std::to_string(record.offset) + " does not follow the last accepted one");
      return false;
    case Verdict::accepted:
      break;
  }
  return read_accepted(record);
}

// A record that was accepted and cannot be folded is a fault of the log or of the fold. It stops this unit, not the
// others.
bool Owner::Impl::read_accepted(const event_log::Record& record) {
  const EventView event = event_of(record);
  try {
    confirmed_.apply(record, event);
  } catch (const std::exception& error) {
    stop_broken("the record at offset " + std::to_string(record.offset) + " cannot be folded: " + error.what());
    return false;
  }
  if (phase_ == Phase::taking) {
    ++replayed_;
    return true;
  }
  if (const auto id = record.header(header::command_id); !id.empty()) in_flight_.erase(std::string(id));
  release(&event);
  return phase_ == Phase::serving;
}

bool Owner::Impl::enter_term() {
  const bool own = confirmed_.position.term == term_;
  if (own && phase_ == Phase::taking) start_serving();
  if (own || phase_ == Phase::taking || sabotage_.ignores_higher_terms) return true;
  drop("another owner has started the term " + confirmed_.position.term);
  return false;
}

bool Owner::Impl::read_void(const event_log::Record& record) {
  observer_.void_record(unit_, record.offset);
  if (phase_ != Phase::serving || record.header(header::term) != term_ || sabotage_.ignores_higher_terms) return true;
  drop("an own record is void: one before it did not reach the log");
  return false;
}

void Owner::Impl::let_go() {
  ++attempt_;
  appender_.reset();
  tail_.reset();
  arrived_.clear();
  log_error_.reset();
  append_unknown_ = false;
  barriers_.clear();
  sequence_asked_ = sequence_;
  asking_end_ = false;
  in_flight_.clear();
  speculative_.reset();
  if (sabotage_.forgets_term_when_dropped) confirmed_.position.term.clear();
}

void Owner::Impl::drop(const std::string& reason) {
  if (phase_ == Phase::serving && executor_.monotonic() - serving_since_ >= options_.backoff_max) failures_ = 0;
  deposed_ = true;
  phase_ = Phase::idle;
  let_go();
  turn_away_waiting();
  draining_ ? turn_away_submitted() : rest_then_take();
  observer_.dropped(unit_, reason);
}

void Owner::Impl::stop_broken(const std::string& why) {
  phase_ = Phase::broken;
  let_go();
  turn_away_waiting();
  turn_away_submitted();
  observer_.broken(unit_, why);
}

}  // namespace frontdesk::units
