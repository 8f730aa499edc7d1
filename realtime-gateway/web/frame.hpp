#pragma once
#include <string>
#include <string_view>

#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::web {

using SharedBytes = realtime_gateway::SharedFrame;

enum class FrameKind : unsigned char { text = 0x81, binary = 0x82 };

// The head of a server's unfragmented, unmasked WebSocket message (RFC 6455, section 5.2).
std::string frame_head(FrameKind kind, std::size_t payload_bytes);

// The whole message.
SharedBytes framed(FrameKind kind, std::string_view payload);

}  // namespace frontdesk::web
