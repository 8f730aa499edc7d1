#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/socketio/packet.hpp"

namespace frontdesk::socketio {

struct WholePacket {
  Packet packet;
  std::vector<std::string> attachments;
};

// Puts together what arrives as a text message and the bytes that it announces.
class Assembly {
 public:
  Assembly(PacketLimits limits, std::size_t bytes_max) : limits_(limits), bytes_max_(bytes_max) {}

  enum class Outcome { incomplete, whole, broken };
  // After `whole`, take() has the packet.
  Outcome add_text(std::string_view text);
  Outcome add_bytes(std::string_view bytes);
  WholePacket take();

  // What is kept of a packet whose attachments are still to come.
  std::size_t held_bytes() const { return held_bytes_; }

 private:
  Outcome outcome();

  const PacketLimits limits_;
  const std::size_t bytes_max_;
  std::unique_ptr<WholePacket> under_way_;
  std::size_t held_bytes_ = 0;
};

}  // namespace frontdesk::socketio
