// POST /api/clinic and PATCH /api/clinic/:clinicId.
#include "schemas/api/clinics/clinics.hpp"

#include "command-api/facades/clinics/places.hpp"
#include "command-api/facades/clinics/routes.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::ChangeClinic;
using api::clinics::GivenClinic;
using clinic_queue::events::ClinicChanged;

// Ids and times are added by the command.
clinic_queue::events::ClinicCreated clinic_of(const GivenClinic& given, const std::string& default_zone) {
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

Next create(const Asked<GivenClinic>& asked, const Deployment& deployment) {
  const auto& topics = deployment.settings.topics;
  auto clinic = clinic_of(asked.input, deployment.settings.clinic_timezone);
  const auto place = clinic_queue::place_of(clinic.name, clinic.latitude, clinic.longitude);
  const auto unit = topics.events_unit(place);
  clinic.clinic_id = {mint_uuid(unit, topics)};
  clinic_queue::CreateClinic command{std::move(clinic), outdated_claim(deployment, place)};
  auto made = asked.execution(
      unit, place,
      [&calendar = deployment.calendar, command = std::move(command)](const units::Fold& fold, Instant at) mutable {
        auto& created = command.clinic;
        created.created_at = at;
        created.first_day_ends_at = calendar.day_of(created.zone, created.opening_hours, at).ends_at;
        return decided(clinic_queue::decide(fold.of<clinic_queue::Context>(), command));
      });
  made.unit_by_content = true;
  made.word = [wording = asked.wording](const units::Answer& answer) -> Worded {
    if (answer.outcome == units::Outcome::refused) return wording.refused(answer.refusal);
    auto response = wording.succeeded(std::nullopt);
    const auto event = event_of<clinic_queue::events::ClinicCreated>(answer);
    response.headers.emplace_back("Location", "/api/clinic/" + event.clinic_id.value);
    return response;
  };
  return made;
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

// The last step, which alone has the client's key: whatever the steps before came to, it leaves the command's one
// record.
Execution change_of(const Asked<ChangeClinic>& asked, const Deployment& deployment,
                    clinic_queue::ChangeClinic command) {
  const auto overtaken = std::make_shared<bool>(false);
  auto made = asked.execution(deployment.settings.topics.events_unit(asked.input.id), asked.input.id,
                              [&calendar = deployment.calendar, overtaken, command = std::move(command)](
                                  const units::Fold& fold, Instant at) mutable -> units::Decided {
                                const auto& state = fold.of<clinic_queue::Context>();
                                const auto clinic = state.clinics.find(command.change.clinic_id);
                                if (clinic != state.clinics.end()) {
                                  const auto zone = command.change.timezone.value_or(clinic->second.zone);
                                  command.day = calendar.day_of(zone, clinic->second.opening_hours, at);
                                }
                                command.at = at;
                                const auto decision = clinic_queue::decide(state, command);
                                *overtaken =
                                    decision == clinic_queue::Decision(domain::Rejection{"clinic_changed_meanwhile"});
                                if (*overtaken) return units::Outdated{};
                                return decided(decision);
                              });
  made.overtaken = overtaken;
  return made;
}

Next change(const Asked<ChangeClinic>& asked, const Deployment& deployment) {
  clinic_queue::ChangeClinic command{.change = asked.input, .place = std::nullopt, .day = {}, .at = {}};
  command.change.clinic_id = {asked.input.id};
  command.change.changed_by = {asked.caller.user_id};
  const auto claim = deployment.steps.read<clinic_queue::Context>(
      deployment.settings.topics.events_unit(asked.input.id),
      [&](const auto& state) { return needed_claim(state, command.change); });
  // A claim is for ever, so a request that changes nothing (repeated, or its key refused) must not make one.
  if (claim && !deployment.steps.answered_already(asked.request, change_of(asked, deployment, command))) {
    const bool taken = !claim_place(deployment, asked.request, *claim);
    command.place = clinic_queue::PlaceAnswer{claim->revision, taken};
  }
  return change_of(asked, deployment, std::move(command));
}
}  // namespace

void add_clinic_routes(Commands& commands, const Deployment& deployment) {
  commands.on_waiting_thread<GivenClinic>(deployment.threads.steps, api::clinics::create_clinic,
                                          [&deployment](const auto& asked) { return create(asked, deployment); });
  commands.on_waiting_thread<ChangeClinic>(deployment.threads.steps, api::clinics::change_clinic,
                                           [&deployment](const auto& asked) { return change(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
