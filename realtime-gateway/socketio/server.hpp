#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "realtime-gateway/engineio/server.hpp"
#include "realtime-gateway/socketio/connection.hpp"
#include "realtime-gateway/socketio/core.hpp"

namespace frontdesk::socketio {

// Socket.IO (revision 5, and 4 for clients of Engine.IO 3) over an Engine.IO server of its own. Loop thread only.
class Server {
 public:
  Server(Options options, std::shared_ptr<web::Round> round, web::Deadlines& deadlines);

  // A namespace that clients may name; before the first of them comes. `recovery` may be null; both outlive it.
  Namespace& open(const std::string& name, NamespaceHandler& handler, Recovery* recovery = nullptr);

  // To be served on a port.
  engineio::Server& transport() { return transport_; }
  // Closes all connections, spread evenly over `spread`; no new ones.
  void drain(std::chrono::milliseconds spread) { transport_.drain(spread, {1001, "Going away"}); }

 private:
  const std::shared_ptr<Core> core_;
  engineio::Server transport_;
};

}  // namespace frontdesk::socketio
