#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/loop/event_loop.hpp"
#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/socket.hpp"
#include "realtime-gateway/sockets/standing.hpp"
#include "realtime-gateway/websocket/linger_limits.hpp"

namespace frontdesk::realtime_gateway {

struct ListenerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the kernel chooses, see Listener::port
  std::vector<std::string> trusted_proxies = {"127.0.0.1", "::1"};
  std::vector<std::string> allowed_origins;  // whose pages may read a refusal, with credentials
  std::size_t connections_max = 16'000;
  std::size_t message_bytes_max = 1'000'000;  // inbound; more closes with 1009
  // Sent by clients and not dealt with yet, over all connections of a user, and of all; more closes with 1008, 1013.
  std::size_t inbound_bytes_per_user_max = 8'000'000;
  std::size_t inbound_bytes_max = 128'000'000;
  // From when a message counts as large to its end; longer closes with 1008, or few could keep the bytes of all.
  std::chrono::milliseconds message_timeout{60'000};
  std::size_t outbound_bytes_max = 1'048'576;  // waiting for one client; more closes it as a slow consumer
  std::size_t outbound_messages_max = 8192;
  double events_per_s = 100;  // inbound, of one client; more is read later
  double events_burst = 200;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds idle_timeout{50'000};  // a ping at half of it, the end of the connection at all of it
  LingerLimits linger;                             // of a client that sends on after the end
};

// What a transport asks of the gateway. All on the loop.
class SocketHandler {
 public:
  virtual ~SocketHandler() = default;
  // Is the bearer of this token let in? Answers later, on the loop.
  virtual void admit(std::string token, std::function<void(Admission)> done) = 0;
  virtual void opened(const std::shared_ptr<Socket>& socket) = 0;
  virtual void received(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) = 0;
  virtual void closed(Socket& socket) = 0;
  // May the gateway take connections? For /readyz.
  virtual bool ready() const = 0;
};

// The one port: plain WebSocket at `/` and the pages for operators. Beast reads (framing, masks, UTF-8, ping and pong,
// closing handshake); writing is ours: all that is due for a connection in one round of the loop leaves in one system
// call. Lives on the loop; the handler outlives it.
class Listener {
 public:
  Listener(EventLoop& loop, ListenerOptions options, SocketHandler& handler);
  ~Listener();
  void start();  // throws std::runtime_error naming the port when it is taken
  std::uint16_t port() const;
  void stop_accepting();
  std::size_t open_connections() const;  // WebSockets, closing ones included
  void sweep();                          // a few times a second: those over their rate go on, stalled ones end

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace frontdesk::realtime_gateway
