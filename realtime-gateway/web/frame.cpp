#include "realtime-gateway/web/frame.hpp"

#include <cstdint>
#include <memory>

namespace frontdesk::web {

std::string frame_head(FrameKind kind, std::size_t payload_bytes) {
  std::string head(1, static_cast<char>(kind));
  if (payload_bytes < 126) return head += static_cast<char>(payload_bytes);
  const bool fits_16_bits = payload_bytes <= 0xffff;
  head += static_cast<char>(fits_16_bits ? 126 : 127);
  for (int shift = fits_16_bits ? 8 : 56; shift >= 0; shift -= 8) {
    head += static_cast<char>((static_cast<std::uint64_t>(payload_bytes) >> shift) & 0xff);
  }
  return head;
}

SharedBytes framed(FrameKind kind, std::string_view payload) {
  auto bytes = std::make_shared<std::string>();
  const std::string head = frame_head(kind, payload.size());
  bytes->reserve(head.size() + payload.size());
  bytes->append(head).append(payload);
  return bytes;
}

}  // namespace frontdesk::web
