#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "realtime-gateway/sockets/announcement.hpp"
#include "realtime-gateway/sockets/client_event.hpp"

namespace frontdesk::realtime_gateway {

// Plain JSON WebSocket (contracts, README section 9): `{"event","data","id"?}` both ways. Several arguments travel as
// an array in `data`, so an event whose only argument is an array must wrap it.
struct PlainFrame {
  ClientEvent event;
  std::optional<std::string> id_json;  // present: the client wants an acknowledgement. Its bytes as they came
  std::size_t bytes = 0;               // of the whole message
};
// Of several members of one name the last counts, as in JavaScript. Arguments behind the sixteenth are dropped.
// nullopt: no JSON object with a string `event`, or nested deeper than anyone needs.
std::optional<PlainFrame> parse_plain_frame(std::string_view text);

// The arguments of an event that came in another form: `array_json` is a JSON array. Empty: it is not to be read.
std::vector<Argument> parse_arguments(std::string_view array_json);

// `{"event":…,"data":…}` as a finished WebSocket text message, with a `position` for those who asked for it.
const Framing& plain_framing();
// `{"id":…,"data":…}`, likewise.
SharedFrame plain_acknowledgement(std::string_view id_json, std::string_view ack_json);

}  // namespace frontdesk::realtime_gateway
