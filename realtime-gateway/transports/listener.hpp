#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "realtime-gateway/loop/event_loop.hpp"
#include "realtime-gateway/sockets/socket_handler.hpp"
#include "realtime-gateway/transports/receiving_socket.hpp"
#include "realtime-gateway/websocket/linger_limits.hpp"

namespace frontdesk::realtime_gateway {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses, see Listener::port
  // Another one for sockets alone, without the operators' pages, to be reached without an edge; 0: none.
  std::string public_address = "127.0.0.1";
  std::uint16_t public_port = 0;
  // What the ids of Engine.IO's sessions begin with: which of several gateways has them.
  std::string session_id_prefix;
  std::vector<std::string> trusted_proxies = {"127.0.0.1", "::1"};
  std::vector<std::string> allowed_origins;  // whose pages may read a refusal, with credentials
  ConnectionLimits connections;
  std::size_t message_bytes_max = 1'000'000;  // inbound; more closes with 1009
  InboundLimits inbound;
  // From when a message counts as large to its end; longer closes with 1008, or few could keep the bytes of all.
  std::chrono::milliseconds message_timeout{60'000};
  std::size_t outbound_bytes_max = 1'048'576;  // waiting for one client; more closes it as a slow consumer
  std::size_t outbound_messages_max = 8192;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds idle_timeout{50'000};  // a ping at half of it, the end of the connection at all of it
  LingerLimits linger;                             // of a client that sends on after the end
};

// The plain WebSocket at `/`, Socket.IO at `/socket.io/`, and the pages for operators. Lives on the loop; the handler
// outlives it.
class Listener {
 public:
  Listener(EventLoop& loop, ListenerOptions options, SocketHandler& handler);
  ~Listener();
  void start();  // throws std::runtime_error naming the port when it is taken
  std::uint16_t port() const;
  void stop_accepting();
  // Ends the Socket.IO sessions that no socket of ours belongs to.
  void end_unclaimed_sessions();
  std::size_t open_connections() const;  // sockets, closing ones included

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::realtime_gateway
