// POST /api/clinic/:clinicId/staff and DELETE /api/clinic/:clinicId/staff/:userId.
#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
bool is_admin(const auth::Caller& caller) { return caller.is_admin(); }

// The clinic lives in another unit than the account. Clinics are never deleted, so what is true there stays true.
void with_clinic(const Deployment& deployment, const std::string& clinic_id, const http::Respond& respond,
                 std::function<void()> then) {
  deployment.executions.read(deployment.settings.topics.events_unit(clinic_id),
                             [clinic_id, respond, then = std::move(then)](const units::Fold* fold) {
                               if (fold == nullptr) return respond(wire::unavailable_answer());
                               if (!fold->of<clinic_queue::Context>().clinics.contains({clinic_id})) {
                                 return respond(wire::bad_request("Clinic not found. Please choose a valid clinic."));
                               }
                               then();
                             });
}

std::function<http::Response(const units::Answer&)> saying(int status, std::string message) {
  return [status, message = std::move(message)](const units::Answer& answer) {
    if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
    return wire::json_answer(status, wire::success_without_data(message));
  };
}

void append_added(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
                  const std::string& clinic_id, const std::string& user_id, const std::string& content,
                  http::Respond respond) {
  deployment.executions.run(
      request,
      {.route = "POST /api/clinic/:clinicId/staff",
       .unit = deployment.settings.topics.identity_unit(user_id),
       .actor = caller.user_id,
       .decide = on<identity::Context>(identity::AddClinicStaff{
           .user_id = {user_id}, .clinic_id = {clinic_id}, .added_by = {caller.user_id}, .at = {}}),
       .word = saying(201, "Staff member added to clinic successfully."),
       .target = clinic_id,
       .content = content,
       .unit_by_content = true},
      std::move(respond));
}

void append_removed(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
                    const std::string& clinic_id, const std::string& user_id, http::Respond respond) {
  deployment.executions.run(
      request,
      {.route = "DELETE /api/clinic/:clinicId/staff/:userId",
       .unit = deployment.settings.topics.identity_unit(user_id),
       .actor = caller.user_id,
       .decide = on<identity::Context>(identity::RemoveClinicStaff{
           .user_id = {user_id}, .clinic_id = {clinic_id}, .removed_by = {caller.user_id}, .at = {}}),
       .word = saying(200, "Staff member removed from clinic successfully."),
       .target = clinic_id + user_id},
      std::move(respond));
}

void add(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
         const http::Respond& respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto clinic_id = parameters.uuid("clinicId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto user_id = fields.uuid("userId");
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  with_clinic(deployment, *clinic_id, respond,
              [&deployment, request, caller, clinic_id = *clinic_id, user_id = *user_id, content = fields.content(),
               respond] { append_added(deployment, request, caller, clinic_id, user_id, content, respond); });
}

void remove(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
            const http::Respond& respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto clinic_id = parameters.uuid("clinicId");
  const auto user_id = parameters.uuid("userId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  with_clinic(deployment, *clinic_id, respond,
              [&deployment, request, caller, clinic_id = *clinic_id, user_id = *user_id, respond] {
                append_removed(deployment, request, caller, clinic_id, user_id, respond);
              });
}
}  // namespace

void add_staff_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/clinic/:clinicId/staff",
             authenticated(deployment, is_admin, [&deployment](const auto& request, const auto& caller, auto respond) {
               add(deployment, request, caller, respond);
             }));
  router.add("DELETE", "/api/clinic/:clinicId/staff/:userId",
             authenticated(deployment, is_admin, [&deployment](const auto& request, const auto& caller, auto respond) {
               remove(deployment, request, caller, respond);
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
