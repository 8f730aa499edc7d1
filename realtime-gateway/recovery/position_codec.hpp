#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/recovery/log_point.hpp"

namespace frontdesk::realtime_gateway {

// What a client holds from the beginning of its session on, through all recoveries: Socket.IO's `pid`.
struct ResumeToken {
  std::string user_id;
  std::string sid;             // of the session, as Socket.IO calls it
  LogPoint begun;              // where the log was then; nothing from before is repeated
  std::string stale_position;  // fingerprint of the position that the client held then, of a session that was lost
  bool operator==(const ResumeToken&) const = default;
};

// What comes beside each event: where the connection is with it. Socket.IO's `offset`.
struct StreamPosition {
  LogPoint at;
  std::uint32_t serial = 0;        // no two texts of one session are equal
  bool too_many_rooms = false;     // more than are written down: nobody comes back from here
  std::vector<std::string> rooms;  // names, without the user's own
  bool operator==(const StreamPosition&) const = default;
};

// Both as bytes, to be sealed. nullopt: not of this form, which is that of this version of the program.
std::string encode(const ResumeToken& token);
std::string encode(const StreamPosition& position);
std::optional<ResumeToken> decode_resume_token(std::string_view bytes);
std::optional<StreamPosition> decode_stream_position(std::string_view bytes);

// Of a position's text, to be known again.
std::string fingerprint(std::string_view position_text);

}  // namespace frontdesk::realtime_gateway
