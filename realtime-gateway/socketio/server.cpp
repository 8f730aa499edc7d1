#include "realtime-gateway/socketio/server.hpp"

#include <utility>

namespace frontdesk::socketio {

Server::Server(Options options, std::shared_ptr<web::Round> round, web::Deadlines& deadlines)
    : core_(std::make_shared<Core>(std::move(options), deadlines)),
      transport_(core_->options.transport, std::move(round), deadlines,
                 [core = core_](const std::shared_ptr<engineio::Session>& session) {
                   auto connection = std::make_shared<Connection>(core, *session);
                   connection->begin();
                   return connection;
                 }) {}

Namespace& Server::open(const std::string& name, NamespaceHandler& handler, Recovery* recovery) {
  auto& nsp = core_->namespaces[name];
  nsp = std::make_unique<Namespace>(name, handler, recovery, core_->options.rooms_per_socket_max);
  return *nsp;
}

}  // namespace frontdesk::socketio
