#include "command-api/facades/clinic_queue/clinic_fields.hpp"

#include "platform/time_zone/time_zone.hpp"
#include "schemas/wire/clinics.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr wire::TextRule optional_text(std::size_t max) {
  return {.max = max, .required = false, .empty_is_absent = true, .shown = true};
}
}  // namespace

clinic_queue::events::ClinicChanged read_clinic_fields(wire::Fields& fields, ClinicFields which) {
  const bool creation = which == ClinicFields::creation;
  clinic_queue::events::ClinicChanged clinic;
  clinic.name = fields.text("name", {.min = 1, .max = 200, .required = creation, .shown = true});
  clinic.address = fields.text("address", optional_text(500));
  clinic.latitude = fields.number("latitude", {.min = -90, .max = 90, .required = creation});
  clinic.longitude = fields.number("longitude", {.min = -180, .max = 180, .required = creation});
  clinic.phone = fields.phone("phone");
  clinic.email = fields.email("email", false);
  clinic.website = fields.website("website");
  clinic.description = fields.text("description", optional_text(5000));
  if (const auto hours = fields.opening_hours("openingHours")) clinic.opening_hours = {hours->start, hours->end};
  if (const auto type = fields.option("type", wire::clinic_types, false)) {
    clinic.clinic_type = clinic_queue::events::clinic_type_from(*type);
  }
  clinic.timezone = fields.text("timezone", optional_text(100));
  if (clinic.timezone && !time_zone::exists(*clinic.timezone)) fields.fault("timezone", "Invalid timezone");
  if (!creation) clinic.is_active = fields.boolean("isActive", false);
  return clinic;
}

}  // namespace frontdesk::command_api::clinic_queue_facade
