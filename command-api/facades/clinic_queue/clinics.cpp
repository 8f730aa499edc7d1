#include "schemas/wire/clinics.hpp"
#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "platform/event_log/partitioning.hpp"
#include "platform/time_zone/time_zone.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
bool is_admin(const auth::Caller& caller) { return caller.is_admin(); }

constexpr wire::TextRule optional_text(std::size_t max) {
  return {.max = max, .required = false, .empty_is_absent = true};
}

// Fields in the order of contract 004; ids and times are added by the command.
clinic_queue::events::ClinicCreated read_clinic(wire::Fields& fields, const std::string& default_zone) {
  clinic_queue::events::ClinicCreated clinic;
  clinic.name = fields.text("name", {.min = 1, .max = 200}).value_or("");
  clinic.address = fields.text("address", optional_text(500));
  clinic.latitude = fields.number("latitude", {.min = -90, .max = 90}).value_or(0);
  clinic.longitude = fields.number("longitude", {.min = -180, .max = 180}).value_or(0);
  clinic.phone = fields.phone("phone");
  clinic.email = fields.email("email", false);
  clinic.website = fields.website("website");
  clinic.description = fields.text("description", optional_text(5000));
  const auto hours = fields.opening_hours("openingHours").value_or(wire::OpeningHoursField{"09:00", "17:00"});
  clinic.opening_hours = {.start = hours.start, .end = hours.end};
  const auto type = fields.option("type", wire::clinic_types, false);
  clinic.clinic_type = clinic_queue::events::clinic_type_from(type.value_or("GENERAL_PRACTICE"))
                           .value_or(clinic_queue::events::ClinicType::general_practice);
  clinic.timezone = fields.text("timezone", optional_text(100));
  if (clinic.timezone && !time_zone::exists(*clinic.timezone)) fields.fault("timezone", "Invalid timezone");
  clinic.zone = clinic.timezone.value_or(default_zone);
  return clinic;
}

http::Response created(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  auto response = wire::json_answer(201, wire::success_without_data("New clinic created successfully."));
  const auto event = event_of<clinic_queue::events::ClinicCreated>(answer);
  response.headers.emplace_back("Location", "/api/clinic/" + event.clinic_id.value);
  return response;
}

void create(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
            http::Respond respond) {
  const auto body = wire::read_body(*request, {.multipart = true});
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  auto clinic = read_clinic(fields, deployment.settings.clinic_timezone);
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));

  const auto& topics = deployment.settings.topics;
  const auto place = clinic_queue::place_of(clinic.name, clinic.latitude, clinic.longitude);
  const auto unit = topics.events_unit(place);
  clinic.clinic_id = {mint_uuid(unit, topics)};
  deployment.executions.run(
      request,
      {.route = "POST /api/clinic",
       .unit = unit,
       .actor = caller.user_id,
       .decide =
           [&calendar = deployment.calendar, clinic](const units::Fold& fold, Instant at) mutable {
             clinic.created_at = at;
             clinic.first_day_ends_at = calendar.day_of(clinic.zone, clinic.opening_hours, at).ends_at;
             return decided(clinic_queue::decide(clinic_queue_state(fold), clinic_queue::CreateClinic{clinic}));
           },
       .word = created,
       .target = place},
      std::move(respond));
}

}  // namespace

void add_clinic_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/clinic",
             authenticated(deployment, is_admin, [&deployment](const auto& request, const auto& caller, auto respond) {
               create(deployment, request, caller, std::move(respond));
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
