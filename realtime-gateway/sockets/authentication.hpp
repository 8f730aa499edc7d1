#pragma once
#include <functional>
#include <string>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/sockets/client_event.hpp"
#include "realtime-gateway/sockets/client_request.hpp"
#include "realtime-gateway/sockets/sockets.hpp"
#include "realtime-gateway/sockets/standing.hpp"

namespace frontdesk::realtime_gateway {

// `authenticate`, with a token or `{"token"}`: a connection goes on with a fresh token of the same user, while the one
// that it has is still good (docs/realtime-protocols.md, "Tokens"). Loop thread only.
class Authentication {
 public:
  using Admit = std::function<void(const std::string& token, std::function<void(Admission)> done)>;
  Authentication(Sockets& sockets, Executor& loop, Admit admit)
      : sockets_(sockets), loop_(loop), admit_(std::move(admit)) {}
  void add_to(ClientEvents& events);

 private:
  void authenticate(ClientRequest request, const ClientEvent& event);
  void admitted(const ClientRequest& request, Admission admission);

  Sockets& sockets_;
  Executor& loop_;
  const Admit admit_;
};

}  // namespace frontdesk::realtime_gateway
