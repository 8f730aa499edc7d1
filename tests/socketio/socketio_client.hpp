#pragma once
#include <string>
#include <string_view>

#include "tests/support/echo_gateway/raw_websocket.hpp"
#include "tests/support/echo_gateway/running_gateway.hpp"

namespace frontdesk::echo_gateway {

// A WebSocket on which Engine.IO's handshake is done.
class EngineClient : public RawWebSocket {
 public:
  explicit EngineClient(const RunningGateway& gateway, std::string_view more_query = {}, int receive_buffer_bytes = 0)
      : RawWebSocket(gateway.port(), websocket("/socket.io/").append(more_query), receive_buffer_bytes) {
    next();
  }
};

// The string under that name, in what the gateway has sent.
inline std::string member(const std::string& json, const std::string& name) {
  const auto begin = json.find('"' + name + "\":\"");
  if (begin == std::string::npos) return {};
  const auto value = begin + name.size() + 4;
  return json.substr(value, json.find('"', value) - value);
}

}  // namespace frontdesk::echo_gateway
