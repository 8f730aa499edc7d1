#include "domain/clinic_queue/decider.hpp"

#include <algorithm>

namespace frontdesk::clinic_queue {
namespace {

using domain::NoChange;
using domain::Rejection;

constexpr int automatic_queue_size_max = 50;

template <class Map>
const typename Map::mapped_type* find(const Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

bool acts_for_some_clinic(const Staff& staff) { return staff.is_admin || staff.clinic_id.has_value(); }

bool acts_for(const Staff& staff, const ClinicId& clinic_id) { return staff.is_admin || staff.clinic_id == clinic_id; }

// The end of a day is a matter of time; QueueEnded only tells of it.
bool is_todays(const Queue& queue, Instant at) { return !queue.ended && at < queue.day_ends_at; }

int highest_number(const State& state, const Queue& queue) {
  int highest = queue.highest_final_number;
  if (!queue.waiting.empty()) highest = std::max(highest, queue.waiting.rbegin()->first);
  if (queue.called) highest = std::max(highest, find(state.tokens, *queue.called)->number);
  return highest;
}

events::WaitingToken waiting_token(const TokenId& id, const ActiveToken& token) {
  return {id, token.patient_id, token.number, token.issued_at};
}

events::CalledToken called_token(const TokenId& id, const ActiveToken& token) {
  return {id, token.patient_id, token.number, token.issued_at, token.called_at.value()};
}

const Claim* claim_of(const State& state, const std::string& place) {
  const Place* found = find(state.places, place);
  return found == nullptr ? nullptr : &found->claim;
}

bool is_free(const Claim* claim, const std::optional<Claim>& outdated) {
  return claim == nullptr || (outdated.has_value() && *claim == *outdated);
}

Decision create_clinic(const State& state, const CreateClinic& command) {
  const auto& clinic = command.clinic;
  const Claim* claim = claim_of(state, place_of(clinic.name, clinic.latitude, clinic.longitude));
  if (!is_free(claim, command.outdated)) return Rejection{"clinic_exists"};
  return clinic;
}

Decision claim_place(const State& state, const ClaimPlace& command) {
  events::PlaceClaimed wanted = command.claim;
  wanted.place = place_of(wanted.name, wanted.latitude, wanted.longitude);
  const Claim* claim = claim_of(state, wanted.place);
  if (claim != nullptr && *claim == Claim{wanted.clinic_id, wanted.revision}) return NoChange{};
  // A clinic may take its own place again, and a later change of it goes before an earlier one.
  const bool own = claim != nullptr && claim->clinic_id == wanted.clinic_id && claim->revision < wanted.revision;
  if (!own && !is_free(claim, command.outdated)) return Rejection{"clinic_exists"};
  return wanted;
}

bool gives_nothing(const events::ClinicChanged& change) {
  events::ClinicChanged nothing;
  nothing.clinic_id = change.clinic_id;
  nothing.changed_by = change.changed_by;
  return change == nothing;
}

// Who is made active again waits for the next day like a clinic just created. Who moves to another zone gets its next
// queue when the day ends there, or its latest queue, if by the new zone that is yesterday's.
Instant next_day_after(const Clinic& clinic, const ChangeClinic& command) {
  const bool resumes = command.change.is_active.value_or(false) && !clinic.active;
  const bool moves = command.change.timezone.value_or(clinic.zone) != clinic.zone;
  const bool behind = clinic.latest_day.has_value() && *clinic.latest_day < command.day.day;
  if (resumes || (moves && !behind)) return command.day.ends_at;
  return clinic.next_day_at;
}

Decision change_clinic(const State& state, const ChangeClinic& command) {
  const Clinic* clinic = find(state.clinics, command.change.clinic_id);
  if (clinic == nullptr) return Rejection{"clinic_not_found"};
  if (gives_nothing(command.change)) return NoChange{};
  events::ClinicChanged changed = command.change;
  changed.revision = clinic->revision + 1;
  if (place_after(*clinic, changed) != place_of(*clinic)) {
    if (!command.place || command.place->revision != changed.revision) return Rejection{"clinic_changed_meanwhile"};
    if (command.place->taken) return Rejection{"clinic_exists"};
  }
  changed.next_day_at = next_day_after(*clinic, command);
  changed.changed_at = command.at;
  return changed;
}

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

Decision open_queue(const State& state, const OpenQueue& command) {
  const Clinic* clinic = find(state.clinics, command.clinic_id);
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  if (clinic == nullptr) return Rejection{"clinic_not_found"};
  if (!acts_for(command.staff, command.clinic_id)) return Rejection{"unauthorized"};
  if (has_queue_for(*clinic, command.day.day, command.at)) return Rejection{"queue_exists"};
  return opened(command.queue_id, command.clinic_id, command.day, command.max_queue_size, false, command.at);
}

Decision take_token(const State& state, const TakeToken& command) {
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"queue_not_found"};
  if (queue->patients.contains(command.patient_id)) return Rejection{"already_has_active_token"};
  if (!queue->active || !is_todays(*queue, command.at)) return Rejection{"queue_not_found"};
  if (command.refuse_after_closing && command.at >= queue->end_time) return Rejection{"queue_closed"};
  if (queue->size >= queue->size_max) return Rejection{"queue_full"};
  return events::TokenIssued{
      command.queue_id, queue->clinic_id, command.token_id, command.patient_id, highest_number(state, *queue) + 1,
      command.at};
}

Decision call_next(const State& state, const CallNext& command) {
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr || !queue->active || !is_todays(*queue, command.at)) return Rejection{"queue_not_found"};
  if (!acts_for(command.staff, queue->clinic_id)) return Rejection{"unauthorized"};
  if (command.expected_current_token_no.value_or(queue->current_token_number) != queue->current_token_number) {
    return Rejection{"queue_has_moved_on"};
  }
  if (queue->waiting.empty()) return Rejection{"no_waiting_tokens"};
  const TokenId& next = queue->waiting.begin()->second;
  events::TokenCalled called{command.queue_id, queue->clinic_id, waiting_token(next, *find(state.tokens, next)),
                             command.at,       command.staff.id, std::nullopt};
  if (queue->called) called.completed = called_token(*queue->called, *find(state.tokens, *queue->called));
  return called;
}

Decision skip_token(const State& state, const SkipToken& command) {
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_skippable"};
  if (!acts_for(command.staff, queue->clinic_id)) return Rejection{"unauthorized"};
  const ActiveToken* token = find(state.tokens, command.token_id);
  if (token == nullptr || token->queue_id != command.queue_id) return Rejection{"token_not_skippable"};
  return events::TokenSkipped{command.queue_id,
                              queue->clinic_id,
                              {command.token_id, token->patient_id, token->number, token->issued_at, token->called_at},
                              command.at,
                              command.staff.id};
}

Decision start_token(const State& state, const StartToken& command) {
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_startable"};
  if (!acts_for(command.staff, queue->clinic_id)) return Rejection{"unauthorized"};
  if (queue->called != command.token_id) return Rejection{"token_not_startable"};
  const ActiveToken& token = *find(state.tokens, command.token_id);
  if (token.started) return Rejection{"token_not_startable"};
  return events::TokenStarted{command.queue_id, queue->clinic_id, called_token(command.token_id, token), command.at,
                              command.staff.id};
}

Decision complete_token(const State& state, const CompleteToken& command) {
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr) return Rejection{"token_not_completable"};
  if (!acts_for(command.staff, queue->clinic_id)) return Rejection{"unauthorized"};
  if (queue->called != command.token_id) return Rejection{"token_not_completable"};
  return events::TokenCompleted{command.queue_id, queue->clinic_id,
                                called_token(command.token_id, *find(state.tokens, command.token_id)), command.at,
                                command.staff.id};
}

