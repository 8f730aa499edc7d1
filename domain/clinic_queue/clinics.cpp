#include "domain/clinic_queue/clinics.hpp"

#include "domain/clinic_queue/folds.hpp"
#include "domain/find.hpp"

namespace frontdesk::clinic_queue {

using domain::find;
using domain::NoChange;
using domain::Rejection;
using domain::require;

namespace {

const Claim* claim_of(const State& state, const std::string& place) {
  const Place* found = find(state.places, place);
  return found == nullptr ? nullptr : &found->claim;
}

bool is_free(const Claim* claim, const std::optional<Claim>& outdated) {
  return claim == nullptr || (outdated.has_value() && *claim == *outdated);
}

bool gives_nothing(const events::ClinicChanged& change) {
  events::ClinicChanged nothing;
  nothing.clinic_id = change.clinic_id;
  nothing.changed_by = change.changed_by;
  return change == nothing;
}

// Who is made active again waits for the next day like a clinic just created. Who moves to another zone gets its next
// queue when the day ends there, or its latest queue, if by the new zone that is yesterday's.
Instant next_day_after(const Clinic& clinic, const ChangeClinic& command) {
  const bool resumes = command.change.is_active.value_or(false) && !clinic.active;
  const bool moves = command.change.timezone.value_or(clinic.zone) != clinic.zone;
  const bool behind = clinic.latest_day.has_value() && *clinic.latest_day < command.day.day;
  if (resumes || (moves && !behind)) return command.day.ends_at;
  return clinic.next_day_at;
}

}  // namespace

Decision decide(const State& state, const CreateClinic& command) {
  const auto& clinic = command.clinic;
  const Claim* claim = claim_of(state, place_of(clinic.name, clinic.latitude, clinic.longitude));
  if (!is_free(claim, command.outdated)) return Rejection{"clinic_exists"};
  return clinic;
}

Decision decide(const State& state, const ClaimPlace& command) {
  events::PlaceClaimed wanted = command.claim;
  wanted.place = place_of(wanted.name, wanted.latitude, wanted.longitude);
  const Claim* claim = claim_of(state, wanted.place);
  if (claim != nullptr && *claim == Claim{wanted.clinic_id, wanted.revision}) return NoChange{};
  // A clinic may take its own place again, and a later change of it goes before an earlier one.
  const bool own = claim != nullptr && claim->clinic_id == wanted.clinic_id && claim->revision < wanted.revision;
  if (!own && !is_free(claim, command.outdated)) return Rejection{"clinic_exists"};
  return wanted;
}

Decision decide(const State& state, const ChangeClinic& command) {
  const Clinic* clinic = find(state.clinics, command.change.clinic_id);
  if (clinic == nullptr) return Rejection{"clinic_not_found"};
  if (gives_nothing(command.change)) return NoChange{};
  events::ClinicChanged changed = command.change;
  changed.revision = clinic->revision + 1;
  if (place_after(*clinic, changed) != place_of(*clinic)) {
    if (!command.place || command.place->revision != changed.revision) return Rejection{"clinic_changed_meanwhile"};
    if (command.place->taken) return Rejection{"clinic_exists"};
  }
  changed.next_day_at = next_day_after(*clinic, command);
  changed.changed_at = command.at;
  return changed;
}

bool is_outdated(const State& state, const Claim& claim, const std::string& place) {
  const Clinic* clinic = find(state.clinics, claim.clinic_id);
  return clinic != nullptr && clinic->revision >= claim.revision && place_of(*clinic) != place;
}

std::optional<LocalDay> today(const State& state, const ClinicId& clinic_id, Instant at, const Calendar& calendar) {
  const Clinic* clinic = find(state.clinics, clinic_id);
  if (clinic == nullptr) return std::nullopt;
  return calendar.day_of(clinic->zone, clinic->opening_hours, at);
}

void apply(State& state, const events::ClinicCreated& event) {
  Clinic clinic;
  clinic.name = event.name;
  clinic.latitude = event.latitude;
  clinic.longitude = event.longitude;
  clinic.zone = event.zone;
  clinic.opening_hours = event.opening_hours;
  state.places[place_of(clinic)].claim = {event.clinic_id, clinic.revision};
  const auto [entry, added] = state.clinics.emplace(event.clinic_id, std::move(clinic));
  require(added, "the clinic is there already");
  set_next_day(state, event.clinic_id, entry->second, event.first_day_ends_at);
}

void apply(State& state, const events::PlaceClaimed& event) {
  state.places[event.place].claim = {event.clinic_id, event.revision};
}

void apply(State& state, const events::ClinicChanged& event) {
  Clinic& clinic = clinic_of(state, event.clinic_id);
  clinic.revision = event.revision;
  clinic.name = event.name.value_or(clinic.name);
  clinic.latitude = event.latitude.value_or(clinic.latitude);
  clinic.longitude = event.longitude.value_or(clinic.longitude);
  clinic.zone = event.timezone.value_or(clinic.zone);
  clinic.opening_hours = event.opening_hours.value_or(clinic.opening_hours);
  clinic.active = event.is_active.value_or(clinic.active);
  set_next_day(state, event.clinic_id, clinic, event.next_day_at);
}

}  // namespace frontdesk::clinic_queue
