#pragma once
#include "realtime-gateway/sockets/socket_handler.hpp"
#include "realtime-gateway/transports/refusals.hpp"
#include "realtime-gateway/web/endpoint.hpp"

namespace frontdesk::realtime_gateway {

// /livez, /readyz and /metrics; never through the edge. Loop thread only.
class OperatorPages final : public web::Endpoint {
 public:
  OperatorPages(const SocketHandler& handler, const Refusals& refusals) : handler_(handler), refusals_(refusals) {}

  bool serves(std::string_view path) const override;
  void requested(std::shared_ptr<web::Exchange> exchange) override;
  void upgrade(const web::Request& request, std::function<void(web::Upgrade)> done) override;

 private:
  const SocketHandler& handler_;
  const Refusals& refusals_;
};

}  // namespace frontdesk::realtime_gateway
