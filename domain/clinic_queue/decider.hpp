#pragma once
#include <functional>
#include <optional>
#include <variant>

#include "domain/clinic_queue/calendar.hpp"
#include "domain/clinic_queue/state.hpp"
#include "domain/decision.hpp"

// What can be asked of the clinics of one unit (contract 004, sections 4 to 6). `at` is the time of the command; it
// never precedes the unit's last event. Ids are lower-case and fresh where a command creates.
namespace frontdesk::clinic_queue {

// Who acts for a clinic: an administrator, or staff of one clinic. With neither set, nobody who may.
struct Staff {
  StaffId id;
  bool is_admin = false;
  std::optional<ClinicId> clinic_id;
};

// clinic_exists
struct CreateClinic {
  events::ClinicCreated clinic;   // what will have happened, unless a clinic of that name stands at that place
  std::optional<Claim> outdated;  // a claim of the place that is_outdated() in the unit of its clinic
};

// The first step of a change of name or place, in the unit of the new place. clinic_exists; no change when it is
// claimed so already.
struct ClaimPlace {
  events::PlaceClaimed claim;  // its `place` is filled in
  std::optional<Claim> outdated;
};

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

// clinic_not_found, unauthorized, queue_exists (for this date, or one whose day still runs)
struct OpenQueue {
  QueueId queue_id;
  ClinicId clinic_id;
  int max_queue_size = 50;
  LocalDay day;  // of the clinic, at `at`: today()
  Staff staff;
  Instant at;
};

// already_has_active_token, queue_not_found, queue_closed, queue_full
struct TakeToken {
  QueueId queue_id;
  TokenId token_id;
  PatientId patient_id;
  Instant at;
  bool refuse_after_closing = false;  // as configured
};

// unauthorized, queue_not_found, queue_has_moved_on, no_waiting_tokens
struct CallNext {
  QueueId queue_id;
  Staff staff;
  std::optional<int> expected_current_token_no;
  Instant at;
};

// unauthorized, token_not_skippable
struct SkipToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};

// unauthorized, token_not_startable
struct StartToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};

// unauthorized, token_not_completable
struct CompleteToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};

// token_not_found
struct ReturnToken {
  TokenId token_id;
  PatientId patient_id;
  Instant at;
};

// unauthorized, queue_not_found; no change when it is so already
struct SetQueueActive {
  QueueId queue_id;
  bool active = true;
  Staff staff;
  Instant at;
};

using Command = std::variant<CreateClinic, ClaimPlace, ChangeClinic, OpenQueue, TakeToken, CallNext, SkipToken,
                             StartToken, CompleteToken, ReturnToken, SetQueueActive>;
using Decision = domain::Decision<events::Event>;
using MintQueueId = std::function<QueueId(const ClinicId&, const LocalDate&)>;

// Pure. The codes above are in the order of checking.
Decision decide(const State& state, const Command& command);

// May somebody else take the place of this claim? Asked of the state of the claiming clinic's unit: yes, once that
// clinic has gone past the claim's revision and stands elsewhere. It stays so until it claims the place anew.
bool is_outdated(const State& state, const Claim& claim, const std::string& place);

// The next event that time itself brings about by `now`: a queue's day ends, a clinic gets the queue of a new day. Ask
// again after applying it, until there is none.
std::optional<events::Event> due(const State& state, Instant now, const Calendar& calendar, const MintQueueId& mint);

// The local day of a clinic; nullopt when there is no such clinic.
std::optional<LocalDay> today(const State& state, const ClinicId& clinic_id, Instant at, const Calendar& calendar);

}  // namespace frontdesk::clinic_queue
