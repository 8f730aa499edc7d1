#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::realtime_gateway {

// The request target of a handshake: `/?token=<jwt>`. The query is for us alone and reaches no log.
struct HandshakeTarget {
  std::string path;
  std::optional<std::string> token;  // the first one, decoded
};
HandshakeTarget parse_handshake_target(std::string_view target);

// The first subprotocol asked for by a handshake, `list` being its Sec-WebSocket-Protocol fields joined by commas.
// Empty: none is asked for. nullopt: not what RFC 6455, section 11.3.4, allows.
std::optional<std::string> first_subprotocol(std::string_view list);

// The entry of X-Forwarded-For that the nearest proxy wrote.
std::string last_forwarded(std::string_view header);

}  // namespace frontdesk::realtime_gateway
