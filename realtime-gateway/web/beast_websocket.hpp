#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>

#include "realtime-gateway/web/endpoint.hpp"
#include "realtime-gateway/web/site.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"

namespace frontdesk::web {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

// Answers the handshake, which `request` is; then `upgraded.opened` gets the socket.
void accept_websocket(std::shared_ptr<Site> site, realtime_gateway::TcpSocket socket, const HttpRequest& request,
                      Upgraded upgraded);

}  // namespace frontdesk::web
