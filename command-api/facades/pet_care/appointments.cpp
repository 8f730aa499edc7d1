#include "schemas/api/pet_care/appointments.hpp"

#include "command-api/booking/actors.hpp"
#include "command-api/booking/appointment_ids.hpp"
#include "command-api/booking/booked_rows.hpp"
#include "command-api/facades/pet_care/routes.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::command_api::pet_care {

namespace {
using api::pet_care::BookAppointment;
using api::pet_care::CompleteAppointment;
using booking::events::AppointmentBooked;

std::string shown(const rows::Appointment& row) {
  return api::pet_care::appointment_with_room.json({{api::pet_care::appointment.json(row)}, row.room_id});
}

std::string booked(const units::Answer& answer) { return shown(rows::row_of(event_of<AppointmentBooked>(answer))); }

std::optional<events::Sealed> sealed(const std::optional<std::string>& text) {
  return text ? std::optional(events::Sealed(*text)) : std::nullopt;
}

Next book(const Asked<BookAppointment>& asked, const Deployment& deployment) {
  const auto& topics = deployment.settings.topics;
  const auto& input = asked.input;
  const auto by = actor_of(asked.caller);
  if (!input.pet_owner_id && !by.brings_pets()) return asked.refuse("owner_missing");
  const auto unit = unit_for_new_appointment(topics, asked.caller.user_id, *asked.request);
  AppointmentBooked facts;
  facts.appointment_id = mint_appointment_id(unit, topics);
  facts.pet_owner_id = {input.pet_owner_id.value_or(asked.caller.user_id)};
  facts.hospital_id = {input.hospital_id};
  facts.time = input.time;
  if (input.veterinarian_id) facts.veterinarian_id = booking::PersonId{*input.veterinarian_id};
  facts.pet_name = sealed(input.pet_name);
  facts.pet_parent_name = sealed(input.pet_parent_name);
  facts.veterinarian_name = sealed(input.veterinarian_name);
  return asked.showing(
      asked.command<booking::Context>(unit, "", booking::BookAppointment{.booking = facts, .by = by, .at = {}}),
      booked);
}

Next complete(const Asked<CompleteAppointment>& asked, const Deployment& deployment) {
  const booking::AppointmentId id{asked.input.appointment_id};
  const auto show = [id](const units::Answer& answer) {
    return shown(row_of(id, answer.confirmed->of<booking::Context>().appointments.at(id)));
  };
  return asked.showing(asked.command<booking::Context>(
                           deployment.settings.topics.events_unit(id.value), id.value,
                           booking::CompleteAppointment{.appointment_id = id,
                                                        .by = actor_of(asked.caller),
                                                        .room_stays_open_ms = deployment.settings.care_room_open_ms,
                                                        .at = {}}),
                       show);
}
}  // namespace

void add_appointment_routes(Commands& commands, const Deployment& deployment) {
  commands.on<BookAppointment>(api::pet_care::book_appointment,
                               [&deployment](const auto& asked) { return book(asked, deployment); });
  commands.on<CompleteAppointment>(api::pet_care::complete_appointment,
                                   [&deployment](const auto& asked) { return complete(asked, deployment); });
}

}  // namespace frontdesk::command_api::pet_care
