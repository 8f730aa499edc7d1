#include "schemas/api/pet_care/care_rooms.hpp"

#include "command-api/booking/actors.hpp"
#include "command-api/booking/appointment_ids.hpp"
#include "command-api/booking/booked_rows.hpp"
#include "command-api/facades/pet_care/routes.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::command_api::pet_care {

namespace {
using api::pet_care::AssignStaff;
using api::pet_care::CreateRoom;

// Whom nobody knows yet may be staff; nobody changes from staff to something else and stays assigned unnoticed.
bool may_be_staff(const Deployment& deployment, const std::string& user_id) {
  return deployment.steps.read<identity::Context>(
      deployment.settings.topics.identity_unit(user_id), [user_id](const identity::State& state) {
        const auto account = state.accounts.find({user_id});
        if (account == state.accounts.end()) return true;
        const auto role = booking_role_of(text_of(account->second.role));
        return role == booking::Role::staff || role == booking::Role::clinician;
      });
}

Next assign(const Asked<AssignStaff>& asked, const Deployment& deployment) {
  const booking::CareRoomId room{asked.input.room_id};
  const booking::PersonId staff{asked.input.staff_id};
  const auto participant = participant_of(room, staff);
  auto command = asked.command<booking::Context>(deployment.settings.topics.events_unit(room.value), room.value,
                                                 booking::AssignStaff{.room_id = room,
                                                                      .staff_id = staff,
                                                                      .participant_id = participant,
                                                                      .is_staff = may_be_staff(deployment, staff.value),
                                                                      .by = actor_of(asked.caller),
                                                                      .at = {}});
  // As it is from this assignment on, also when another has been made since a first answer that is repeated.
  return asked.showing(std::move(command), [room, staff, participant](const units::Answer& answer) {
    const auto id = booking::appointment_of(room).value();
    auto row = room_row_of(id, answer.confirmed->of<booking::Context>().appointments.at(id));
    row.status = rows::active;
    row.assigned_id = staff.value;
    row.participant_id = participant.value;
    return api::pet_care::assigned_room.json({{api::pet_care::care_room.json(row)}});
  });
}

Next create(const Asked<CreateRoom>& asked, const Deployment& deployment) {
  const booking::AppointmentId id{asked.input.appointment_id};
  auto command = asked.command<booking::Context>(deployment.settings.topics.events_unit(id.value), id.value,
                                                 booking::AskForRoom{.appointment_id = id,
                                                                     .pet_owner_id = {asked.input.pet_owner_id},
                                                                     .hospital_id = {asked.input.hospital_id},
                                                                     .by = actor_of(asked.caller),
                                                                     .at = {}});
  return asked.showing(std::move(command), [id](const units::Answer& answer) {
    const auto& appointment = answer.confirmed->of<booking::Context>().appointments.at(id);
    auto row = room_row_of(id, appointment);
    if (appointment.assigned_id) {
      row.assigned_id = appointment.assigned_id->value;
      row.participant_id = participant_of(booking::room_of(id), *appointment.assigned_id).value;
    }
    return api::pet_care::care_room.json(row);
  });
}
}  // namespace

void add_care_room_routes(Commands& commands, const Deployment& deployment) {
  commands.on_waiting_thread<AssignStaff>(deployment.threads.steps, api::pet_care::assign_staff,
                                          [&deployment](const auto& asked) { return assign(asked, deployment); });
  commands.on<CreateRoom>(api::pet_care::create_room,
                          [&deployment](const auto& asked) { return create(asked, deployment); });
}

}  // namespace frontdesk::command_api::pet_care
