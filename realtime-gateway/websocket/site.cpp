#include "realtime-gateway/websocket/site.hpp"

#include <boost/asio/post.hpp>

#include "realtime-gateway/websocket/plain_connection.hpp"

namespace frontdesk::realtime_gateway {

Site::Site(boost::asio::io_context& loop, ListenerOptions chosen, SocketHandler& chosen_handler)
    : options(std::move(chosen)),
      cors(options.allowed_origins),
      handler(chosen_handler),
      slow_consumers(
          metrics::counter("gateway_slow_consumers_total", "connections closed because they read too slowly")),
      inbound_refusals(
          metrics::counter("gateway_inbound_refusals_total", "connections closed because too much was sent at once")),
      io(loop),
      inbound(options.inbound_bytes_per_user_max, options.inbound_bytes_max) {}

void Site::flush_later(std::shared_ptr<PlainConnection> connection) {
  if (to_flush_.empty()) {
    boost::asio::post(io, [site = shared_from_this()] { site->flush_all(); });
  }
  to_flush_.push_back(std::move(connection));
}

void Site::flush_all() {
  const auto due = std::exchange(to_flush_, {});
  for (const auto& connection : due) connection->write_now();
}

void Site::end_stalled() {
  std::vector<std::shared_ptr<PlainConnection>> stalled;
  for (auto* connection : reading_large) {
    if (connection->stalls()) stalled.push_back(connection->self());
  }
  for (const auto& connection : stalled) connection->close(CloseReason::message_stalls);
}

void Site::forget_waiting() {
  over_rate.clear();
  to_flush_.clear();
}

}  // namespace frontdesk::realtime_gateway
