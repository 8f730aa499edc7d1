#pragma once
#include "domain/booking/decision.hpp"

// What can be asked of an appointment (contract 000, sections 3 and 5).
namespace frontdesk::booking {

// unauthorized: neither the pet owner for itself nor the hospital at itself nor an administrator
struct BookAppointment {
  events::AppointmentBooked booking;  // what will have happened, but for room, who and when; its id is fresh
  Actor by;
  Instant at;
};
Decision decide(const State& state, const BookAppointment& command);

// appointment_not_found, unauthorized; no change when it is completed
struct CompleteAppointment {
  AppointmentId appointment_id;
  Actor by;
  std::int64_t room_stays_open_ms = 0;  // from now on, as configured
  Instant at;
};
Decision decide(const State& state, const CompleteAppointment& command);

}  // namespace frontdesk::booking
