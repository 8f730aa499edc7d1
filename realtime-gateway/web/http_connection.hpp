#pragma once
#include <memory>

#include "realtime-gateway/web/site.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"

namespace frontdesk::web {

// Reads requests from a connection, one after the other, until one of them makes it a WebSocket or it ends.
void serve_http(std::shared_ptr<Site> site, realtime_gateway::TcpSocket socket);

}  // namespace frontdesk::web
