#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "events/clinic_queue.hpp"

namespace frontdesk::clinic_queue {

struct Clinic {
  std::string zone;
  events::OpeningHours opening_hours;
  std::optional<LocalDate> latest_day;  // of its latest queue
  Instant next_day_at;                  // from then on it is due a queue by itself
  bool operator==(const Clinic&) const = default;
};

// A token that waits or is called; one in progress is called, too. Completed and skipped ones are final, so a queue
// remembers of them only what counts.
struct ActiveToken {
  QueueId queue_id;
  PatientId patient_id;
  int number = 0;
  Instant issued_at;
  std::optional<Instant> called_at;
  bool started = false;  // in progress, which makes a difference to another start only
  bool operator==(const ActiveToken&) const = default;
};

struct Queue {
  ClinicId clinic_id;
  Instant day_starts_at;
  Instant day_ends_at;
  Instant start_time;
  Instant end_time;
  Instant opened_at;
  Instant updated_at;  // opened, called or (de)activated last
  int size_max = 0;
  int size = 0;  // tokens of whatever status; those given back do not count
  bool active = true;
  bool ended = false;
  int current_token_number = 0;  // called last
  int highest_final_number = 0;  // of the completed and skipped tokens
  std::map<int, TokenId> waiting;
  std::optional<TokenId> called;           // one at the most
  std::unordered_set<PatientId> patients;  // who waits or is called
  bool operator==(const Queue&) const = default;
};

// The clinics of one unit with their queues: a fold of their events. A value: copies share nothing.
struct State {
  std::unordered_map<ClinicId, Clinic> clinics;
  std::unordered_set<std::string> places;  // name and place of each clinic (place_of)
  std::unordered_map<QueueId, Queue> queues;
  std::unordered_map<TokenId, ActiveToken> tokens;
  std::set<std::pair<Instant, QueueId>> queue_ends;    // of queues that have not ended
  std::set<std::pair<Instant, ClinicId>> clinic_days;  // next_day_at of each clinic
  bool operator==(const State&) const = default;
};

// Equal for two clinics that may not both exist.
std::string place_of(const std::string& name, double latitude, double longitude);

// Applying an accepted event cannot fail: one that does not fit the state is a broken log, and stops the process.
void evolve(State& state, const events::Event& event);

}  // namespace frontdesk::clinic_queue
