#pragma once
#include <memory>

#include "realtime-gateway/websocket/queued_socket.hpp"
#include "realtime-gateway/websocket/site.hpp"

namespace frontdesk::realtime_gateway {

// Reads what a new connection wants and gives it that: a WebSocket at `/` for whom the handler admits, one of the pages
// for operators, or a refusal.
void begin_handshake(std::shared_ptr<Site> site, TcpSocket socket);

}  // namespace frontdesk::realtime_gateway
