#include "realtime-gateway/socketio/socket.hpp"

#include <utility>

#include "realtime-gateway/socketio/connection.hpp"
#include "realtime-gateway/socketio/packet.hpp"

namespace frontdesk::socketio {

void Ack::operator()(std::string_view arguments, const std::vector<std::string>& attachments) const {
  if (!pending_ || std::exchange(pending_->answered, true)) return;
  if (const auto socket = pending_->socket.lock()) socket->answer(pending_->id, arguments, attachments);
}

Socket::Socket(Namespace& nsp, Connection& connection, std::string id, std::optional<std::string> pid, bool recovered,
               std::shared_ptr<void> data)
    : nsp_(nsp),
      connection_(&connection),
      id_(std::move(id)),
      pid_(std::move(pid)),
      data_(std::move(data)),
      recovered_(recovered) {}

const engineio::Handshake* Socket::handshake() const {
  return connection_ ? &connection_->session().handshake() : nullptr;
}

std::size_t Socket::queued_bytes() const { return connection_ ? connection_->session().queued_bytes() : 0; }

void Socket::emit(std::string_view name, std::string_view arguments, const std::vector<std::string>& attachments) {
  if (!connection_) return;
  const std::string offset = nsp_.offset_of({id_, name, arguments, &attachments, false});
  send(event_message({.nsp = nsp_.name(), .arguments = arguments, .attachments = &attachments}, name, offset));
}

void Socket::emit_with_ack(std::string_view name, std::string_view arguments,
                           const std::vector<std::string>& attachments, std::chrono::milliseconds patience,
                           Replied replied) {
  if (!connection_) return replied(std::nullopt);
  const std::uint64_t id = next_ack_id_++;
  if (!awaited_) awaited_ = std::make_unique<std::unordered_map<std::uint64_t, Awaited>>();
  auto deadline =
      std::make_unique<web::Deadline>(connection_->deadlines(), [this, id] { this->replied(id, std::nullopt); });
  deadline->set_in(patience);
  awaited_->emplace(id, Awaited{std::move(replied), std::move(deadline)});
  send(event_message({.nsp = nsp_.name(), .id = id, .arguments = arguments, .attachments = &attachments}, name));
}

void Socket::answer(std::uint64_t id, std::string_view arguments, const std::vector<std::string>& attachments) {
  send(ack_message({.nsp = nsp_.name(), .id = id, .arguments = arguments, .attachments = &attachments}));
}

void Socket::replied(std::uint64_t id, std::optional<Reply> reply) {
  if (!awaited_) return;
  const auto found = awaited_->find(id);
  if (found == awaited_->end()) return;
  const auto replied = std::move(found->second.replied);
  awaited_->erase(found);
  replied(std::move(reply));
}

void Socket::fail_awaited() {
  const auto awaited = std::exchange(awaited_, nullptr);
  if (!awaited) return;
  for (auto& [id, waiting] : *awaited) waiting.replied(std::nullopt);
}

void Socket::send(const engineio::Message& message) {
  if (connection_) connection_->session().send(message);
}

void Socket::send(const engineio::Frame& frame) {
  if (connection_) connection_->session().send(frame);
}

bool Socket::join(const std::string& room) {
  if (!connection_) return false;
  if (nsp_.rooms_.contains(room, *this)) return true;
  if (!nsp_.rooms_.enter(room, *this, nsp_.rooms_per_socket_max_)) return false;
  if (nsp_.recovery_ && pid_) nsp_.recovery_->joined(*pid_, room);
  return true;
}

// It was in that room before it came back, within the limit.
void Socket::rejoin(const std::string& room) {
  static_cast<void>(nsp_.rooms_.enter(room, *this, nsp_.rooms_per_socket_max_));
}

void Socket::leave(const std::string& room) { nsp_.rooms_.leave(room, *this); }

std::vector<std::string> Socket::rooms() const { return nsp_.rooms_.rooms_of(*this); }

void Socket::disconnect() {
  if (connection_) connection_->disconnect(*this);
}

void Socket::disconnect_and_close(engineio::Goodbye goodbye) {
  if (!connection_) return;
  engineio::Session& session = connection_->session();
  connection_->disconnect(*this);
  session.close(std::move(goodbye));
}

void Socket::close(engineio::Goodbye goodbye) {
  if (connection_) connection_->session().close(std::move(goodbye));
}

void Socket::hold_reading(bool held) {
  if (connection_) connection_->session().hold_reading(held);
}

}  // namespace frontdesk::socketio
