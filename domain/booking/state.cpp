#include "domain/booking/state.hpp"

#include "domain/booking/ids.hpp"
#include "domain/unfoldable.hpp"

namespace frontdesk::booking {
namespace {

using domain::require;

Appointment& appointment_of(State& state, const AppointmentId& id) {
  return domain::existing(state.appointments, id, "appointment");
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
  Appointment& appointment = appointment_of(state, event.appointment_id);
  require(!appointment.completed_at, "the appointment is completed already");
  appointment.completed_at = event.completed_at;
  appointment.closes_at = event.closes_at;
  state.closings.emplace(event.closes_at, event.appointment_id);
}

void apply(State& state, const events::CareStaffAssigned& event) {
  Appointment& appointment = appointment_of(state, event.appointment_id);
  require(appointment.assigned_id == event.replaced_staff_id, "another was assigned");
  appointment.assigned_id = event.staff_id;
}

void apply(State& state, const events::CareMessageSent& event) {
  Appointment& appointment = appointment_of(state, event.appointment_id);
  require(event.number == appointment.last_number() + 1, "the number is not the next");
  appointment.written_by(event.side).last = event.number;
}

void apply(State& state, const events::CareMessagesRead& event) {
  Written& read = appointment_of(state, event.appointment_id).written_by(other(event.side));
  require(read.read < event.up_to && event.up_to <= read.last, "nothing was read that had been written");
  read.read = event.up_to;
}

void apply(State& state, const events::CareRoomClosed& event) {
  Appointment& appointment = appointment_of(state, event.appointment_id);
  require(!appointment.closed && appointment.closes_at, "the room is not about to close");
  appointment.closed = true;
  state.closings.erase({*appointment.closes_at, event.appointment_id});
}

}  // namespace

std::optional<CareSide> side_in_room(const Appointment& appointment, const PersonId& person) {
  if (appointment.pet_owner_id == person) return CareSide::owner;
  if (appointment.assigned_id == person) return CareSide::care;
  return std::nullopt;
}

std::optional<CareSide> side_in_chat(const Appointment& appointment, const Actor& actor) {
  if (actor.role == Role::pet_owner && actor.is(appointment.pet_owner_id)) return CareSide::owner;
  const auto& clinician = appointment.veterinarian_id ? appointment.veterinarian_id : appointment.assigned_id;
  if (actor.role == Role::clinician && clinician && actor.is(*clinician)) return CareSide::care;
  return std::nullopt;
}

bool is_run_by(const Appointment& appointment, const Actor& actor) {
  return actor.role == Role::admin || (actor.role == Role::hospital && actor.id == appointment.hospital_id);
}

void evolve(State& state, const events::Event& event) {
  std::visit(
      [&state](const auto& happened) {
        apply(state, happened);
        ++appointment_of(state, happened.appointment_id).version;
      },
      event);
}

}  // namespace frontdesk::booking
