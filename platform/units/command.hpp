#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "platform/units/fold.hpp"

namespace frontdesk::units {

// Identity of a command that its client may retry (Idempotency-Key).
struct CommandKey {
  std::string id;           // digest of (actor, route, target, key); equal id = the same command
  std::string fingerprint;  // digest of the content; same id with another fingerprint = refused
};

enum class Outcome {
  accepted,     // the event stands in the log and was read back
  refused,      // `refusal`; nothing was or will be changed by this command
  nothing,      // success, nothing to change
  key_reused,   // the key was used for another content
  failed,       // a fault of ours: 500; nothing was or will be changed by this command, a keyed retry is decided anew
  unavailable,  // changing over, overloaded or unknown: 503 with Retry-After; a keyed retry finds out
};

// Valid during the callback only. `confirmed` is the unit's state of accepted, read-back records as of this answer
// (null when unavailable).
struct Answer {
  Outcome outcome = Outcome::unavailable;
  std::string_view refusal;
  const EventView* event = nullptr;  // accepted, also for a keyed repetition of an accepted command
  bool repeated = false;             // the answer is that of an earlier command with this key
  const Fold* confirmed = nullptr;
  std::int64_t next_offset = 0;  // a reader that has projected up to here sees all that the answer says
};

struct Command {
  std::optional<CommandKey> key;
  std::string actor;  // user id, "operator" or "clock"
  std::string correlation_id;
  std::string causation_id;
  std::string traceparent;
  // Pure. `now` never precedes the unit's last record. Called on the speculative state, once or (never after an append)
  // more often.
  std::function<Decided(const Fold& state, Instant now)> decide;
  // Called exactly once, on the unit's executor.
  std::function<void(const Answer&)> answered;
};

}  // namespace frontdesk::units
