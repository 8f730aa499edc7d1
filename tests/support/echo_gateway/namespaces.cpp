#include "tests/support/echo_gateway/namespaces.hpp"

#include <string>
#include <utility>

#include "realtime-gateway/socketio/json.hpp"

namespace frontdesk::echo_gateway {

void OpenNamespace::connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) {
  done(socketio::Admitted{std::make_shared<std::string>(arrival.auth)});
}

void OpenNamespace::connected(const std::shared_ptr<socketio::Socket>& socket) {
  socket->emit("auth", '[' + *std::static_pointer_cast<std::string>(socket->data()) + ']');
}

void OpenNamespace::received(const std::shared_ptr<socketio::Socket>& socket, socketio::Event event,
                             socketio::Ack ack) {
  if (event.name == "message") return socket->emit("message-back", event.arguments, event.attachments);
  if (event.name == "message-with-ack") return ack(event.arguments, event.attachments);
  const auto arguments = socketio::elements(event.arguments, 2);
  const auto room = arguments.empty() ? std::nullopt : socketio::string_value(arguments[0]);
  if (!room) return;
  if (event.name == "join" && socket->join(*room)) ack();
  if (event.name == "pub" && arguments.size() == 2) {
    socket->nsp().emit(*room, "msg", '[' + std::string(arguments[1]) + ']', {.attachments = &event.attachments});
    ack();
  }
}

void SecureNamespace::connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) {
  if (socketio::string_member(arrival.auth, "token") == "good") return OpenNamespace::connecting(arrival, done);
  done(socketio::Refused{"unauthorized", R"({"code":401})"});
}

}  // namespace frontdesk::echo_gateway
