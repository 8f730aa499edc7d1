#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "events/clinic_queue_apply.hpp"

namespace frontdesk::clinic_queue {

struct Clinic {
  std::string name;
  double latitude = 0;
  double longitude = 0;
  std::string zone;
  events::OpeningHours opening_hours;
  bool active = true;
  int revision = 0;                     // changes so far
  std::optional<LocalDate> latest_day;  // of its latest queue
  Instant latest_day_ends_at;           // by the zone in force when that was opened
  Instant next_day_at;                  // from then on, while active, it is due a queue by itself
  std::uint64_t version = 0;            // events so far
  bool operator==(const Clinic&) const = default;
};

// Who may take a name and place. A clinic stands there once a change of that revision (0: its creation) says so in its
// own unit, which need not be that of the place: docs/decisions/0005-places-are-claimed.md.
struct Claim {
  ClinicId clinic_id;
  int revision = 0;
  bool operator==(const Claim&) const = default;
};

struct Place {
  Claim claim;                // the latest
  std::uint64_t version = 0;  // claims so far, not counting creations of clinics
  bool operator==(const Place&) const = default;
};

// What decisions need of a token that waits or is called; one in progress is called, too. Completed and skipped ones
// are final, so a queue remembers of them only what counts.
struct ActiveToken {
  QueueId queue_id;
  PatientId patient_id;
  int number = 0;
  bool called = false;
  bool started = false;  // in progress, which makes a difference to another start only
  bool operator==(const ActiveToken&) const = default;
};

struct Queue {
  events::QueueOpened opened;  // as what it was
  Instant updated_at;          // opened, called or (de)activated last
  int size = 0;                // tokens of whatever status; those given back do not count
  bool active = true;
  bool ended = false;
  int current_token_number = 0;  // called last
  int highest_final_number = 0;  // of the completed and skipped tokens
  std::map<int, TokenId> waiting;
  std::optional<TokenId> called;           // one at the most
  std::unordered_set<PatientId> patients;  // who waits or is called
  std::uint64_t version = 0;               // events so far

  // The end of a day is a matter of time; QueueEnded only tells of it.
  bool is_todays(Instant at) const { return !ended && at < opened.day_ends_at; }
  bool operator==(const Queue&) const = default;
};

// The clinics of one unit with their queues: a fold of their events. A value: copies share nothing. A queue that has
// ended is known for as long as somebody waits in it or is called, as skipping and completing do not ask for the day,
// and for two days more, as a switch of it may be repeated under its key for one. What is asked of it afterwards is
// refused whether it is known or not.
struct State {
  std::unordered_map<ClinicId, Clinic> clinics;
  std::unordered_map<std::string, Place> places;  // of this unit, by name and place (place_of)
  std::unordered_map<QueueId, Queue> queues;
  std::unordered_map<TokenId, ActiveToken> tokens;
  std::set<std::pair<Instant, QueueId>> queue_ends;    // of queues that have not ended
  std::set<std::pair<Instant, QueueId>> settled;       // ends of queues that have ended and in which nobody is left
  std::set<std::pair<Instant, ClinicId>> clinic_days;  // next_day_at of each active clinic
  bool operator==(const State&) const = default;
};

// Equal for two clinics that may not both exist.
std::string place_of(const std::string& name, double latitude, double longitude);
std::string place_of(const Clinic& clinic);
// Where the clinic will stand by this change.
std::string place_after(const Clinic& clinic, const events::ClinicChanged& change);

// Throws domain::Unfoldable on an event that does not fit, and then `state` is not to be used any more.
void evolve(State& state, const events::Event& event);

}  // namespace frontdesk::clinic_queue
