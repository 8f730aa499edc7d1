#pragma once
#include <optional>
#include <string>

#include "domain/clinic_queue/calendar.hpp"
#include "domain/clinic_queue/decision.hpp"

// What can be asked of a clinic (contract 004, section 6).
namespace frontdesk::clinic_queue {

// clinic_exists
struct CreateClinic {
  events::ClinicCreated clinic;   // what will have happened, unless a clinic of that name stands at that place
  std::optional<Claim> outdated;  // a claim of the place that is_outdated() in the unit of its clinic
};
Decision decide(const State& state, const CreateClinic& command);

// The first step of a change of name or place, in the unit of the new place. clinic_exists; no change when it is
// claimed so already.
struct ClaimPlace {
  events::PlaceClaimed claim;  // its `place` is filled in
  std::optional<Claim> outdated;
};
Decision decide(const State& state, const ClaimPlace& command);

// What the first step came to.
struct PlaceAnswer {
  int revision = 0;  // for which it was asked
  bool taken = false;
};

// clinic_not_found, clinic_changed_meanwhile, clinic_exists; no change when nothing is given. The second of these is
// nobody's fault: the steps may be gone through anew.
struct ChangeClinic {
  events::ClinicChanged change;      // what is given; revision and next_day_at are set by the decision
  std::optional<PlaceAnswer> place;  // unless name and place stay
  LocalDay day;                      // of the clinic at `at`, in the zone in force after the change
  Instant at;
};
Decision decide(const State& state, const ChangeClinic& command);

// May somebody else take the place of this claim? Asked of the state of the claiming clinic's unit: yes, once that
// clinic has gone past the claim's revision and stands elsewhere. It stays so until it claims the place anew.
bool is_outdated(const State& state, const Claim& claim, const std::string& place);

// The local day of a clinic; nullopt when there is no such clinic.
std::optional<LocalDay> today(const State& state, const ClinicId& clinic_id, Instant at, const Calendar& calendar);

}  // namespace frontdesk::clinic_queue
