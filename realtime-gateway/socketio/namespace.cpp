#include "realtime-gateway/socketio/namespace.hpp"

#include <utility>

#include "realtime-gateway/socketio/packet.hpp"

namespace frontdesk::socketio {

Namespace::Namespace(std::string name, NamespaceHandler& handler, Recovery* recovery, std::size_t rooms_per_socket_max)
    : name_(std::move(name)), handler_(handler), recovery_(recovery), rooms_per_socket_max_(rooms_per_socket_max) {}

std::shared_ptr<Socket> Namespace::find(const std::string& id) const {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : found->second;
}

std::shared_ptr<Socket> Namespace::find_private(const std::string& pid) const {
  const auto found = by_private_id_.find(pid);
  return found == by_private_id_.end() ? nullptr : found->second->shared_from_this();
}

std::size_t Namespace::emit(const std::string& room, std::string_view name, std::string_view arguments,
                            const Emission& emission) {
  const std::string offset = offset_of({room, name, arguments, emission.attachments, emission.is_volatile});
  const auto message =
      event_message({.nsp = name_, .arguments = arguments, .attachments = emission.attachments}, name, offset);
  return rooms_.each(room, [&](Socket& member) {
    if (&member == emission.except || (emission.is_volatile && member.queued_bytes() > 0)) return;
    member.send(message);
  });
}

std::size_t Namespace::send(const std::string& room, const engineio::Message& message) const {
  return rooms_.each(room, [&message](Socket& member) { member.send(message); });
}

void Namespace::evict(const std::string& room) {
  for (const auto& member : rooms_.members(room)) member->leave(room);
}

void Namespace::add(const std::shared_ptr<Socket>& socket) {
  sockets_.emplace(socket->id(), socket);
  if (socket->pid_) by_private_id_.emplace(*socket->pid_, socket.get());
}

void Namespace::remove(Socket& socket, std::string_view reason, bool may_come_back) {
  const auto kept = socket.shared_from_this();
  if (recovery_ && socket.pid_) recovery_->left({*socket.pid_, rooms_.rooms_of(socket), socket.data(), may_come_back});
  rooms_.leave_all(socket);
  socket.connection_ = nullptr;
  if (socket.pid_) by_private_id_.erase(*socket.pid_);
  sockets_.erase(socket.id());
  socket.fail_awaited();
  handler_.disconnected(socket, reason);
}

}  // namespace frontdesk::socketio
