#include "realtime-gateway/transports/listener.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "platform/logging/log.hpp"
#include "realtime-gateway/transports/operator_pages.hpp"
#include "realtime-gateway/transports/plain_sockets.hpp"
#include "realtime-gateway/transports/refusals.hpp"
#include "realtime-gateway/transports/socketio_sockets.hpp"
#include "realtime-gateway/web/listener.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// Handshakes, polls and operators' pages beside the WebSockets themselves.
constexpr std::size_t short_connections_max = 1024;

PlainSockets::Options plain_options(const ListenerOptions& options) {
  PlainSockets::Options plain;
  plain.trusted_proxies = options.trusted_proxies;
  plain.websocket.message_bytes_max = options.message_bytes_max;
  plain.websocket.outbound_bytes_max = options.outbound_bytes_max;
  plain.websocket.outbound_messages_max = options.outbound_messages_max;
  plain.websocket.close_timeout = options.handshake_timeout;
  plain.websocket.idle_timeout = options.idle_timeout;
  plain.websocket.message_timeout = options.message_timeout;
  plain.websocket.large_bytes = InboundBytes::uncounted_max;
  plain.websocket.linger = options.linger;
  return plain;
}

SocketIoSockets::Options socketio_options(const ListenerOptions& options) {
  return {options.session_id_prefix, options.message_bytes_max, options.outbound_bytes_max,
          options.outbound_messages_max, options.trusted_proxies};
}

web::ListenerOptions web_options(const ListenerOptions& options, const Refusals& refusals) {
  web::ListenerOptions web;
  web.address = options.address;
  web.port = options.port;
  web.connections_max = options.connections.all_max + short_connections_max;
  web.head_timeout = options.handshake_timeout;
  web.linger = options.linger;
  web.refusal = [&refusals](int status, const web::Request& request, std::optional<std::string_view> unread) {
    return refusals.by_listener(status, request, unread);
  };
  web.complain = [](std::string_view what) { logging::warn(what, {}); };
  return web;
}

web::ListenerOptions public_options(const ListenerOptions& options, const Refusals& refusals) {
  web::ListenerOptions web = web_options(options, refusals);
  web.address = options.public_address;
  web.port = options.public_port;
  // Whoever holds all of these leaves descriptors to those who come through an edge.
  web.connections_max = options.connections.all_max;
  return web;
}

}  // namespace

class Listener::Impl {
 public:
  Impl(EventLoop& loop, const ListenerOptions& options, SocketHandler& handler)
      : round(std::make_shared<web::Round>(loop.io_context())),
        deadlines(loop.io_context()),
        refusals(options.allowed_origins),
        reception(std::make_shared<Reception>(handler, *round, deadlines, options.inbound, options.connections)),
        plain(plain_options(options), reception, refusals),
        socketio(socketio_options(options), reception, refusals, round),
        pages(handler, refusals),
        listener(loop.io_context(), round, deadlines, web_options(options, refusals),
                 {&plain, &socketio.endpoint(), &pages}) {
    if (options.public_port == 0) return;
    public_listener.emplace(loop.io_context(), round, deadlines, public_options(options, refusals),
                            std::vector<web::Endpoint*>{&plain, &socketio.endpoint()});
  }
  ~Impl() { round->forget(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const std::shared_ptr<web::Round> round;
  web::Deadlines deadlines;
  const Refusals refusals;
  const std::shared_ptr<Reception> reception;
  PlainSockets plain;
  SocketIoSockets socketio;
  OperatorPages pages;
  web::Listener listener;
  std::optional<web::Listener> public_listener;
};

Listener::Listener(EventLoop& loop, ListenerOptions options, SocketHandler& handler)
    : impl_(std::make_unique<Impl>(loop, options, handler)) {}
Listener::~Listener() = default;

void Listener::start() {
  impl_->listener.start();
  if (impl_->public_listener) impl_->public_listener->start();
}
std::uint16_t Listener::port() const { return impl_->listener.port(); }
std::size_t Listener::open_connections() const { return impl_->reception->open; }

void Listener::stop_accepting() {
  impl_->listener.stop_accepting();
  if (impl_->public_listener) impl_->public_listener->stop_accepting();
  impl_->socketio.stop_accepting();
}

void Listener::end_unclaimed_sessions() { impl_->socketio.drain(std::chrono::milliseconds(0)); }

}  // namespace frontdesk::realtime_gateway
