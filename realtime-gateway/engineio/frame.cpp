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

}  // namespace frontdesk::engineio
