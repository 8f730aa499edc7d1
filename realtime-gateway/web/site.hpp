#pragma once
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "realtime-gateway/web/deadlines.hpp"
#include "realtime-gateway/web/listener.hpp"
#include "realtime-gateway/web/round.hpp"

namespace frontdesk::web {

// What a listener and its connections share; they keep it alive.
struct Site {
  Endpoint* endpoint_of(std::string_view path) const {
    for (Endpoint* endpoint : endpoints) {
      if (endpoint->serves(path)) return endpoint;
    }
    return nullptr;
  }
  void complain(std::string_view what) const {
    if (options.complain) options.complain(what);
  }

  boost::asio::io_context& io;
  const std::shared_ptr<Round> round;
  Deadlines& deadlines;
  const ListenerOptions options;
  const std::vector<Endpoint*> endpoints;
  std::size_t connections = 0;  // of any kind
};

}  // namespace frontdesk::web
