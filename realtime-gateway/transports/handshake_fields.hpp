#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/web/request.hpp"

namespace frontdesk::realtime_gateway {

// The first subprotocol asked for by a handshake, `list` being its Sec-WebSocket-Protocol fields joined by commas.
// Empty: none is asked for. nullopt: not what RFC 6455, section 11.3.4, allows, or one is longer than any is.
std::optional<std::string> first_subprotocol(std::string_view list);
// All fields of that name, joined by commas.
std::string joined_fields(const web::Headers& headers, std::string_view name);

// The entry of X-Forwarded-For that the nearest proxy wrote.
std::string last_forwarded(std::string_view header);
// Where a client is: what a proxy that we trust says, else the peer itself.
std::string address_of(std::string_view peer, std::string_view forwarded, const std::vector<std::string>& trusted);

}  // namespace frontdesk::realtime_gateway
