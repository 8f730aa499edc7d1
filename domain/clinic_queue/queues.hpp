#pragma once
#include <functional>
#include <optional>

#include "domain/clinic_queue/calendar.hpp"
#include "domain/clinic_queue/decision.hpp"
#include "domain/clinic_queue/staff.hpp"

// What can be asked of a clinic's queues, and what time does to them (contract 004, section 4).
namespace frontdesk::clinic_queue {

// clinic_not_found, unauthorized, queue_exists (for this date, or one whose day still runs)
struct OpenQueue {
  QueueId queue_id;
  ClinicId clinic_id;
  int max_queue_size = 50;
  LocalDay day;  // of the clinic, at `at`: today()
  Staff staff;
  Instant at;
};
Decision decide(const State& state, const OpenQueue& command);

// unauthorized, queue_not_found; no change when it is so already
struct SetQueueActive {
  QueueId queue_id;
  bool active = true;
  Staff staff;
  Instant at;
};
Decision decide(const State& state, const SetQueueActive& command);

using MintQueueId = std::function<QueueId(const ClinicId&, const LocalDate&)>;

// The next event that time itself brings about by `now`: a queue's day ends, a clinic gets the queue of a new day. Ask
// again after applying it, until there is none.
std::optional<events::Event> due(const State& state, Instant now, const Calendar& calendar, const MintQueueId& mint);

}  // namespace frontdesk::clinic_queue
