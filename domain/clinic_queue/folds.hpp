#pragma once
#include "domain/clinic_queue/state.hpp"
#include "domain/unfoldable.hpp"

// What the folds of this context share. Each `apply` (events/clinic_queue_apply.hpp) stands beside the decider of its
// event.
namespace frontdesk::clinic_queue {

inline Clinic& clinic_of(State& state, const ClinicId& id) { return domain::existing(state.clinics, id, "clinic"); }
inline Queue& queue_of(State& state, const QueueId& id) { return domain::existing(state.queues, id, "queue"); }

void set_next_day(State& state, const ClinicId& id, Clinic& clinic, Instant at);

// Ended, and nobody is left in it.
inline bool is_settled(const Queue& queue) { return queue.ended && queue.waiting.empty() && !queue.called; }
void note_if_settled(State& state, const QueueId& id, const Queue& queue);

}  // namespace frontdesk::clinic_queue
