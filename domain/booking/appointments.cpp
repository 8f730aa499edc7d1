#include "domain/booking/appointments.hpp"

#include "domain/booking/folds.hpp"
#include "domain/booking/ids.hpp"
#include "domain/find.hpp"

namespace frontdesk::booking {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;

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

void apply(State& state, const events::AppointmentBooked& event) {
  require(is_appointment_id(event.appointment_id.value), "the id is none of an appointment");
  require(room_of(event.appointment_id) == event.room_id, "the room is another appointment's");
  Appointment booked;
  booked.pet_owner_id = event.pet_owner_id;
  booked.hospital_id = event.hospital_id;
  booked.veterinarian_id = event.veterinarian_id;
  booked.time = event.time;
  booked.booked_at = event.booked_at;
  booked.pet_name = event.pet_name;
  booked.pet_parent_name = event.pet_parent_name;
  booked.veterinarian_name = event.veterinarian_name;
  require(state.appointments.emplace(event.appointment_id, std::move(booked)).second,
          "the appointment is there already");
}

void apply(State& state, const events::AppointmentCompleted& event) {
  Appointment& appointment = appointment_in(state, event.appointment_id);
  require(!appointment.completed_at, "the appointment is completed already");
  appointment.completed_at = event.completed_at;
  appointment.closes_at = event.closes_at;
  state.closings.emplace(event.closes_at, event.appointment_id);
}

}  // namespace frontdesk::booking
