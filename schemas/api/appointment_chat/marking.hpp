#pragma once
#include <string>

#include "schemas/api/route.hpp"

namespace frontdesk::api::appointment_chat {

// What a GET of messages changes goes the way of every command (contracts' README, section 9): query-api asks
// command-api, with the caller's own token. Never through the edge, and in no document.
struct MarkRead {
  std::string appointment_id;
};
extern const Route<MarkRead> mark_read;

}  // namespace frontdesk::api::appointment_chat
