#pragma once
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <unordered_set>
#include <utility>
#include <vector>

#include "platform/metrics/metrics.hpp"
#include "realtime-gateway/websocket/inbound_bytes.hpp"
#include "realtime-gateway/websocket/listener.hpp"
#include "schemas/api/cors.hpp"

namespace frontdesk::realtime_gateway {

class PlainConnection;

// What a listener and its connections share; they keep it alive. Loop thread only.
class Site : public std::enable_shared_from_this<Site> {
 public:
  Site(boost::asio::io_context& loop, ListenerOptions chosen, SocketHandler& chosen_handler);

  bool full() const { return websockets >= options.connections_max; }
  // Written at the end of the loop's round, with all else that is due for the connection by then.
  void flush_later(std::shared_ptr<PlainConnection> connection);
  // Closes those whose large message does not come to its end.
  void end_stalled();
  // Holds connections, which hold the site.
  void forget_waiting();

  const ListenerOptions options;
  const api::Cors cors;
  SocketHandler& handler;
  metrics::Counter& slow_consumers;
  metrics::Counter& inbound_refusals;
  boost::asio::io_context& io;
  std::size_t sockets = 0;     // of any kind
  std::size_t websockets = 0;  // open ones
  std::vector<std::shared_ptr<PlainConnection>> over_rate;
  InboundBytes inbound;
  std::unordered_set<PlainConnection*> reading_large;

 private:
  void flush_all();

  std::vector<std::shared_ptr<PlainConnection>> to_flush_;
};

}  // namespace frontdesk::realtime_gateway
