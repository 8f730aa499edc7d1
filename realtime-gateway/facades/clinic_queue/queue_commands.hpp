#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "platform/projected/settling.hpp"

namespace frontdesk::realtime_gateway {

// A staff member's command, as its socket event said it.
struct QueueCommand {
  enum class Kind { call_next, skip_token, start_token, complete_token } kind = Kind::call_next;
  std::string queue_id;
  std::string token_id;                                   // of all but call
  std::optional<std::int64_t> expected_current_token_no;  // of call
  std::string bearer;          // the caller's token: command-api judges role, clinic and session
  std::string correlation_id;  // the event will carry it
};

struct QueueCommandAnswer {
  enum class Outcome {
    done,
    refused,       // `error` is the contract's text
    session_over,  // the token or its session lives no longer
    failed,        // not known whether it was done
  } outcome = Outcome::failed;
  std::string error;
  // What the answer says is readable once the unit is projected up to here. Not known of what failed.
  std::optional<projected::Announcement> readable_from = std::nullopt;
};

// The way to command-api. Called on the loop, answers there.
class QueueCommands {
 public:
  virtual ~QueueCommands() = default;
  virtual void send(QueueCommand command, std::function<void(QueueCommandAnswer)> done) = 0;
};

}  // namespace frontdesk::realtime_gateway
