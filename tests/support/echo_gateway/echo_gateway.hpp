#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "realtime-gateway/engineio/server.hpp"
#include "realtime-gateway/socketio/memory_recovery.hpp"
#include "realtime-gateway/socketio/server.hpp"
#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/listener.hpp"
#include "realtime-gateway/web/round.hpp"
#include "tests/support/echo_gateway/namespaces.hpp"

namespace frontdesk::echo_gateway {

struct Settings {
  std::uint16_t port = 0;        // Engine.IO at /engine.io/, Socket.IO at /socket.io/; 0: the kernel chooses
  std::uint16_t plain_port = 0;  // a WebSocket that sends back what it gets
  std::chrono::milliseconds recovery_window{0};  // 0: none
  std::chrono::milliseconds ping_interval{300};
  std::chrono::milliseconds ping_timeout{200};
  std::chrono::milliseconds connect_timeout{1000};
  std::function<bool(socketio::Connection&, std::size_t)> may_hold = {};  // see socketio::Options
};

// Serves the protocol libraries to whoever wants to try them. Lives on the loop.
class EchoGateway {
 public:
  EchoGateway(boost::asio::io_context& loop, const Settings& settings);
  ~EchoGateway();

  std::uint16_t port() const { return listener_->port(); }
  std::uint16_t plain_port() const { return plain_listener_->port(); }
  socketio::Server& socketio() { return *socketio_; }
  socketio::Namespace& main_namespace() { return *main_; }
  std::size_t connections() const { return listener_->connections() + plain_listener_->connections(); }

 private:
  class PlainEcho;

  socketio::Namespace& open_namespace(const std::string& name, socketio::NamespaceHandler& handler,
                                      const Settings& settings);

  const std::shared_ptr<web::Round> round_;
  web::Deadlines deadlines_;
  OpenNamespace everybody_{deadlines_};
  SecureNamespace token_bearers_{deadlines_};
  std::vector<std::unique_ptr<socketio::MemoryRecovery>> recoveries_;
  std::unique_ptr<engineio::Server> engineio_;
  std::unique_ptr<socketio::Server> socketio_;
  socketio::Namespace* main_ = nullptr;
  std::unique_ptr<PlainEcho> plain_;
  std::unique_ptr<web::Listener> listener_;
  std::unique_ptr<web::Listener> plain_listener_;
};

}  // namespace frontdesk::echo_gateway
