#pragma once
#include <optional>

#include "domain/clinic_queue/decision.hpp"
#include "domain/clinic_queue/staff.hpp"

// What can be asked of the tokens of a queue (contract 004, sections 4 and 5).
namespace frontdesk::clinic_queue {

// already_has_active_token, queue_not_found, queue_closed, queue_full
struct TakeToken {
  QueueId queue_id;
  TokenId token_id;
  PatientId patient_id;
  Instant at;
  bool refuse_after_closing = false;  // as configured
};
Decision decide(const State& state, const TakeToken& command);

// token_not_found
struct ReturnToken {
  TokenId token_id;
  PatientId patient_id;
  Instant at;
};
Decision decide(const State& state, const ReturnToken& command);

// unauthorized, queue_not_found, queue_has_moved_on, no_waiting_tokens
struct CallNext {
  QueueId queue_id;
  Staff staff;
  std::optional<int> expected_current_token_no;
  Instant at;
};
Decision decide(const State& state, const CallNext& command);

// unauthorized, token_not_startable
struct StartToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};
Decision decide(const State& state, const StartToken& command);

// unauthorized, token_not_skippable
struct SkipToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};
Decision decide(const State& state, const SkipToken& command);

// unauthorized, token_not_completable
struct CompleteToken {
  QueueId queue_id;
  TokenId token_id;
  Staff staff;
  Instant at;
};
Decision decide(const State& state, const CompleteToken& command);

}  // namespace frontdesk::clinic_queue
