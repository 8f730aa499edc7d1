#include "domain/clinic_queue/state.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "domain/unfoldable.hpp"

namespace frontdesk::clinic_queue {
namespace {

using domain::require;

Clinic& clinic_of(State& state, const ClinicId& id) { return domain::existing(state.clinics, id, "clinic"); }
Queue& queue_of(State& state, const QueueId& id) { return domain::existing(state.queues, id, "queue"); }

// A token in the wrong queue would stay behind in the right one, where deciders then meet a token that is not there.
ActiveToken& token_of(State& state, const QueueId& queue_id, const TokenId& id) {
  ActiveToken& token = domain::existing(state.tokens, id, "token");
  require(token.queue_id == queue_id, "the token is of another queue");
  return token;
}

void set_next_day(State& state, const ClinicId& id, Clinic& clinic, Instant at) {
  state.clinic_days.erase({clinic.next_day_at, id});
  clinic.next_day_at = at;
  if (clinic.active) state.clinic_days.emplace(at, id);
}

constexpr std::int64_t settled_kept_ms = std::int64_t{48} * 60 * 60 * 1000;

bool is_settled(const Queue& queue) { return queue.ended && queue.waiting.empty() && !queue.called; }

void note_if_settled(State& state, const QueueId& id, const Queue& queue) {
  if (is_settled(queue)) state.settled.emplace(queue.day_ends_at, id);
}

void forget_settled(State& state, Instant now) {
  while (!state.settled.empty() && state.settled.begin()->first.ms + settled_kept_ms <= now.ms) {
    const auto queue = state.queues.find(state.settled.begin()->second);
    if (queue != state.queues.end() && is_settled(queue->second)) state.queues.erase(queue);
    state.settled.erase(state.settled.begin());
  }
}

// The token leaves those that wait or are called and stays a number of its queue.
void finalize(State& state, const QueueId& queue_id, const TokenId& id) {
  Queue& queue = queue_of(state, queue_id);
  const ActiveToken& token = token_of(state, queue_id, id);
  queue.highest_final_number = std::max(queue.highest_final_number, token.number);
  queue.patients.erase(token.patient_id);
  if (queue.called == id) {
    queue.called.reset();
  } else {
    queue.waiting.erase(token.number);
  }
  state.tokens.erase(id);
  note_if_settled(state, queue_id, queue);
}

void apply(State& state, const events::ClinicCreated& event) {
  Clinic clinic;
  clinic.name = event.name;
  clinic.latitude = event.latitude;
  clinic.longitude = event.longitude;
  clinic.zone = event.zone;
  clinic.opening_hours = event.opening_hours;
  state.places[place_of(clinic)].claim = {event.clinic_id, clinic.revision};
  const auto [entry, added] = state.clinics.emplace(event.clinic_id, std::move(clinic));
  require(added, "the clinic is there already");
  set_next_day(state, event.clinic_id, entry->second, event.first_day_ends_at);
}

void apply(State& state, const events::PlaceClaimed& event) {
  state.places[event.place].claim = {event.clinic_id, event.revision};
}

void apply(State& state, const events::ClinicChanged& event) {
  Clinic& clinic = clinic_of(state, event.clinic_id);
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
  forget_settled(state, event.opened_at);
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
  require(added, "the queue is there already");
  state.queue_ends.emplace(event.day_ends_at, event.queue_id);
  Clinic& clinic = clinic_of(state, event.clinic_id);
  clinic.latest_day = event.day;
  clinic.latest_day_ends_at = std::max(clinic.latest_day_ends_at, event.day_ends_at);
  set_next_day(state, event.clinic_id, clinic, event.day_ends_at);
}

void apply(State& state, const events::TokenIssued& event) {
  Queue& queue = queue_of(state, event.queue_id);
  require(!queue.ended, "the queue has ended");
  ++queue.size;
  require(queue.waiting.emplace(event.token_number, event.token_id).second, "the number is there already");
  queue.patients.insert(event.patient_id);
  const bool added = state.tokens
                         .emplace(event.token_id, ActiveToken{event.queue_id, event.patient_id, event.token_number,
                                                              event.issued_at, std::nullopt, false})
                         .second;
  require(added, "the token is there already");
}

void apply(State& state, const events::TokenCalled& event) {
  if (event.completed) finalize(state, event.queue_id, event.completed->token_id);
  Queue& queue = queue_of(state, event.queue_id);
  ActiveToken& token = token_of(state, event.queue_id, event.token.token_id);
  token.called_at = event.called_at;
  queue.waiting.erase(token.number);
  queue.called = event.token.token_id;
  queue.current_token_number = token.number;
  queue.updated_at = event.called_at;
}

void apply(State& state, const events::TokenSkipped& event) { finalize(state, event.queue_id, event.token.token_id); }

void apply(State& state, const events::TokenStarted& event) {
  token_of(state, event.queue_id, event.token.token_id).started = true;
}

void apply(State& state, const events::TokenCompleted& event) { finalize(state, event.queue_id, event.token.token_id); }

void apply(State& state, const events::TokenReturned& event) {
  Queue& queue = queue_of(state, event.queue_id);
  const ActiveToken& returned = token_of(state, event.queue_id, event.token.token_id);
  require(!returned.called_at && returned.number == event.token.token_number, "the token does not wait at its number");
  --queue.size;
  queue.patients.erase(event.token.patient_id);
  const std::size_t waiting_after = queue.waiting.size() - 1;
  queue.waiting.erase(queue.waiting.lower_bound(event.token.token_number), queue.waiting.end());
  int previous = event.token.token_number - 1;
  for (const events::WaitingToken& token : event.renumbered) {
    ActiveToken& moved = token_of(state, event.queue_id, token.token_id);
    const bool moves_up = token.token_number > std::exchange(previous, token.token_number) && moved.number > previous;
    require(!moved.called_at && moves_up, "a token moves up that does not wait behind");
    moved.number = token.token_number;
    queue.waiting.emplace_hint(queue.waiting.end(), token.token_number, token.token_id);
  }
  require(queue.waiting.size() == waiting_after, "not all that wait behind move up");
  state.tokens.erase(event.token.token_id);
  note_if_settled(state, event.queue_id, queue);
}

void set_active(State& state, const QueueId& id, bool active, Instant at) {
  Queue& queue = queue_of(state, id);
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
  Queue& queue = queue_of(state, event.queue_id);
  queue.ended = true;
  state.queue_ends.erase({queue.day_ends_at, event.queue_id});
  note_if_settled(state, event.queue_id, queue);
}

// Of the event's aggregate.
template <class Event>
std::uint64_t& version_after(State& state, const Event& event) {
  if constexpr (std::is_same_v<Event, events::PlaceClaimed>) {
    return domain::existing(state.places, event.place, "place").version;
  } else if constexpr (requires { event.queue_id; }) {
    return queue_of(state, event.queue_id).version;
  } else {
    return clinic_of(state, event.clinic_id).version;
  }
}

}  // namespace

std::string place_of(const Clinic& clinic) { return place_of(clinic.name, clinic.latitude, clinic.longitude); }

std::string place_after(const Clinic& clinic, const events::ClinicChanged& change) {
  return place_of(change.name.value_or(clinic.name), change.latitude.value_or(clinic.latitude),
                  change.longitude.value_or(clinic.longitude));
}

void evolve(State& state, const events::Event& event) {
  std::visit(
      [&state](const auto& happened) {
        apply(state, happened);
        ++version_after(state, happened);
      },
      event);
}

}  // namespace frontdesk::clinic_queue
