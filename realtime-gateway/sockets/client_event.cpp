#include "realtime-gateway/sockets/client_event.hpp"

#include <utility>

#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {

std::string ack_success() { return R"({"success":true})"; }

std::string ack_failure(std::string_view error) { return R"({"success":false,"error":)" + wire::quoted(error) + '}'; }

void ClientEvents::on(std::string name, Handler handler) { handlers_[std::move(name)] = std::move(handler); }

void ClientEvents::operator()(std::shared_ptr<Socket> socket, ClientEvent event, Answered answered) const {
  const auto found = handlers_.find(event.name);
  if (found == handlers_.end()) return answered(std::nullopt);
  found->second(std::move(socket), std::move(event), std::move(answered));
}

}  // namespace frontdesk::realtime_gateway
