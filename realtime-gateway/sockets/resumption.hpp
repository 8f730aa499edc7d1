#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/recovery/replay.hpp"
#include "schemas/api/room.hpp"

namespace frontdesk::realtime_gateway {

// With what a client comes back: the token that it was given, and where it then was; none: it was lost before any
// event.
struct Comeback {
  std::string token;
  std::optional<std::string> position;
};

// What came of it (docs/realtime-protocols.md, "Recovery").
struct Resumption {
  bool recovered = false;
  std::string_view reason = {};  // why it is a fresh session
  std::string token = {};        // to come back with the next time; empty: it cannot
  std::string sid = {};          // that it had, if recovered
  LogPoint at = {};              // where it is with what it missed
  std::vector<MissedPush> missed = {};
  std::vector<api::Room> rooms = {};   // that it is in again
  std::shared_ptr<void> awaited = {};  // while this lives, what is told in its rooms is there to be caught up with
  std::vector<std::string> lost = {};  // names of those that it is not in any more
};

// Reasons, as clients are told them.
namespace not_recovered {
inline constexpr std::string_view is_new = "new";                // it asked for a first token
inline constexpr std::string_view not_offered = "not_offered";   // this gateway cannot
inline constexpr std::string_view unknown = "unknown_position";  // not ours, another log's or another user's
inline constexpr std::string_view too_much = "too_much";         // has happened since
inline constexpr std::string_view too_often = "too_often";       // this user has been told too much lately
inline constexpr std::string_view too_many_rooms = "too_many_rooms";
inline constexpr std::string_view unavailable = "unavailable";  // log or read models did not answer in time
inline constexpr std::string_view superseded = "superseded";    // another connection came back with the same token
}  // namespace not_recovered

}  // namespace frontdesk::realtime_gateway
