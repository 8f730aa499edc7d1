#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "realtime-gateway/transports/receiving_socket.hpp"
#include "realtime-gateway/transports/refusals.hpp"
#include "realtime-gateway/web/endpoint.hpp"

namespace frontdesk::realtime_gateway {

class PlainSocket;

// The plain JSON WebSocket at `/` (contracts' README, section 9; contract 000, transport B). Loop thread only.
class PlainSockets final : public web::Endpoint {
 public:
  struct Options {
    web::WebSocketOptions websocket;
    std::vector<std::string> trusted_proxies;
  };
  struct Open;
  // The refusals outlive it.
  PlainSockets(Options options, std::shared_ptr<Reception> reception, const Refusals& refusals);
  ~PlainSockets() override;

  bool serves(std::string_view path) const override { return path == "/"; }
  void requested(std::shared_ptr<web::Exchange> exchange) override;
  void upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) override;

 private:
  // Somebody who asks to be let in.
  struct Asked {
    web::Request request;
    std::string subprotocol;
    std::string address;
    Places::Place place;               // among those of its address
    std::optional<ClientEvent> first;  // what it does before anything that its client says
  };
  using Done = std::function<void(web::Upgrade)>;
  void begin_in_room(Asked asked, Admission admission, const Done& done);
  void admitted(const Asked& asked, Admission admission, const Done& done);
  web::Upgrade upgraded(const Asked& asked, Identity identity, std::unique_ptr<Resumption> resumption);
  void come_back(PlainSocket& socket, std::unique_ptr<Resumption> resumption, const std::optional<std::string>& held);

  const Options options_;
  const std::shared_ptr<Reception> reception_;
  const Refusals& refusals_;
  const std::shared_ptr<Open> open_;
};

}  // namespace frontdesk::realtime_gateway
