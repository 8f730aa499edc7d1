#include "domain/clinic_queue/queues.hpp"

#include "domain/clinic_queue/folds.hpp"
#include "domain/find.hpp"

namespace frontdesk::clinic_queue {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;

namespace {

constexpr int automatic_queue_size_max = 50;

events::QueueOpened opened(const QueueId& queue_id, const ClinicId& clinic_id, const LocalDay& day, int max_queue_size,
                           bool automatic, Instant at) {
  return {queue_id,     clinic_id,     day.day,        day.starts_at, day.ends_at,
          day.opens_at, day.closes_at, max_queue_size, automatic,     at};
}

// Days of a clinic only go forward, so its latest one says whether it has a queue for `day`. A clinic that has moved to
// where it is tomorrow keeps its present queue until that one's day has ended where it began, or a patient could wait
// in two.
bool has_queue_for(const Clinic& clinic, const LocalDate& day, Instant at) {
  return clinic.latest_day.has_value() && (day <= *clinic.latest_day || at < clinic.latest_day_ends_at);
}

constexpr std::int64_t settled_kept_ms = std::int64_t{48} * 60 * 60 * 1000;

void forget_settled(State& state, Instant now) {
  while (!state.settled.empty() && state.settled.begin()->first.ms + settled_kept_ms <= now.ms) {
    const auto queue = state.queues.find(state.settled.begin()->second);
    if (queue != state.queues.end() && is_settled(queue->second)) state.queues.erase(queue);
    state.settled.erase(state.settled.begin());
  }
}

void set_active(State& state, const QueueId& id, bool active, Instant at) {
  Queue& queue = queue_of(state, id);
  queue.active = active;
  queue.updated_at = at;
}

}  // namespace

Decision decide(const State& state, const OpenQueue& command) {
  const Clinic* clinic = find(state.clinics, command.clinic_id);
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  if (clinic == nullptr) return Rejection{"clinic_not_found"};
  if (!command.staff.of(command.clinic_id)) return Rejection{"unauthorized"};
  if (has_queue_for(*clinic, command.day.day, command.at)) return Rejection{"queue_exists"};
  return opened(command.queue_id, command.clinic_id, command.day, command.max_queue_size, false, command.at);
}

Decision decide(const State& state, const SetQueueActive& command) {
  if (!command.staff.of_some_clinic()) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr || !queue->is_todays(command.at)) return Rejection{"queue_not_found"};
  if (!command.staff.of(queue->opened.clinic_id)) return Rejection{"unauthorized"};
  if (queue->active == command.active) return NoChange{};
  if (command.active) {
    return events::QueueReactivated{command.queue_id, queue->opened.clinic_id, command.staff.id, command.at};
  }
  return events::QueueDeactivated{command.queue_id, queue->opened.clinic_id, command.staff.id, command.at};
}

std::optional<events::Event> due(const State& state, Instant now, const Calendar& calendar, const MintQueueId& mint) {
  if (!state.queue_ends.empty() && state.queue_ends.begin()->first <= now) {
    const auto& [ends_at, queue_id] = *state.queue_ends.begin();
    return events::QueueEnded{queue_id, find(state.queues, queue_id)->opened.clinic_id, ends_at};
  }
  for (const auto& [day_at, clinic_id] : state.clinic_days) {
    if (day_at > now) break;
    const Clinic& clinic = *find(state.clinics, clinic_id);
    // It gets no queue by itself until it is given another zone or hours; the others must not wait for that.
    if (!calendar.knows(clinic.zone, clinic.opening_hours)) continue;
    const LocalDay day = calendar.day_of(clinic.zone, clinic.opening_hours, now);
    // It comes too early when the clinic has moved, or when the rules of its zone have changed since.
    if (has_queue_for(clinic, day.day, now)) continue;
    return opened(mint(clinic_id, day.day), clinic_id, day, automatic_queue_size_max, true, now);
  }
  return std::nullopt;
}

void apply(State& state, const events::QueueOpened& event) {
  forget_settled(state, event.opened_at);
  Queue queue;
  queue.opened = event;
  queue.updated_at = event.opened_at;
  const bool added = state.queues.emplace(event.queue_id, std::move(queue)).second;
  require(added, "the queue is there already");
  state.queue_ends.emplace(event.day_ends_at, event.queue_id);
  Clinic& clinic = clinic_of(state, event.clinic_id);
  clinic.latest_day = event.day;
  clinic.latest_day_ends_at = std::max(clinic.latest_day_ends_at, event.day_ends_at);
  set_next_day(state, event.clinic_id, clinic, event.day_ends_at);
}

void apply(State& state, const events::QueueDeactivated& event) {
  set_active(state, event.queue_id, false, event.changed_at);
}

void apply(State& state, const events::QueueReactivated& event) {
  set_active(state, event.queue_id, true, event.changed_at);
}

void apply(State& state, const events::QueueEnded& event) {
  set_active(state, event.queue_id, false, event.ended_at);
  Queue& queue = queue_of(state, event.queue_id);
  queue.ended = true;
  state.queue_ends.erase({queue.opened.day_ends_at, event.queue_id});
  note_if_settled(state, event.queue_id, queue);
}

}  // namespace frontdesk::clinic_queue
