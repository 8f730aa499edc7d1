#include "domain/clinic_queue/state.hpp"

#include <type_traits>

#include "domain/clinic_queue/folds.hpp"

namespace frontdesk::clinic_queue {

void set_next_day(State& state, const ClinicId& id, Clinic& clinic, Instant at) {
  state.clinic_days.erase({clinic.next_day_at, id});
  clinic.next_day_at = at;
  if (clinic.active) state.clinic_days.emplace(at, id);
}

void note_if_settled(State& state, const QueueId& id, const Queue& queue) {
  if (is_settled(queue)) state.settled.emplace(queue.opened.day_ends_at, id);
}

namespace {

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

void evolve(State& state, const events::Event& event) {
  std::visit(
      [&state](const auto& happened) {
        apply(state, happened);
        ++version_after(state, happened);
      },
      event);
}

}  // namespace frontdesk::clinic_queue
