#include "domain/booking/state.hpp"

#include "domain/booking/folds.hpp"

namespace frontdesk::booking {

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
        ++appointment_in(state, happened.appointment_id).version;
      },
      event);
}

}  // namespace frontdesk::booking
