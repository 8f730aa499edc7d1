#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "realtime-gateway/socketio/namespace.hpp"
#include "realtime-gateway/web/deadlines.hpp"

namespace frontdesk::echo_gateway {

// `message` comes back as `message-back`, `message-with-ack` as its acknowledgement; `join` and `pub` are a room's.
class OpenNamespace : public socketio::NamespaceHandler {
 public:
  explicit OpenNamespace(web::Deadlines& deadlines) : deadlines_(deadlines) {}

  void connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) override;
  void connected(const std::shared_ptr<socketio::Socket>& socket) override;
  void received(const std::shared_ptr<socketio::Socket>& socket, socketio::Event event, socketio::Ack ack) override;
  void disconnected(socketio::Socket& socket, std::string_view reason) override;

 private:
  web::Deadlines& deadlines_;
};

// The same for those who have the one token.
class SecureNamespace final : public OpenNamespace {
 public:
  using OpenNamespace::OpenNamespace;
  void connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) override;
};

}  // namespace frontdesk::echo_gateway
