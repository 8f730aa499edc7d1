#pragma once
#include "domain/booking/state.hpp"
#include "domain/unfoldable.hpp"

// What the folds of this context share. Each `apply` (events/booking_apply.hpp) stands beside the decider of its event.
namespace frontdesk::booking {

inline Appointment& appointment_in(State& state, const AppointmentId& id) {
  return domain::existing(state.appointments, id, "appointment");
}

}  // namespace frontdesk::booking
