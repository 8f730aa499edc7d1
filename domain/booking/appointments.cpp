#include "domain/booking/appointments.hpp"

#include "domain/booking/ids.hpp"
#include "domain/find.hpp"

namespace frontdesk::booking {

using domain::find;
using domain::NoChange;
using domain::Rejection;

namespace {
bool may_book(const Actor& actor, const events::AppointmentBooked& booking) {
  return actor.role == Role::admin || (actor.brings_pets() && actor.id == booking.pet_owner_id) ||
         (actor.role == Role::hospital && actor.id == booking.hospital_id);
}
}  // namespace

Decision decide(const State&, const BookAppointment& command) {
  if (!may_book(command.by, command.booking)) return Rejection{"unauthorized"};
  events::AppointmentBooked booked = command.booking;
  booked.room_id = room_of(booked.appointment_id);
  booked.booked_by = command.by.id;
  booked.booked_at = command.at;
  return booked;
}

Decision decide(const State& state, const CompleteAppointment& command) {
  const Appointment* appointment = find(state.appointments, command.appointment_id);
  if (appointment == nullptr) return Rejection{"appointment_not_found"};
  if (!is_run_by(*appointment, command.by) && appointment->assigned_id != command.by.id)
    return Rejection{"unauthorized"};
  if (appointment->completed_at) return NoChange{};
  return events::AppointmentCompleted{
      command.appointment_id, command.by.id, command.at, {command.at.ms + command.room_stays_open_ms}};
}

}  // namespace frontdesk::booking
