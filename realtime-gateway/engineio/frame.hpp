#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "realtime-gateway/engineio/packet.hpp"
#include "realtime-gateway/web/frame.hpp"

namespace frontdesk::engineio {

// A packet as it goes out: made once, shared by all who get it, whatever their transport.
class Frame {
 public:
  static Frame text(PacketType type, std::string_view data = {});
  static Frame binary(std::string_view bytes);
  // Of what websocket() of another gave: for owners who share bytes alone.
  static Frame of(web::SharedBytes websocket_message);

  // The whole WebSocket message.
  const web::SharedBytes& websocket() const { return bytes_; }
  // Without WebSocket's head: a text packet with its type, or bytes.
  std::string_view payload() const { return std::string_view(*bytes_).substr(head_bytes_); }
  bool is_binary() const { return binary_; }

  // How many binary frames belong to this one and follow it.
  std::uint16_t followers = 0;

 private:
  Frame(web::SharedBytes bytes, std::size_t payload_bytes, bool binary)
      : bytes_(std::move(bytes)),
        head_bytes_(static_cast<std::uint8_t>(bytes_->size() - payload_bytes)),
        binary_(binary) {}

  web::SharedBytes bytes_;
  std::uint8_t head_bytes_;
  bool binary_;
};

// What belongs together: a text frame and its binary followers.
using Message = std::vector<Frame>;

}  // namespace frontdesk::engineio
