#include "domain/booking/care_rooms.hpp"

#include "domain/booking/folds.hpp"
#include "domain/booking/ids.hpp"
#include "domain/find.hpp"

namespace frontdesk::booking {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;

Decision decide(const State& state, const AssignStaff& command) {
  const auto id = appointment_of(command.room_id);
  const Appointment* appointment = id ? find(state.appointments, *id) : nullptr;
  if (appointment == nullptr) return Rejection{"chat_room_not_found"};
  if (!is_run_by(*appointment, command.by)) return Rejection{"unauthorized"};
  if (!command.is_staff) return Rejection{"user_is_not_staff"};
  if (!appointment->is_open(command.at)) return Rejection{"chat_room_closed"};
  if (appointment->assigned_id == command.staff_id) return NoChange{};
  return events::CareStaffAssigned{
      *id,           command.room_id, command.participant_id, command.staff_id, appointment->assigned_id,
      command.by.id, command.at};
}

Decision decide(const State& state, const AskForRoom& command) {
  const Appointment* appointment = find(state.appointments, command.appointment_id);
  if (appointment == nullptr) return Rejection{"appointment_not_found"};
  if (appointment->pet_owner_id != command.pet_owner_id || appointment->hospital_id != command.hospital_id) {
    return Rejection{"participants_do_not_match"};
  }
  const bool is_owner = command.by.brings_pets() && command.by.id == appointment->pet_owner_id;
  if (!is_owner && !is_run_by(*appointment, command.by)) return Rejection{"unauthorized"};
  return NoChange{};
}

std::optional<events::Event> due(const State& state, Instant now) {
  if (state.closings.empty() || now < state.closings.begin()->first) return std::nullopt;
  const AppointmentId& id = state.closings.begin()->second;
  return events::CareRoomClosed{id, room_of(id), now};
}

void apply(State& state, const events::CareStaffAssigned& event) {
  Appointment& appointment = appointment_in(state, event.appointment_id);
  require(appointment.assigned_id == event.replaced_staff_id, "another was assigned");
  appointment.assigned_id = event.staff_id;
}

void apply(State& state, const events::CareRoomClosed& event) {
  Appointment& appointment = appointment_in(state, event.appointment_id);
  require(!appointment.closed && appointment.closes_at, "the room is not about to close");
  appointment.closed = true;
  state.closings.erase({*appointment.closes_at, event.appointment_id});
}

}  // namespace frontdesk::booking
