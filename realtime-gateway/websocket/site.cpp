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
      io(loop) {}

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

void Site::forget_waiting() {
  over_rate.clear();
  to_flush_.clear();
}

}  // namespace frontdesk::realtime_gateway
