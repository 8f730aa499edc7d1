#include "command-api/facades/clinic_queue/clinic_fields.hpp"
#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/places.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "platform/event_log/partitioning.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
bool is_admin(const auth::Caller& caller) { return caller.is_admin(); }

// Ids and times are added by the command.
clinic_queue::events::ClinicCreated clinic_of(const clinic_queue::events::ClinicChanged& given,
                                              const std::string& default_zone) {
  clinic_queue::events::ClinicCreated clinic;
  clinic.name = given.name.value_or("");
  clinic.address = given.address;
  clinic.latitude = given.latitude.value_or(0);
  clinic.longitude = given.longitude.value_or(0);
  clinic.phone = given.phone;
  clinic.email = given.email;
  clinic.website = given.website;
  clinic.description = given.description;
  clinic.opening_hours = given.opening_hours.value_or(clinic_queue::events::OpeningHours{"09:00", "17:00"});
  clinic.clinic_type = given.clinic_type.value_or(clinic_queue::events::ClinicType::general_practice);
  clinic.timezone = given.timezone;
  clinic.zone = given.timezone.value_or(default_zone);
  return clinic;
}

http::Response created(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  auto response = wire::json_answer(201, wire::success_without_data("New clinic created successfully."));
  const auto event = event_of<clinic_queue::events::ClinicCreated>(answer);
  response.headers.emplace_back("Location", "/api/clinic/" + event.clinic_id.value);
  return response;
}

void decide_creation(const Deployment& deployment, const RequestPtr& request, const std::string& actor,
                     clinic_queue::CreateClinic command, const std::string& place, const std::string& content,
                     http::Respond respond) {
  auto decide = [&calendar = deployment.calendar, command = std::move(command)](const units::Fold& fold,
                                                                                Instant at) mutable {
    auto& clinic = command.clinic;
    clinic.created_at = at;
    clinic.first_day_ends_at = calendar.day_of(clinic.zone, clinic.opening_hours, at).ends_at;
    return decided(clinic_queue::decide(fold.of<clinic_queue::Context>(), command));
  };
  deployment.executions.run(request,
                            {.route = "POST /api/clinic",
                             .unit = deployment.settings.topics.events_unit(place),
                             .actor = actor,
                             .decide = std::move(decide),
                             .word = created,
                             .target = place,
                             .content = content,
                             .unit_by_content = true},
                            std::move(respond));
}

void create(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
            const http::Respond& respond) {
  const auto body = wire::read_body(*request, {.multipart = true});
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto given = read_clinic_fields(fields, ClinicFields::creation);
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));

  auto clinic = clinic_of(given, deployment.settings.clinic_timezone);
  const auto& topics = deployment.settings.topics;
  const auto place = clinic_queue::place_of(clinic.name, clinic.latitude, clinic.longitude);
  clinic.clinic_id = {mint_uuid(topics.events_unit(place), topics)};
  find_outdated_claim(deployment, place, respond,
                      [&deployment, request, actor = caller.user_id, clinic = std::move(clinic), place,
                       content = fields.content(), respond](const std::optional<clinic_queue::Claim>& outdated) {
                        decide_creation(deployment, request, actor, {clinic, outdated}, place, content, respond);
                      });
}

}  // namespace

void add_clinic_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/clinic",
             authenticated(deployment, is_admin, [&deployment](const auto& request, const auto& caller, auto respond) {
               create(deployment, request, caller, std::move(respond));
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
