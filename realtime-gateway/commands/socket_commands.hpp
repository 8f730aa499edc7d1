#pragma once
#include <functional>
#include <optional>
#include <string>

#include "platform/projected/settling.hpp"

namespace frontdesk::realtime_gateway {

// A command that came as a socket event, on its way to the route whose second door the event is (schemas/api).
struct SocketCommand {
  std::string event;                 // "queue:call_next"
  std::string arguments_json;        // an object: each argument under the name that the route's table gives it
  std::string bearer;                // the caller's token: command-api judges session, role and what the route asks
  std::string correlation_id;        // the event in the log will carry it
  std::string idempotency_key = {};  // empty: each is a new command
  bool in_room = false;              // the caller has joined the room that the event's door asks for
};

struct SocketCommandAnswer {
  enum class Outcome {
    done,
    refused,       // `error` is the contract's text
    session_over,  // the token or its session lives no longer
    failed,        // not known whether it was done
  } outcome = Outcome::failed;
  std::string error;
  // What the answer says is readable once the unit is projected up to here. Not known of what failed.
  std::optional<projected::Announcement> readable_from = std::nullopt;
  std::string ack_json = {};  // of what was done
};

// The way to command-api. Called on the loop, answers there.
class SocketCommands {
 public:
  virtual ~SocketCommands() = default;
  virtual void send(SocketCommand command, std::function<void(SocketCommandAnswer)> done) = 0;
};

}  // namespace frontdesk::realtime_gateway
