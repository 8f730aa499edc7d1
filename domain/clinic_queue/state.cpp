#include "domain/clinic_queue/state.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

namespace frontdesk::clinic_queue {
namespace {

template <class Map>
typename Map::mapped_type& existing(Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  assert(found != map.end());
  return found->second;
}

void set_next_day(State& state, const ClinicId& id, Clinic& clinic, Instant at) {
  state.clinic_days.erase({clinic.next_day_at, id});
  clinic.next_day_at = at;
  if (clinic.active) state.clinic_days.emplace(at, id);
}

// The token leaves those that wait or are called and stays a number of its queue.
void finalize(State& state, Queue& queue, const TokenId& id) {
  const ActiveToken& token = existing(state.tokens, id);
  queue.highest_final_number = std::max(queue.highest_final_number, token.number);
  queue.patients.erase(token.patient_id);
  if (queue.called == id) {
    queue.called.reset();
  } else {
    queue.waiting.erase(token.number);
  }
  state.tokens.erase(id);
}

void apply(State& state, const events::ClinicCreated& event) {
  Clinic clinic;
  clinic.name = event.name;
  clinic.latitude = event.latitude;
  clinic.longitude = event.longitude;
  clinic.zone = event.zone;
  clinic.opening_hours = event.opening_hours;
  state.claims[place_of(clinic)] = {event.clinic_id, clinic.revision};
  const auto [entry, added] = state.clinics.emplace(event.clinic_id, std::move(clinic));
  assert(added);
  set_next_day(state, event.clinic_id, entry->second, event.first_day_ends_at);
}

void apply(State& state, const events::PlaceClaimed& event) {
  state.claims[event.place] = {event.clinic_id, event.revision};
}

void apply(State& state, const events::ClinicChanged& event) {
  Clinic& clinic = existing(state.clinics, event.clinic_id);
  clinic.revision = event.revision;
  clinic.name = event.name.value_or(clinic.name);
  clinic.latitude = event.latitude.value_or(clinic.latitude);
  clinic.longitude = event.longitude.value_or(clinic.longitude);
  clinic.zone = event.timezone.value_or(clinic.zone);
  clinic.opening_hours = event.opening_hours.value_or(clinic.opening_hours);
  clinic.active = event.is_active.value_or(clinic.active);
  set_next_day(state, event.clinic_id, clinic, event.next_day_at);
}

void apply(State& state, const events::QueueOpened& event) {
  Queue queue;
  queue.clinic_id = event.clinic_id;
  queue.day_starts_at = event.day_starts_at;
  queue.day_ends_at = event.day_ends_at;
  queue.start_time = event.start_time;
  queue.end_time = event.end_time;
  queue.opened_at = event.opened_at;
  queue.updated_at = event.opened_at;
  queue.size_max = event.max_queue_size;
  const bool added = state.queues.emplace(event.queue_id, std::move(queue)).second;
  assert(added);
  state.queue_ends.emplace(event.day_ends_at, event.queue_id);
  Clinic& clinic = existing(state.clinics, event.clinic_id);
  clinic.latest_day = event.day;
  set_next_day(state, event.clinic_id, clinic, event.day_ends_at);
}

void apply(State& state, const events::TokenIssued& event) {
  Queue& queue = existing(state.queues, event.queue_id);
  ++queue.size;
  queue.waiting.emplace_hint(queue.waiting.end(), event.token_number, event.token_id);
  queue.patients.insert(event.patient_id);
  const bool added = state.tokens
                         .emplace(event.token_id, ActiveToken{event.queue_id, event.patient_id, event.token_number,
                                                              event.issued_at, std::nullopt, false})
                         .second;
  assert(added);
}

void apply(State& state, const events::TokenCalled& event) {
  Queue& queue = existing(state.queues, event.queue_id);
  if (event.completed) finalize(state, queue, event.completed->token_id);
  ActiveToken& token = existing(state.tokens, event.token.token_id);
  token.called_at = event.called_at;
  queue.waiting.erase(token.number);
  queue.called = event.token.token_id;
  queue.current_token_number = token.number;
  queue.updated_at = event.called_at;
}

void apply(State& state, const events::TokenSkipped& event) {
  finalize(state, existing(state.queues, event.queue_id), event.token.token_id);
}

void apply(State& state, const events::TokenStarted& event) {
  existing(state.tokens, event.token.token_id).started = true;
}

void apply(State& state, const events::TokenCompleted& event) {
  finalize(state, existing(state.queues, event.queue_id), event.token.token_id);
}

void apply(State& state, const events::TokenReturned& event) {
  Queue& queue = existing(state.queues, event.queue_id);
  --queue.size;
  queue.patients.erase(event.token.patient_id);
  queue.waiting.erase(queue.waiting.lower_bound(event.token.token_number), queue.waiting.end());
  for (const events::WaitingToken& token : event.renumbered) {
    existing(state.tokens, token.token_id).number = token.token_number;
    queue.waiting.emplace_hint(queue.waiting.end(), token.token_number, token.token_id);
  }
  state.tokens.erase(event.token.token_id);
}

void set_active(State& state, const QueueId& id, bool active, Instant at) {
  Queue& queue = existing(state.queues, id);
  queue.active = active;
  queue.updated_at = at;
}

void apply(State& state, const events::QueueDeactivated& event) {
  set_active(state, event.queue_id, false, event.changed_at);
}

void apply(State& state, const events::QueueReactivated& event) {
  set_active(state, event.queue_id, true, event.changed_at);
}

void apply(State& state, const events::QueueEnded& event) {
  set_active(state, event.queue_id, false, event.ended_at);
  Queue& queue = existing(state.queues, event.queue_id);
  queue.ended = true;
  state.queue_ends.erase({queue.day_ends_at, event.queue_id});
}

}  // namespace

std::string place_of(const std::string& name, double latitude, double longitude) {
  const auto bits = [](double degrees) {
    return std::to_string(std::bit_cast<std::uint64_t>(degrees + 0.0));  // + 0.0: minus zero is zero
  };
  return bits(latitude) + '|' + bits(longitude) + '|' + name;
}

std::string place_of(const Clinic& clinic) { return place_of(clinic.name, clinic.latitude, clinic.longitude); }

std::string place_after(const Clinic& clinic, const events::ClinicChanged& change) {
  return place_of(change.name.value_or(clinic.name), change.latitude.value_or(clinic.latitude),
                  change.longitude.value_or(clinic.longitude));
}

void evolve(State& state, const events::Event& event) {
  std::visit([&state](const auto& happened) { apply(state, happened); }, event);
}

}  // namespace frontdesk::clinic_queue
