#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "realtime-gateway/web/frame.hpp"
#include "realtime-gateway/websocket/linger_limits.hpp"

namespace frontdesk::web {

// Why a connection ends whose client takes less than it is sent.
inline constexpr std::uint16_t slow_consumer_code = 3008;
inline constexpr std::string_view slow_consumer_words = "Slow consumer";

struct WebSocketOptions {
  std::size_t message_bytes_max = 1'000'000;   // inbound; more closes with 1009
  std::size_t outbound_bytes_max = 1'048'576;  // waiting to be written; more closes with 3008, `Slow consumer`
  std::size_t outbound_messages_max = 8192;
  std::chrono::milliseconds close_timeout{10'000};  // for the other side to answer a close frame
  std::chrono::milliseconds idle_timeout{0};        // a ping at half of it, the end at all of it; 0: none of both
  // From when a message counts as large to its end; longer closes with 1008.
  std::chrono::milliseconds message_timeout{60'000};
  std::size_t large_bytes = 16 * 1024;
  realtime_gateway::LingerLimits linger;
};

// The server's end of an open WebSocket. Reading stops while it is held; writing is queued, and all that is due in one
// round of the loop leaves in one system call. Loop thread only.
class WebSocket {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void received(FrameKind kind, std::string_view message) = 0;
    // The connection is about to hold so many bytes of a message that is under way; 0: none any longer. False: too many
    // for whoever counts, and the socket closes with 1013.
    virtual bool may_hold(std::size_t bytes) = 0;
    // Once, and nothing after it. Never called from within send() or close().
    virtual void ended(std::string_view reason) = 0;
  };

  virtual ~WebSocket() = default;
  // From now on messages are read.
  virtual void listen(std::shared_ptr<Listener> listener) = 0;
  // A whole message, framed. Nothing more is taken once it closes.
  virtual void send(SharedBytes message) = 0;
  // Behind all that is queued. The listener hears of the end. Of `reason` 123 bytes are said, in UTF-8.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  virtual void hold_reading(bool held) = 0;
  virtual std::size_t queued_bytes() const = 0;
};

}  // namespace frontdesk::web
