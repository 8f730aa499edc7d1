#include "realtime-gateway/engineio/frame.hpp"

#include <memory>
#include <string>

namespace frontdesk::engineio {

Frame Frame::text(PacketType type, std::string_view data) {
  const std::size_t size = data.size() + 1;
  auto bytes = std::make_shared<std::string>();
  const std::string head = web::frame_head(web::FrameKind::text, size);
  bytes->reserve(head.size() + size);
  bytes->append(head).append(1, static_cast<char>(type)).append(data);
  return {std::move(bytes), size, false};
}

Frame Frame::binary(std::string_view bytes) { return {web::framed(web::FrameKind::binary, bytes), bytes.size(), true}; }

Frame Frame::of(web::SharedBytes websocket_message) {
  constexpr unsigned char length_16_bits = 126, length_64_bits = 127;
  const auto length = static_cast<unsigned char>((*websocket_message)[1]);
  const std::size_t head = length == length_16_bits ? 4 : length == length_64_bits ? 10 : 2;
  const bool binary =
      static_cast<unsigned char>((*websocket_message)[0]) == static_cast<unsigned char>(web::FrameKind::binary);
  const auto payload = websocket_message->size() - head;
  return {std::move(websocket_message), payload, binary};
}

}  // namespace frontdesk::engineio
