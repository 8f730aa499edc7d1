#include "domain/clinic_queue/queues.hpp"

#include "domain/find.hpp"

namespace frontdesk::clinic_queue {

using domain::find;
using domain::NoChange;
using domain::Rejection;

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
  if (!command.staff.of(queue->clinic_id)) return Rejection{"unauthorized"};
  if (queue->active == command.active) return NoChange{};
  if (command.active) {
    return events::QueueReactivated{command.queue_id, queue->clinic_id, command.staff.id, command.at};
  }
  return events::QueueDeactivated{command.queue_id, queue->clinic_id, command.staff.id, command.at};
}

std::optional<events::Event> due(const State& state, Instant now, const Calendar& calendar, const MintQueueId& mint) {
  if (!state.queue_ends.empty() && state.queue_ends.begin()->first <= now) {
    const auto& [ends_at, queue_id] = *state.queue_ends.begin();
    return events::QueueEnded{queue_id, find(state.queues, queue_id)->clinic_id, ends_at};
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

}  // namespace frontdesk::clinic_queue
