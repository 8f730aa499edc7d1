#include "realtime-gateway/engineio/packet.hpp"

namespace frontdesk::engineio {

std::optional<Packet> text_packet(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return std::nullopt;
  return Packet{static_cast<PacketType>(text.front()), false, text.substr(1)};
}

}  // namespace frontdesk::engineio