Decision return_token(const State& state, const ReturnToken& command) {
  const ActiveToken* token = find(state.tokens, command.token_id);
  if (token == nullptr || token->patient_id != command.patient_id || token->called_at)
    return Rejection{"token_not_found"};
  const Queue& queue = *find(state.queues, token->queue_id);
  events::TokenReturned returned{
      token->queue_id, queue.clinic_id, waiting_token(command.token_id, *token), {}, command.at};
  // Each later one takes the number of the waiting token before it, which need not be one less.
  int freed = token->number;
  for (auto later = queue.waiting.upper_bound(token->number); later != queue.waiting.end(); ++later) {
    returned.renumbered.push_back(waiting_token(later->second, *find(state.tokens, later->second)));
    returned.renumbered.back().token_number = std::exchange(freed, later->first);
  }
  return returned;
}

Decision set_queue_active(const State& state, const SetQueueActive& command) {
  if (!acts_for_some_clinic(command.staff)) return Rejection{"unauthorized"};
  const Queue* queue = find(state.queues, command.queue_id);
  if (queue == nullptr || !is_todays(*queue, command.at)) return Rejection{"queue_not_found"};
  if (!acts_for(command.staff, queue->clinic_id)) return Rejection{"unauthorized"};
  if (queue->active == command.active) return NoChange{};
  if (command.active) {
    return events::QueueReactivated{command.queue_id, queue->clinic_id, command.staff.id, command.at};
  }
  return events::QueueDeactivated{command.queue_id, queue->clinic_id, command.staff.id, command.at};
}

Decision dispatch(const State& state, const CreateClinic& command) { return create_clinic(state, command); }
Decision dispatch(const State& state, const ClaimPlace& command) { return claim_place(state, command); }
Decision dispatch(const State& state, const ChangeClinic& command) { return change_clinic(state, command); }
Decision dispatch(const State& state, const OpenQueue& command) { return open_queue(state, command); }
Decision dispatch(const State& state, const TakeToken& command) { return take_token(state, command); }
Decision dispatch(const State& state, const CallNext& command) { return call_next(state, command); }
Decision dispatch(const State& state, const SkipToken& command) { return skip_token(state, command); }
Decision dispatch(const State& state, const StartToken& command) { return start_token(state, command); }
Decision dispatch(const State& state, const CompleteToken& command) { return complete_token(state, command); }
Decision dispatch(const State& state, const ReturnToken& command) { return return_token(state, command); }
Decision dispatch(const State& state, const SetQueueActive& command) { return set_queue_active(state, command); }

}  // namespace

Decision decide(const State& state, const Command& command) {
  return std::visit([&state](const auto& asked) { return dispatch(state, asked); }, command);
}

bool is_outdated(const State& state, const Claim& claim, const std::string& place) {
  const Clinic* clinic = find(state.clinics, claim.clinic_id);
  return clinic != nullptr && clinic->revision >= claim.revision && place_of(*clinic) != place;
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

std::optional<LocalDay> today(const State& state, const ClinicId& clinic_id, Instant at, const Calendar& calendar) {
  const Clinic* clinic = find(state.clinics, clinic_id);
  if (clinic == nullptr) return std::nullopt;
  return calendar.day_of(clinic->zone, clinic->opening_hours, at);
}

}  // namespace frontdesk::clinic_queue
