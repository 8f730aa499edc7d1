#include "realtime-gateway/presence/typing.hpp"

namespace frontdesk::realtime_gateway {

void Typing::typed(const std::string& typist, const std::string& room, const std::string& event,
                   std::string data_json) {
  const auto now = loop_.monotonic();
  auto& told = told_[{typist, room}];
  const bool same = told.event == event && told.data_json == data_json && now - told.at < same_again_after;
  if (same) return;
  told = {event, data_json, now};
  broadcast_.tell({.rooms = {room}, .event = event, .data_json = std::move(data_json), .except_user = typist});
}

void Typing::sweep() {
  const auto now = loop_.monotonic();
  std::erase_if(told_, [now](const auto& entry) { return now - entry.second.at >= same_again_after; });
}

}  // namespace frontdesk::realtime_gateway
