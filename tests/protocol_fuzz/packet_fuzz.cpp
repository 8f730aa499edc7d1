// Socket.IO's codec on any bytes: an event that is read can be told again, and reads the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "realtime-gateway/socketio/assembly.hpp"
#include "realtime-gateway/socketio/json.hpp"
#include "realtime-gateway/socketio/packet.hpp"

namespace {

using namespace frontdesk::socketio;

void require(bool holds) {
  if (!holds) std::abort();
}

void tell_again(const WholePacket& whole) {
  const Packet& packet = whole.packet;
  const bool is_event = packet.type == PacketType::event || packet.type == PacketType::binary_event;
  if (!is_event || packet.payload.empty()) return;
  for (const auto element : elements(packet.payload, 100)) require(!element.empty());
  const auto message = event_message(
      {.nsp = packet.nsp, .id = packet.id, .arguments = packet.payload, .attachments = &whole.attachments},
      packet.name);
  require(message.size() == whole.attachments.size() + 1);
  // A name that was a number, or is reserved as a word, cannot be told again as a word.
  const auto again = decode_packet(message.front().payload().substr(1));
  if (!again) return;
  require(again->name == packet.name && again->nsp == packet.nsp && again->id == packet.id);
  require(elements(again->payload, 100) == elements(packet.payload, 100));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Assembly assembly({}, 10'000);
  // Messages end at a byte that no text has; the next one's first byte says what it is.
  while (!rest.empty()) {
    const std::string_view message = rest.substr(0, rest.find('\xff'));
    rest.remove_prefix(message.size() == rest.size() ? message.size() : message.size() + 1);
    const bool binary = message.starts_with('!');
    const auto outcome = binary ? assembly.add_bytes(message.substr(1)) : assembly.add_text(message);
    if (outcome == Assembly::Outcome::broken) return 0;
    if (outcome != Assembly::Outcome::whole) continue;
    const WholePacket whole = assembly.take();
    tell_again(whole);
    if (whole.packet.type == PacketType::connect) static_cast<void>(string_member(whole.packet.payload, "pid"));
  }
  return 0;
}
