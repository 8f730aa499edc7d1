#pragma once
#include <optional>
#include <string_view>

namespace frontdesk::engineio {

enum class PacketType : char {
  open = '0',
  close = '1',
  ping = '2',
  pong = '3',
  message = '4',
  upgrade = '5',
  noop = '6',
};

// One packet as it came. `data` lives as long as what it was read from.
struct Packet {
  PacketType type = PacketType::message;
  bool binary = false;
  std::string_view data;
};

// What a text frame says; nullopt: no packet.
std::optional<Packet> text_packet(std::string_view text);

}  // namespace frontdesk::engineio
