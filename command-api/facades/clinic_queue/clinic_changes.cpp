#include "command-api/facades/clinic_queue/clinic_fields.hpp"
#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/places.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
using clinic_queue::ChangeClinic;
using clinic_queue::events::ClinicChanged;

bool is_admin(const auth::Caller& caller) { return caller.is_admin(); }

http::Response changed(const units::Answer& answer) {
  if (answer.outcome != units::Outcome::refused) {
    return wire::json_answer(200, wire::success_without_data("Clinic updated successfully."));
  }
  // Said as by the route that shows a clinic.
  return answer.refusal == "clinic_not_found" ? wire::bad_request("Clinic not found.") : refusal_answer(answer.refusal);
}

// One going through the steps. Another change of the clinic may come between them; then they are gone through anew.
struct Attempt {
  ClinicChanged wanted;
  std::string content;  // of the request, as the route read it
  int number = 1;
  std::shared_ptr<bool> overtaken = std::make_shared<bool>(false);  // set and read on the units' executor
};
constexpr int attempts_max = 2;

// The last step, which alone has the client's key: whatever the steps before came to, it leaves the command's one
// record.
Execution execution_of(const Deployment& deployment, const Attempt& attempt, ChangeClinic command) {
  const auto clinic_id = command.change.clinic_id;
  const auto actor = command.change.changed_by.value;
  auto decide = [&calendar = deployment.calendar, overtaken = attempt.overtaken, command = std::move(command)](
                    const units::Fold& fold, Instant at) mutable -> units::Decided {
    const auto& state = fold.of<clinic_queue::Context>();
    const auto clinic = state.clinics.find(command.change.clinic_id);
    if (clinic != state.clinics.end()) {
      const auto zone = command.change.timezone.value_or(clinic->second.zone);
      command.day = calendar.day_of(zone, clinic->second.opening_hours, at);
    }
    command.at = at;
    const auto decision = clinic_queue::decide(state, command);
    *overtaken = decision == clinic_queue::Decision(domain::Rejection{"clinic_changed_meanwhile"});
    if (*overtaken) return units::Outdated{};
    return decided(decision);
  };
  return {.route = "PATCH /api/clinic/:clinicId",
          .unit = deployment.settings.topics.events_unit(clinic_id.value),
          .actor = actor,
          .decide = std::move(decide),
          .word = changed,
          .target = clinic_id.value,
          .content = attempt.content};
}

void go_through_steps(const Deployment& deployment, const RequestPtr& request, const Attempt& attempt,
                      const http::Respond& respond);

void decide_change(const Deployment& deployment, const RequestPtr& request, const Attempt& attempt,
                   ChangeClinic command, const http::Respond& respond) {
  deployment.executions.run(
      request, execution_of(deployment, attempt, std::move(command)),
      [&deployment, request, attempt, respond](http::Response response) {
        if (!*attempt.overtaken || attempt.number == attempts_max) {
          return respond(std::move(response));
        }
        go_through_steps(deployment, request, {attempt.wanted, attempt.content, attempt.number + 1}, respond);
      });
}

// What must be claimed before: nullopt when the clinic stays where it is, or is none.
std::optional<clinic_queue::events::PlaceClaimed> needed_claim(const clinic_queue::State& state,
                                                               const ClinicChanged& change) {
  const auto found = state.clinics.find(change.clinic_id);
  if (found == state.clinics.end()) return std::nullopt;
  const auto& clinic = found->second;
  if (clinic_queue::place_after(clinic, change) == clinic_queue::place_of(clinic)) return std::nullopt;
  clinic_queue::events::PlaceClaimed claim;
  claim.name = change.name.value_or(clinic.name);
  claim.latitude = change.latitude.value_or(clinic.latitude);
  claim.longitude = change.longitude.value_or(clinic.longitude);
  claim.clinic_id = change.clinic_id;
  claim.revision = clinic.revision + 1;
  claim.claimed_by = change.changed_by;
  return claim;
}

// A claim is for ever, so a request that changes nothing (repeated, or its key refused) must not make one.
void claim_and_decide(const Deployment& deployment, const RequestPtr& request, const Attempt& attempt,
                      const ChangeClinic& command, const clinic_queue::events::PlaceClaimed& claim,
                      const http::Respond& respond) {
  deployment.executions.whether_answered_already(
      request, execution_of(deployment, attempt, command),
      [&deployment, request, attempt, command, claim, respond](std::optional<bool> answered) {
        if (!answered) return respond(wire::unavailable_answer());
        if (*answered) return decide_change(deployment, request, attempt, command, respond);
        claim_place(
            deployment, request, claim, respond,
            [&deployment, request, attempt, command = command, revision = claim.revision, respond](bool taken) mutable {
              command.place = clinic_queue::PlaceAnswer{revision, taken};
              decide_change(deployment, request, attempt, std::move(command), respond);
            });
      });
}

void go_through_steps(const Deployment& deployment, const RequestPtr& request, const Attempt& attempt,
                      const http::Respond& respond) {
  deployment.executions.read(deployment.settings.topics.events_unit(attempt.wanted.clinic_id.value),
                             [&deployment, request, attempt, respond](const units::Fold* fold) {
                               if (fold == nullptr) return respond(wire::unavailable_answer());
                               ChangeClinic command{
                                   .change = attempt.wanted, .place = std::nullopt, .day = {}, .at = {}};
                               const auto claim = needed_claim(fold->of<clinic_queue::Context>(), attempt.wanted);
                               if (claim)
                                 return claim_and_decide(deployment, request, attempt, command, *claim, respond);
                               decide_change(deployment, request, attempt, std::move(command), respond);
                             });
}

void change(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
            const http::Respond& respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto clinic_id = parameters.uuid("clinicId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  auto wanted = read_clinic_fields(fields, ClinicFields::change);
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  wanted.clinic_id = {*clinic_id};
  wanted.changed_by = {caller.user_id};
  go_through_steps(deployment, request, {.wanted = std::move(wanted), .content = fields.content()}, respond);
}
}  // namespace

void add_clinic_change_routes(http::Router& router, const Deployment& deployment) {
  router.add("PATCH", "/api/clinic/:clinicId",
             authenticated(deployment, is_admin, [&deployment](const auto& request, const auto& caller, auto respond) {
               change(deployment, request, caller, respond);
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
