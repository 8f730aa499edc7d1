#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "domain/booking/people.hpp"
#include "events/booking_apply.hpp"

namespace frontdesk::booking {

using events::CareSide;

// How far the messages of one side go, and how far the other side has read them: numbers, 0 for none.
struct Written {
  int last = 0;
  int read = 0;
  bool operator==(const Written&) const = default;
};

// An appointment with its care room, of which only what decisions and answers need: no message, whatever their number.
struct Appointment {
  PersonId pet_owner_id;
  PersonId hospital_id;
  std::optional<PersonId> veterinarian_id;
  Instant time;
  Instant booked_at;
  std::optional<events::Sealed> pet_name, pet_parent_name, veterinarian_name;
  std::optional<Instant> completed_at;
  std::optional<Instant> closes_at;     // set by completion
  std::optional<PersonId> assigned_id;  // the staff member
  bool closed = false;
  Written by_owner;
  Written by_care;
  std::uint64_t version = 0;  // events so far

  // The end of a room is a matter of time; CareRoomClosed only tells of it.
  bool is_open(Instant at) const { return !closed && (!closes_at || at < *closes_at); }
  int last_number() const { return by_owner.last > by_care.last ? by_owner.last : by_care.last; }
  Written& written_by(CareSide side) { return side == CareSide::owner ? by_owner : by_care; }
  const Written& written_by(CareSide side) const { return side == CareSide::owner ? by_owner : by_care; }
  bool operator==(const Appointment&) const = default;
};

constexpr CareSide other(CareSide side) { return side == CareSide::owner ? CareSide::care : CareSide::owner; }

// The side on which somebody may use the room (contract 000): its pet owner, its assigned staff member.
std::optional<CareSide> side_in_room(const Appointment& appointment, const PersonId& person);
// The same for the appointment's chat (contract 001): a pet owner whose appointment it is; the clinician whose it is,
// who is the one named by the booking, else the assigned one.
std::optional<CareSide> side_in_chat(const Appointment& appointment, const Actor& actor);
// Who runs it: its hospital, an administrator.
bool is_run_by(const Appointment& appointment, const Actor& actor);

// The appointments of one unit: a fold of their events. A value: copies share nothing.
struct State {
  std::unordered_map<AppointmentId, Appointment> appointments;
  std::set<std::pair<Instant, AppointmentId>> closings;  // of completed ones whose room nobody has closed yet
  bool operator==(const State&) const = default;
};

// Throws domain::Unfoldable on an event that does not fit, and then `state` is not to be used any more.
void evolve(State& state, const events::Event& event);

}  // namespace frontdesk::booking
