// POST /api/clinic/:clinicId/staff and DELETE /api/clinic/:clinicId/staff/:userId.
#include "command-api/facades/clinics/routes.hpp"
#include "schemas/api/clinics/clinics.hpp"
#include "schemas/api/clinics/person.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::ClinicStaff;

// The clinic lives in another unit than the account. Clinics are never deleted, so what is true there stays true.
bool clinic_exists(const Deployment& deployment, const std::string& clinic_id) {
  return deployment.steps.read<clinic_queue::Context>(
      deployment.settings.topics.events_unit(clinic_id),
      [clinic_id](const auto& state) { return state.clinics.contains({clinic_id}); });
}

// Where the id is a UUID, the decision says so itself.
bool is_nobody(const Deployment& deployment, const std::string& user_id) {
  return api::clinics::is_of_another_system(user_id) &&
         !deployment.steps.read<identity::Context>(
             deployment.settings.topics.identity_unit(user_id),
             [user_id](const auto& state) { return state.accounts.contains({user_id}); });
}

Next add(const Asked<ClinicStaff>& asked, const Deployment& deployment) {
  const auto& [clinic_id, user_id] = asked.input;
  if (is_nobody(deployment, user_id)) {
    return api::clinics::nobody_answer(asked.wording.manners, api::Part::body, "userId");
  }
  if (!clinic_exists(deployment, clinic_id)) return asked.refuse("clinic_not_found");
  auto command = asked.command<identity::Context>(
      deployment.settings.topics.identity_unit(user_id), clinic_id,
      identity::AddClinicStaff{
          .user_id = {user_id}, .clinic_id = {clinic_id}, .added_by = {asked.caller.user_id}, .at = {}});
  command.unit_by_content = true;
  return command;
}

Next remove(const Asked<ClinicStaff>& asked, const Deployment& deployment) {
  const auto& [clinic_id, user_id] = asked.input;
  if (is_nobody(deployment, user_id)) {
    return api::clinics::nobody_answer(asked.wording.manners, api::Part::path, "userId");
  }
  if (!clinic_exists(deployment, clinic_id)) return asked.refuse("clinic_not_found");
  return asked.command<identity::Context>(
      deployment.settings.topics.identity_unit(user_id), clinic_id + user_id,
      identity::RemoveClinicStaff{
          .user_id = {user_id}, .clinic_id = {clinic_id}, .removed_by = {asked.caller.user_id}, .at = {}});
}
}  // namespace

void add_staff_routes(Commands& commands, const Deployment& deployment) {
  commands.on_waiting_thread<ClinicStaff>(deployment.threads.steps, api::clinics::add_staff,
                                          [&deployment](const auto& asked) { return add(asked, deployment); });
  commands.on_waiting_thread<ClinicStaff>(deployment.threads.steps, api::clinics::remove_staff,
                                          [&deployment](const auto& asked) { return remove(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
