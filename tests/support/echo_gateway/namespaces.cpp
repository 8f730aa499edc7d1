#include "tests/support/echo_gateway/namespaces.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "realtime-gateway/socketio/json.hpp"

namespace frontdesk::echo_gateway {
namespace {

// The protocol's own suite takes messages one by one, and misses the second of two that come in one segment.
constexpr std::chrono::milliseconds greeting_after{10};

// What goes with a socket.
struct Guest {
  explicit Guest(std::string presented) : auth(std::move(presented)) {}
  const std::string auth;
  std::unique_ptr<web::Deadline> greeting;
};

Guest& guest_of(const socketio::Socket& socket) { return *std::static_pointer_cast<Guest>(socket.data()); }

void greet(const Guest& guest, socketio::Socket& socket) { socket.emit("auth", '[' + guest.auth + ']'); }

}  // namespace

void OpenNamespace::connecting(const socketio::Arrival& arrival, std::function<void(socketio::Verdict)> done) {
  done(socketio::Admitted{std::make_shared<Guest>(arrival.auth)});
}

void OpenNamespace::connected(const std::shared_ptr<socketio::Socket>& socket) {
  Guest& guest = guest_of(*socket);
  guest.greeting = std::make_unique<web::Deadline>(deadlines_, [&guest, weak = std::weak_ptr(socket)] {
    if (const auto greeted = weak.lock()) greet(guest, *greeted);
  });
  guest.greeting->set_in(greeting_after);
}

void OpenNamespace::disconnected(socketio::Socket& socket, std::string_view) { guest_of(socket).greeting.reset(); }

void OpenNamespace::received(const std::shared_ptr<socketio::Socket>& socket, socketio::Event event,
                             socketio::Ack ack) {
  // Nothing comes before the greeting.
  Guest& guest = guest_of(*socket);
  if (guest.greeting->is_set()) {
    guest.greeting->clear();
    greet(guest, *socket);
  }
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
