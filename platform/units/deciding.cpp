#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "platform/units/owner_impl.hpp"
#include "platform/units/records.hpp"

namespace frontdesk::units {
namespace {

// Decided in one task, so that one busy unit does not keep the executor's other units waiting for long.
constexpr int decisions_max = 256;

}  // namespace

void Owner::Impl::decide_submitted() {
  if (phase_ != Phase::serving || submitted_.empty()) return;
  turn_away_late_commands(executor_.monotonic());
  for (int i = 0; i < decisions_max && !submitted_.empty(); ++i) {
    Command command = std::move(submitted_.front().command);
    submitted_.pop_front();
    try {
      decide(command);
    } catch (const std::exception& error) {
      // How far it came is not known, so nothing decided since what is confirmed can be relied on.
      turned_away_.push_back(std::move(command.answered));
      drop(std::string("a command could not be decided: ") + error.what());
      break;
    }
  }
  if (!submitted_.empty()) schedule();
  watch();
}

void Owner::Impl::decide(Command& command) {
  const Instant now = next_instant();
  if (command.key && !sabotage_.forgets_keys && answer_repetition(command, now)) return;
  Decided decided = command.decide(*speculative_, now);
  if (auto* event = std::get_if<EventDraft>(&decided)) return write_event(std::move(*event), command, now);
  if (std::holds_alternative<Outdated>(decided)) {
    turned_away_.push_back(std::move(command.answered));
    return;
  }
  auto* refused = std::get_if<Refused>(&decided);
  const bool failed = std::holds_alternative<Failed>(decided);
  const Outcome outcome = failed ? Outcome::failed : refused != nullptr ? Outcome::refused : Outcome::nothing;
  std::string refusal = refused != nullptr ? std::move(refused->code) : std::string();
  if (command.key && !failed) return write_answer(outcome, std::move(refusal), command, now);
  Waiting waiting;
  waiting.answered = std::move(command.answered);
  waiting.outcome = outcome;
  waiting.refusal = std::move(refusal);
  wait_for_barrier(std::move(waiting));
}

// A repetition is answered as its first was, once that one is confirmed; in the queue it stands behind it.
bool Owner::Impl::answer_repetition(Command& command, Instant now) {
  const auto flying = in_flight_.find(command.key->id);
  auto repeated = confirmed_.dedupe.find(command.key->id, now);
  if (flying == in_flight_.end() && !repeated) return false;
  const std::string& first = flying != in_flight_.end() ? flying->second : repeated->fingerprint;
  Waiting waiting;
  waiting.answered = std::move(command.answered);
  if (first != command.key->fingerprint) {
    waiting.outcome = Outcome::key_reused;
  } else {
    waiting.command_id = command.key->id;
    waiting.repeated = std::move(repeated);
  }
  wait_for_barrier(std::move(waiting));
  return true;
}

void Owner::Impl::write_event(EventDraft event, Command& command, Instant now) {
  // Asked before: with its last event a fold may forget an aggregate.
  const std::uint64_t version = speculative_->version(event.subject) + 1;
  speculative_->apply({event.context, event.type, event.schema_version, event.key, event.payload, now});
  ++number_;
  append(event_record(envelope(now), std::move(event), command, version));
  if (command.key) in_flight_.insert_or_assign(command.key->id, command.key->fingerprint);
  wait_for_record(Outcome::accepted, {}, std::move(command.answered));
}

void Owner::Impl::write_answer(Outcome outcome, std::string refusal, Command& command, Instant now) {
  ++number_;
  append(answer_record(envelope(now), outcome, refusal, command));
  in_flight_.insert_or_assign(command.key->id, command.key->fingerprint);
  wait_for_record(outcome, std::move(refusal), std::move(command.answered));
}

Envelope Owner::Impl::envelope(Instant now) const {
  return {options_.source, unit_name_, term_, number_, next_previous_, now};
}

void Owner::Impl::append(event_log::NewRecord record) {
  next_previous_ = record_hash(record.key, record.value, record.headers);
  appender_->append(std::move(record), [weak = weak_from_this(), attempt = attempt_, number = number_](
                                           event_log::AppendOutcome outcome, std::int64_t) {
    if (const auto self = weak.lock(); self && self->attempt_ == attempt) self->note_delivery(outcome, number);
  });
}

void Owner::Impl::wait_for_record(Outcome outcome, std::string refusal, Answered answered) {
  Waiting& waiting = waiting_.emplace_back();
  waiting.answered = std::move(answered);
  waiting.outcome = outcome;
  waiting.refusal = std::move(refusal);
  waiting.number = number_;
  waiting.since = executor_.monotonic();
}

void Owner::Impl::wait_for_barrier(Waiting waiting) {
  waiting.writes = false;
  waiting.number = sequence_number_ = number_;
  waiting.sequence = ++sequence_;
  waiting.since = executor_.monotonic();
  waiting_.push_back(std::move(waiting));
}

// Business time of a decision: the wall clock, which may jump back, but never to before the unit's last record.
Instant Owner::Impl::next_instant() {
  last_decided_ = std::max(last_decided_, executor_.now());
  return last_decided_;
}

void Owner::Impl::tick(std::uint64_t attempt) {
  if (attempt != attempt_ || phase_ != Phase::serving || draining_) return;
  if (submitted_.empty() && !append_unknown_) {
    try {
      write_due();
    } catch (const std::exception& error) {
      return drop(std::string("what is due could not be decided: ") + error.what());
    }
  }
  executor_.after(options_.tick_every, [weak = weak_from_this(), attempt] {
    if (const auto self = weak.lock()) self->tick(attempt);
  });
}

// A question that fails has changed nothing: commands go on, and it is asked again at the next tick.
std::optional<EventDraft> Owner::Impl::ask_what_is_due(Instant now) {
  try {
    return speculative_->due(now);
  } catch (const std::exception& error) {
    observer_.due_unknown(unit_, error.what());
    return std::nullopt;
  }
}

// The rest of what is due waits for the next tick when the unit is busy.
void Owner::Impl::write_due() {
  for (int i = 0; i < decisions_max && waiting_.size() < options_.pending_max / 2; ++i) {
    const Instant now = next_instant();
    const auto due = ask_what_is_due(now);
    if (!due) break;
    Command clock;
    clock.actor = "clock";
    write_event(*due, clock, now);
  }
  watch();
}

}  // namespace frontdesk::units
